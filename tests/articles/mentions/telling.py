"""An article with a link, the clock that finds it, and what the other site got."""

import urllib.parse
from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.mentions import sending
from articles.models import Article
from core.http.throttle import Throttle
from tests.factories import make_article
from tests.loopback import page


def write(other, path="/post", text='<p>As <a href="{}">she</a> says.</p>', **fields):
    return make_article(body=text.format(other.url(path)), **fields)


def a_minute_later():
    """Let articles be as they are for longer than an editor needs for one more correction."""
    Article.objects.update(updated_at=timezone.now() - timedelta(minutes=1))


def tell():
    """Have the clock look for news, and do every job that is in line."""
    sending.look_for_news()
    sending.look_for_what_is_gone()
    for job in DBTaskResult.objects.filter(task_path__endswith="sending.tell"):
        Throttle.objects.all().delete()
        job.task.call(*job.args_kwargs["args"])
        job.delete()


def posted(server) -> list[dict]:
    """Return the forms that arrived."""
    bodies = [request.partition(b"\r\n\r\n")[2] for request in server.requests if request.startswith(b"POST")]
    return [dict(urllib.parse.parse_qsl(body.decode())) for body in bodies]


def taking_webmentions(other, *answers):
    other.answers["/post"] = page('<link rel="webmention" href="/tell?id=1">')
    other.answers["/tell?id=1"] = answers[0] if answers else page("", "Location: /status/7", status="202 Accepted")
