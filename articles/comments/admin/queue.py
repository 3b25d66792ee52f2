"""The moderators' queue: comments and mentions that wait, with all that is needed to decide, and the way back."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from django.db.models import Count, Q
from django.utils import timezone

from articles import responses
from articles.models import Comment, CommentOptIn, Decision, Mention

from .. import moderation, rules, spam

ON_A_PAGE = 30
MOST_TELLING = 5


@dataclass
class QueueItem:
    """One comment or mention on the queue's page."""

    obj: Comment | Mention
    article: object = None
    answers: Comment | None = None
    reasons: list = field(default_factory=list)
    score: float | None = None
    telling: list = field(default_factory=list)
    flags: list = field(default_factory=list)
    history: dict = field(default_factory=dict)
    reply: str = ""  # what somebody typed before they decided on another card

    @property
    def kind(self) -> str:
        return "comment" if isinstance(self.obj, Comment) else "mention"

    @property
    def at(self):
        return self.obj.submit_date if self.kind == "comment" else self.obj.received_at

    @property
    def percent(self) -> int | None:
        return None if self.score is None else round(self.score * 100)

    @property
    def likeness(self) -> str:
        """Return "spam", "welcome" or "unclear": what the filter has learned from the moderators."""
        percent = self.percent or 0
        return "spam" if percent >= 70 else "welcome" if percent <= 30 else "unclear"

    @property
    def colour(self) -> int:
        return responses.colour(self.obj.user_name)

    @property
    def initials(self) -> str:
        return responses.initials(self.obj.user_name)

    @property
    def is_public(self) -> bool:
        return self.kind == "comment" and self.obj.is_visible

    @property
    def seen(self) -> str:
        """What the moderator has seen: a comment that was changed since is not decided on unseen."""
        opt_in = getattr(self.obj, "opt_in", None)
        return opt_in.edited_at.isoformat() if opt_in and opt_in.edited_at else ""


def items(show: str, with_mentions: bool = True) -> list[QueueItem]:
    """Return what to decide on ("waiting", "spam"), the oldest first for what waits."""
    comments = moderation.waiting_comments() if show == "waiting" else Comment.objects.spam()
    mentions = Mention.objects.waiting() if show == "waiting" else Mention.objects.filter(status=Mention.Status.SPAM)
    comments = comments.select_related("opt_in", "judgement").prefetch_related("content_object", "reader_flags")
    found = [QueueItem(comment) for comment in comments.order_by("submit_date")[:500]]
    if with_mentions:
        found += [QueueItem(mention) for mention in mentions.prefetch_related("target").order_by("received_at")[:500]]
    return sorted(found, key=lambda item: item.at, reverse=show == "spam")


def fill(page: list[QueueItem]) -> None:
    """Bring to the items of one page what they answer, why they wait and where they come from: four queries for all."""
    of_comments = [item for item in page if item.kind == "comment"]
    parents = Comment.objects.in_bulk([item.obj.reply_to for item in of_comments if item.obj.reply_to])
    scores = spam.scores([(item.obj.comment, item.obj.user_name) for item in of_comments]) if of_comments else []
    histories = _histories(of_comments)
    for item, score in zip(of_comments, scores, strict=True):
        comment = item.obj
        judgement = getattr(comment, "judgement", None)
        item.article, item.answers = comment.content_object, parents.get(comment.reply_to)
        item.reasons = [rules.in_words(reason) for reason in judgement.reasons] if judgement else []
        item.score, item.telling = score.value, _telling(score)
        item.flags = [flag for flag in comment.reader_flags.all() if flag.seen_at is None]
        item.history = histories.get(_tag(comment), {})
    for item in page:
        if item.kind == "mention":
            item.article = item.obj.target


def latest_of(user) -> list[Decision]:
    """Return what this moderator decided last, in one go, if it can still be taken back."""
    hour = timezone.now() - timedelta(hours=1)
    own = Decision.objects.filter(by=user, undone_at=None, at__gt=hour).select_related("comment", "mention")
    for _at, together in groupby(own[:500], key=lambda decision: decision.at):
        return list(together)
    return []


def _telling(score) -> list[str]:
    """Return the words that speak for what the filter says, the strongest first."""
    if score.value is None:
        return []
    says_spam = score.value > 0.5
    words = [word for word, weight in score.telling if (weight > 0.5) == says_spam and spam.says_much(word)]
    return [spam.in_words(word) for word in words[:MOST_TELLING]]


def _tag(comment) -> bytes:
    opt_in = getattr(comment, "opt_in", None)
    return bytes(opt_in.address_tag) if opt_in else b""


def _histories(found) -> dict:
    """Return for each mailbox how many of its comments are public, hidden and spam; the address is not known here."""
    tags = {_tag(item.obj) for item in found} - {b""}
    states = {
        "public": Q(comment__is_public=True, comment__is_removed=False),
        "hidden": Q(comment__is_removed=True, comment__judgement__spam_at=None),
        "spam": Q(comment__is_removed=True, comment__judgement__spam_at__isnull=False),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in states.items()}
    rows = CommentOptIn.objects.filter(address_tag__in=tags).values("address_tag").annotate(**counts)
    return {bytes(row.pop("address_tag")): row for row in rows.order_by()}
