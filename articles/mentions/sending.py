"""Telling other sites that an article of ours links to them: webmention first, else pingback.

No hook in saving: the clock compares what the public sees with what was told. So what is published by its date,
changed, withdrawn or deleted is found all the same, and a worker that dies forgets nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fetch import FetchError, FetchRefused, FetchResponse, TooSoon, Unreachable, fetch, retry_after, web_urls
from core.http.throttle import DAY
from core.jobs.tasks import Later, Priority, job
from core.live_installation import is_live
from core.richtext.html_tokens import tokens

from ..models import Article, OutgoingMention
from . import endpoints, mention_targets, politeness, xmlrpc

HELD = 60  # seconds until a copy of the site looks again whether it is the live one
MOST_LINKS = 100  # of one article; a list of links is no conversation
AT_ONCE = 50  # articles looked at in one tick of the clock
# An editor who corrects three typos in a row tells others once.
CALM = timedelta(seconds=20)
WAITS = (60, 600, 2 * 3600, DAY)  # seconds before the second attempt, the third …
UNTOLD = Q(links_told_at=None) | Q(links_told_at__lt=F("updated_at"))
PURPOSE = "telling you that we link to you"

Status = OutgoingMention.Status


def look_for_news() -> None:
    """Put what changed since it was told in line to be told."""
    if not settings.SEND_MENTIONS or not is_live():
        return
    public = Article.objects.published().filter(updated_at__lt=timezone.now() - CALM)
    for article in public.filter(UNTOLD).order_by("updated_at")[:AT_ONCE]:
        tell_links(article)


def look_for_what_is_gone() -> None:
    """Withdrawn, expired, back to draft, deleted: the other side shall find that the link is gone."""
    if not settings.SEND_MENTIONS or not is_live():
        return
    gone = OutgoingMention.objects.filter(is_linked=True).exclude(article__in=Article.objects.published())
    for mention in gone.order_by()[:AT_ONCE]:
        with transaction.atomic():
            _put_in_line(mention, is_linked=False)


@transaction.atomic
def tell_links(article: Article) -> None:
    """Put every link of a public article in line to be told, and every link that it no longer has."""
    source = settings.SITE_URL + article.get_absolute_url()
    known = {mention.target_url: mention for mention in article.outgoing_mentions.select_for_update()}
    linked = outgoing_links(article.body)
    for url in linked:
        mention = known.get(url) or OutgoingMention(article=article, target_url=url)
        mention.source_url = source
        _put_in_line(mention, is_linked=True)
    for url, mention in known.items():
        if url not in linked and mention.is_linked:
            _put_in_line(mention, is_linked=False)
    Article.objects.filter(pk=article.pk).update(links_told_at=article.updated_at)


@transaction.atomic
def tell_again(mention: OutgoingMention) -> bool:
    """Try once more for an editor who asks for it; False while it is in line, or nothing is to be told."""
    kept = OutgoingMention.objects.select_for_update().get(pk=mention.pk)
    is_public = Article.objects.published().filter(pk=kept.article_id).exists()
    if kept.status == Status.WAITING or not settings.SEND_MENTIONS or not (is_public and kept.is_linked):
        return False
    _put_in_line(kept, is_linked=True)
    return True


def outgoing_links(html: str) -> list[str]:
    """Return the pages elsewhere that a text links to, each once, in the order of the text."""
    found = {}
    for token in tokens(html):
        href = token.attributes.get("href") if token.value == "a" else None
        if href is None:
            continue
        try:
            page = web_urls.parse(href)
        except web_urls.NotAWebURL:
            continue
        if not mention_targets.is_ours(str(page)) and len(str(page)) <= 2000:
            found[str(page)] = None
    return list(found)[:MOST_LINKS]


def _put_in_line(mention: OutgoingMention, *, is_linked: bool) -> None:
    # Even if it is in line once more: the protocol is known of those who were told before.
    was_told = mention.protocol == OutgoingMention.Protocol.WEBMENTION
    mention.is_linked = is_linked
    mention.changed_at = timezone.now()
    # Who was never told of the link need not hear that it is gone, and pingback has no word for it.
    if is_linked or was_told:
        mention.status, mention.attempts, mention.outcome = Status.WAITING, 0, ""
    elif mention.status == Status.WAITING:
        mention.status, mention.outcome = Status.FAILED, _("The link was gone before it was told.")
    mention.save()
    if mention.status == Status.WAITING:
        tell.enqueue(mention.pk)


@job(Priority.MENTIONS, retries=2, title=gettext_lazy("Tell another site that we link to it"))
def tell(mention_id: int) -> None:
    """Find out where the other page wants to be told, and tell it; trouble that may pass is tried again."""
    mention = OutgoingMention.objects.waiting().filter(pk=mention_id).first()
    if mention is None:
        return
    if not is_live():
        raise Later(HELD)
    try:
        endpoint = endpoints.find(mention.target_url, politeness.Visit())
        if endpoint is None:
            mention.settle(Status.DEAF, "")
        elif endpoint.protocol == endpoints.WEBMENTION:
            _tell_by_webmention(mention, endpoint.url)
        else:
            _tell_by_pingback(mention, endpoint.url)
    except TooSoon:
        raise Later(politeness.PAUSE) from None
    except FetchRefused:
        mention.settle(Status.FAILED, _("The address is not one of the open web."))
    except (Unreachable, Busy) as error:
        _try_again_later(mention, error)
    except FetchError as error:
        mention.settle(Status.FAILED, str(error))


class Busy(Exception):
    """The other site asks for patience; ``seconds`` as it says itself, or None."""

    def __init__(self, answer: FetchResponse):
        super().__init__(_answered(answer))
        self.seconds = retry_after(answer)


def _tell_by_webmention(mention, endpoint):
    """https://www.w3.org/TR/webmention/#sender-notifies-receiver"""
    form = {"source": mention.source_url, "target": mention.target_url}
    answer = _post(endpoint, form, accept="*/*")
    is_taken = 200 <= answer.status < 300
    mention.settle(
        Status.TOLD if is_taken else Status.FAILED,
        "" if is_taken else _answered(answer),
        protocol=OutgoingMention.Protocol.WEBMENTION,
        status_url=_status_page(answer) if is_taken else "",
    )


def _tell_by_pingback(mention, endpoint):
    """https://www.hixie.ch/specs/pingback/pingback#TOC3"""
    if not mention.is_linked:
        mention.settle(Status.TOLD, _("Pingback has no word for a link that is gone."))
        return
    call = xmlrpc.write_call("pingback.ping", mention.source_url, mention.target_url)
    answer = _post(endpoint, call, content_type="text/xml", accept="text/xml")
    refusal = xmlrpc.read_refusal(answer.body)
    is_taken = refusal is None or refusal.code == xmlrpc.ALREADY_REGISTERED
    mention.settle(
        Status.TOLD if is_taken else Status.FAILED,
        "" if is_taken else refusal.text,
        protocol=OutgoingMention.Protocol.PINGBACK,
    )


def _post(endpoint, body, **how) -> FetchResponse:
    # One service often takes mentions for many blogs.
    visit = politeness.Visit("mention-tell", politeness.MOST_PER_ADDRESS)
    answer = fetch(endpoint, method="POST", body=body, purpose=PURPOSE, may_visit=visit, **how)
    if answer.status == 429 or answer.status >= 500:
        raise Busy(answer)
    return answer


def _try_again_later(mention, error):
    attempts = mention.attempts + 1
    if attempts > len(WAITS):
        mention.settle(Status.FAILED, str(error), attempts=attempts)
        return
    if (
        OutgoingMention.objects.waiting()
        .filter(pk=mention.pk, changed_at=mention.changed_at)
        .update(attempts=attempts, outcome=str(error)[:200])
    ):
        raise Later(getattr(error, "seconds", None) or WAITS[attempts - 1])


def _answered(answer: FetchResponse) -> str:
    return _("The other site answered with %(status)s.") % {"status": answer.status}


def _status_page(answer) -> str:
    """Return the page where the other site says what became of our webmention, if it names one of its own."""
    location = answer.headers.get("Location", "")
    page = web_urls.follow(location, web_urls.parse(answer.url)) if location else None
    return str(page) if page and len(str(page)) <= 2000 else ""
