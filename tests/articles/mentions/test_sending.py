"""We tell other sites that we link to them: real servers on this computer, from publication to what the editor sees."""

import urllib.parse
import xmlrpc.client
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.mentions import sending
from articles.models import Article, OutgoingMention
from core.http.throttle import Throttle
from core.jobs.tasks import Later
from publishing import checks
from tests.factories import make_article
from tests.loopback import page, serving

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(settings):
    settings.SEND_MENTIONS = True
    with serving({}) as server:
        settings.FETCH_ALLOWED_LOOPBACK = [server.host_port]
        yield server


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


def test_a_published_link_is_told_by_webmention_and_the_editor_sees_it(other, admin_client):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    tell()
    expected = {"source": f"http://testserver{article.get_absolute_url()}", "target": other.url("/post")}
    assert posted(other) == [expected]
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.protocol, mention.status_url) == ("told", "webmention", other.url("/status/7"))
    shown = admin_client.get(f"/admin/articles/article/{article.pk}/change/").text
    assert other.url("/post") in shown
    tell()
    assert len(posted(other)) == 1


def test_without_a_webmention_endpoint_it_is_told_by_pingback(other):
    answer = xmlrpc.client.dumps(("Thanks.",), methodresponse=True)
    other.answers["/post"] = page("", f"X-Pingback: {other.url('/xmlrpc.php')}")
    other.answers["/xmlrpc.php"] = page(answer, content_type="text/xml")
    article = write(other)
    a_minute_later()
    tell()
    call = next(request for request in other.requests if request.startswith(b"POST"))
    assert xmlrpc.client.loads(call.partition(b"\r\n\r\n")[2]) == (
        (f"http://testserver{article.get_absolute_url()}", other.url("/post")),
        "pingback.ping",
    )
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.protocol) == ("told", "pingback")


@pytest.mark.parametrize(
    ("fault", "status"), [(xmlrpc.client.Fault(48, "Had it."), "told"), (xmlrpc.client.Fault(17, "No link."), "failed")]
)
def test_a_pingback_that_was_known_before_counts_as_told(other, fault, status):
    other.answers["/post"] = page("", f"X-Pingback: {other.url('/xmlrpc.php')}")
    other.answers["/xmlrpc.php"] = page(xmlrpc.client.dumps(fault), content_type="text/xml")
    write(other)
    a_minute_later()
    tell()
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.outcome) == (status, "" if status == "told" else "No link.")


@pytest.mark.parametrize(
    "body", ["", "<", "<!DOCTYPE x [<!ENTITY a 'b'>]><methodResponse>&a;</methodResponse>", "<html/>"]
)
def test_an_answer_that_is_no_xml_rpc_is_a_refusal(other, body):
    other.answers["/post"] = page("", f"X-Pingback: {other.url('/x')}")
    other.answers["/x"] = page(body, content_type="text/xml")
    write(other)
    a_minute_later()
    tell()
    assert OutgoingMention.objects.get().status == "failed"


def test_drafts_planned_articles_links_to_ourselves_and_previews_tell_nobody(other):
    taking_webmentions(other)
    write(other, published_at=None)
    write(other, published_at=timezone.now() + timedelta(hours=1))
    make_article(body='<p><a href="/articles/">ours</a> <a href="http://testserver/x/">ours</a> <a>none</a></p>')
    a_minute_later()
    tell()
    assert (other.requests, OutgoingMention.objects.count()) == ([], 0)


def test_the_demo_and_a_staging_site_tell_nobody(other, settings):
    settings.SEND_MENTIONS = False
    taking_webmentions(other)
    write(other)
    a_minute_later()
    tell()
    assert (other.requests, OutgoingMention.objects.count()) == ([], 0)


def test_an_imported_article_is_told_only_after_somebody_changes_it(other):
    taking_webmentions(other)
    article = write(other)
    sending.say_nothing_of(article)
    a_minute_later()
    Article.objects.update(links_told_at=F("updated_at"))
    tell()
    assert not posted(other)
    article.save()
    a_minute_later()
    Article.objects.update(links_told_at=timezone.now() - timedelta(hours=1))
    tell()
    assert len(posted(other)) == 1


def test_what_is_published_by_its_date_is_told_when_the_date_has_come(other):
    taking_webmentions(other)
    article = write(other, published_at=timezone.now() + timedelta(hours=1))
    a_minute_later()
    tell()
    assert not posted(other)
    with checks.exempt("the hour has come"):
        Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    tell()
    assert len(posted(other)) == 1


def test_an_editor_who_corrects_twice_tells_once(other):
    taking_webmentions(other)
    write(other)
    tell()
    assert not posted(other)
    a_minute_later()
    tell()
    assert len(posted(other)) == 1


def test_after_a_change_all_are_told_again_the_removed_link_too(other):
    taking_webmentions(other)
    other.answers["/second"] = other.answers["/post"]
    article = write(other)
    a_minute_later()
    tell()
    article.body = f'<p><a href="{other.url("/second")}">another</a></p>'
    article.save()
    a_minute_later()
    tell()
    assert [form["target"] for form in posted(other)] == [other.url("/post"), other.url("/second"), other.url("/post")]
    assert set(OutgoingMention.objects.values_list("status", "is_linked")) == {("told", True), ("told", False)}


@pytest.mark.parametrize("end", ["withdraw", "draft", "delete"])
def test_what_is_withdrawn_is_told_once_more(other, end):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    tell()
    if end == "delete":
        article.delete()
    elif end == "draft":
        Article.objects.update(published_at=None)
    else:
        Article.objects.update(withdrawn_at=timezone.now(), withdrawn_because="A mistake.")
    tell()
    tell()
    assert len(posted(other)) == 2
    assert posted(other)[0] == posted(other)[1]


def test_what_is_withdrawn_while_it_is_told_of_a_change_is_told_as_well(other):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    tell()
    sending.tell_links(article)
    Article.objects.update(withdrawn_at=timezone.now(), withdrawn_because="A mistake.")
    tell()
    assert len(posted(other)) == 2
    assert set(OutgoingMention.objects.values_list("status", "is_linked")) == {("told", False)}


@pytest.mark.parametrize("end", ["withdraw", "delete"])
def test_who_looks_after_that_finds_410(other, client, end):
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    tell()
    source = urllib.parse.urlsplit(OutgoingMention.objects.get().source_url).path
    assert client.get(source).status_code == 200
    if end == "delete":
        article.delete()
    else:
        Article.objects.update(withdrawn_at=timezone.now(), withdrawn_because="A mistake.")
    assert client.get(source).status_code == 410


def test_after_a_move_the_new_address_is_told(other):
    taking_webmentions(other)
    article = write(other, slug="before")
    a_minute_later()
    tell()
    article.slug = "after"
    article.save()
    a_minute_later()
    tell()
    assert [form["source"].rpartition("/articles/")[2] for form in posted(other)] == ["before/", "after/"]


def test_a_page_that_takes_neither_is_left_alone(other):
    other.answers["/post"] = page("<p>Hello</p>")
    write(other)
    a_minute_later()
    tell()
    assert OutgoingMention.objects.get().status == "deaf"
    Article.objects.update(published_at=None)
    tell()
    assert [request.split()[0] for request in other.requests] == [b"GET"]


def test_a_busy_site_is_told_later_when_it_says_so(other):
    taking_webmentions(other, page("", "Retry-After: 7200", status="503 Service Unavailable"))
    write(other)
    a_minute_later()
    sending.look_for_news()
    with pytest.raises(Later) as later:
        sending.tell.call(OutgoingMention.objects.get().pk)
    assert later.value.seconds == 7200
    Throttle.objects.all().delete()
    taking_webmentions(other)
    sending.tell.call(OutgoingMention.objects.get().pk)
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.attempts, mention.outcome) == ("told", 1, "")


def test_a_site_that_never_answers_is_given_up(other):
    taking_webmentions(other, page("", status="500 Oh"))
    write(other)
    a_minute_later()
    sending.look_for_news()
    waits = []
    for _ in range(5):
        Throttle.objects.all().delete()
        try:
            sending.tell.call(OutgoingMention.objects.get().pk)
        except Later as later:
            waits.append(later.seconds)
    assert waits == [60, 600, 7200, 86400]
    assert OutgoingMention.objects.get().status == "failed"


def test_a_site_that_refuses_is_not_asked_again(other):
    taking_webmentions(other, page("", status="400 Bad Request"))
    write(other)
    a_minute_later()
    tell()
    mention = OutgoingMention.objects.get()
    assert (mention.status, mention.outcome) == ("failed", "The other site answered with 400.")


def test_an_endpoint_inside_the_house_is_never_asked(other, settings):
    with serving({"/e": page("")}) as inside:
        other.answers["/post"] = page("", f"Link: <{inside.url('/e')}>; rel=webmention")
        write(other)
        a_minute_later()
        tell()
        assert inside.requests == []
    assert OutgoingMention.objects.get().status == "failed"


def test_one_host_is_asked_once_a_minute(other):
    taking_webmentions(other)
    make_article(body="".join(f'<p><a href="{other.url(f"/{n}")}">x</a></p>' for n in range(3)))
    a_minute_later()
    sending.look_for_news()
    later = 0
    for mention in OutgoingMention.objects.all():
        try:
            sending.tell.call(mention.pk)
        except Later:
            later += 1
    assert later == 2


def test_a_link_farm_tells_a_hundred_at_most(other):
    article = make_article(body="".join(f'<p><a href="https://s{n}.example/">x</a></p>' for n in range(150)))
    a_minute_later()
    sending.look_for_news()
    assert article.outgoing_mentions.count() == 100


def test_a_change_while_it_is_being_told_is_told_as_well(other):
    """The answer of the first telling must not cover up that there is something new."""
    taking_webmentions(other)
    article = write(other)
    a_minute_later()
    sending.look_for_news()
    mention = OutgoingMention.objects.get()
    sending.tell_links(article)
    assert not mention.settle("told", "")
    assert OutgoingMention.objects.get().status == "waiting"
