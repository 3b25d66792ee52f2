"""Tell the WebSub hub, if there is one, which feeds have something new (https://www.w3.org/TR/websub/)."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fetch import Unreachable, fetch
from core.jobs.tasks import Priority, job
from core.live_installation import is_live

from ..models import Article
from .formats import FORMATS

EVERY = 60
MOST_FEEDS = 100


def look_for_news() -> None:
    """Look a little further back than the last look: told twice does no harm, and readers ask by themselves, too."""
    if not settings.WEBSUB_HUB or not is_live():
        return
    since = timezone.now() - timedelta(seconds=2 * EVERY)
    changed = Article.objects.published().filter(Q(published_at__gt=since) | Q(updated_at__gt=since))
    if feeds := feeds_of(changed[:MOST_FEEDS]):
        tell.enqueue(feeds)


def feeds_of(articles) -> list[str]:
    """Return the addresses of all feeds that hold any of the articles."""
    found = {}
    for article in articles:
        places = [("feed", []), *(("tag-feed", [tag.slug]) for tag in article.tags.all())]
        places += [("author-feed", [person.slug]) for person in article.authors.published()]
        places += [("series-feed", [article.series.slug])] if article.series else []
        found |= dict.fromkeys(reverse(f"articles:{name}", args=slug) for name, slug in places)
    return [f"{settings.SITE_URL}{path}{end}" for path in found for end in FORMATS][:MOST_FEEDS]


@job(Priority.MENTIONS, retries=3, title=_("Tell readers of feeds what is new"))
def tell(feeds: list[str]) -> None:
    """Tell the hub which feeds have news; a copy of the live site tells nothing, and readers ask by themselves."""
    if not is_live():
        return
    body = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
    kind = "application/x-www-form-urlencoded"
    answer = fetch(settings.WEBSUB_HUB, method="POST", body=body, content_type=kind, purpose="telling a hub of news")
    if answer.status >= 300:
        raise Unreachable("The hub did not take the news.")
