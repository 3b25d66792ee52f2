"""Mentions: another site says that it links to a page of ours; a job goes and looks, an editor decides.

The one who asks learns nothing: whether the page exists, whether the source answered, whether it was asked before.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from ngo_site.lib import pagecache, targets, web_urls
from ngo_site.lib.fetch import FetchError, Unreachable, fetch
from ngo_site.lib.jobs import Later, job
from ngo_site.lib.throttle import allow

from . import linking
from .models import Mention

HOUR = 3600
MOST_IN_ALL = 600  # pings an hour; a good post brings dozens
MOST_PER_HOST = 60
FETCH_PAUSE = 60  # seconds between two requests to one host, so that nobody can aim us at somebody
ASK_AGAIN = timedelta(minutes=10)
_PAGES = ("text/html", "application/xhtml+xml")


def receive(source: str, target: str, kind: str = Mention.Kind.PINGBACK) -> None:
    """Take note that ``source`` says it links to ``target``, and have it looked at; what makes no sense is dropped."""
    try:
        page = web_urls.parse(source)
    except web_urls.NotAWebURL:
        return
    thing = targets.resolve(target)
    # Our own links to our own pages are no news.
    if thing is None or targets.is_ours(source) or len(target) > 1000 or len(str(page)) > 2000:
        return
    if not (allow("mention", page.host, MOST_PER_HOST, HOUR) and allow("mention", "", MOST_IN_ALL, HOUR)):
        return
    with transaction.atomic():
        mention, is_new = Mention.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(thing),
            object_id=thing.pk,
            source_hash=Mention.hash_source(str(page)),
            defaults={"target_url": target, "source_url": str(page), "kind": kind},
        )
        if is_new:
            verify.enqueue(mention.pk)
        else:
            look_again(mention)


@transaction.atomic
def look_again(mention: Mention) -> bool:
    """Have the other page fetched once more; False, and nothing, within ten minutes of the last time."""
    now = timezone.now()
    asked = Mention.objects.filter(pk=mention.pk, asked_at__lt=now - ASK_AGAIN).update(asked_at=now) == 1
    if asked:
        verify.enqueue(mention.pk)
    return asked


@job(retries=4)
def verify(mention_id: int) -> None:
    """Fetch the other page and keep what it says around its link; without one, the mention is not shown (any more)."""
    mention = Mention.objects.filter(pk=mention_id).first()
    if mention is None or targets.resolve(mention.target_url) is None:
        return
    # Refused calls do not count, so the ones that wait come through one after the other.
    if not allow("mention-fetch", web_urls.parse(mention.source_url).host, 1, FETCH_PAUSE):
        raise Later(FETCH_PAUSE)
    try:
        answer = fetch(mention.source_url, types=_PAGES)
    except Unreachable:
        raise  # tried again later, and in the end shown to the editors as failed
    except FetchError:
        return _settle(mention, linking.Reading(linked=False))
    if answer.status >= 500 or answer.status == 429:
        raise Unreachable(f"The other site answered with {answer.status}.")
    reading = linking.Reading(linked=False)
    if 200 <= answer.status < 300:
        reading = linking.read(
            answer.text(), answer.url, [mention.target_url], answer.headers.get_all("X-Robots-Tag", [])
        )
    _settle(mention, reading)


def _settle(mention, reading):
    """Write down what was found. Words that changed since an editor approved them wait for an editor again."""
    words = {"title": reading.title, "author": reading.author, "excerpt": reading.excerpt}
    if reading.unlisted:
        words = dict.fromkeys(words, "")
    with transaction.atomic():
        kept = Mention.objects.select_for_update().get(pk=mention.pk)
        was_public = kept.status == Mention.Status.APPROVED
        unchanged = all(getattr(kept, name) == value for name, value in words.items())
        if not reading.linked:
            kept.status = Mention.Status.FAILED
        elif kept.status not in {Mention.Status.APPROVED, Mention.Status.HIDDEN} or not unchanged:
            kept.status = Mention.Status.VERIFIED
        if reading.linked:
            kept.title, kept.author, kept.excerpt = words["title"], words["author"], words["excerpt"]
            kept.verified_at = timezone.now()
        kept.save(update_fields=["status", "title", "author", "excerpt", "verified_at"])
        if was_public:
            pagecache.forget_pages()
