"""Which comments are public at once, which wait for a moderator, which are put away as spam; each with reasons."""

import re
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import Ban, WatchedWord
from . import spam
from .models.comment import Comment

SPAM_FROM = 0.97
SUSPICIOUS_FROM = 0.7
_LINK = re.compile(r"https?://|\bwww\.|\[url", re.I)


@dataclass
class Verdict:
    """``outcome`` is "public", "waiting" or "spam"; ``reasons`` are lists of a code and what belongs to it (JSON)."""

    score: float | None = None
    reasons: list = field(default_factory=list)
    is_spam: bool = False

    @property
    def outcome(self) -> str:
        return "spam" if self.is_spam else "waiting" if self.reasons else "public"


def judge(comment: Comment, *, signs: tuple = ()) -> Verdict:
    """Return the verdict on a confirmed comment. ``signs`` are codes of what was odd about its arrival."""
    found = spam.score(comment.comment, comment.user_name)
    verdict = Verdict(found.value, [[sign] for sign in signs])
    _look_at_the_writer(comment, verdict)
    _look_at_the_words(comment, verdict)
    if found.value is not None and found.value >= SUSPICIOUS_FROM:
        verdict.reasons.append(["looks-like-spam"])
        verdict.is_spam |= found.value >= SPAM_FROM
    return verdict


def in_words(reason: list) -> str:
    """Return why a comment was held, for the moderator."""
    code, *rest = reason
    text = {
        "first": _("the first comment from this address"),
        "links": _("%s links"),
        "word": _("watched word: “%s”"),
        "looks-like-spam": _("looks like what was called spam before"),
        "banned": _("this address is banned"),
        "quick": _("written in less than three seconds"),
        "no-work": _("sent by a browser that did not do its sum"),
        "edited": _("changed by its writer after it was public"),
    }.get(code, code)
    return text % tuple(rest) if rest else text


def _look_at_the_writer(comment, verdict):
    tag = bytes(comment.opt_in.address_tag)
    if Ban.objects.filter(address_tag=tag).exists():
        verdict.reasons.append(["banned"])
        verdict.is_spam = True
    elif not Comment.objects.from_mailbox(tag).public().exclude(pk=comment.pk).exists():
        verdict.reasons.append(["first"])


def _look_at_the_words(comment, verdict):
    links = len(_LINK.findall(comment.comment))
    if links > settings.COMMENTS_MOST_LINKS:
        verdict.reasons.append(["links", links])
    text = f"{comment.user_name}\n{comment.comment}".casefold()
    for watched in WatchedWord.objects.all():
        if _pattern(watched.words).search(text):
            verdict.reasons.append(["word", watched.words])
            verdict.is_spam |= watched.effect == WatchedWord.Effect.SPAM


def _pattern(text: str) -> re.Pattern:
    text = text.casefold().strip()
    beginning = text.endswith("*")
    spaced = r"\s+".join(re.escape(word) for word in text.rstrip("*").split())
    return re.compile(rf"(?<!\w){spaced}" + ("" if beginning else r"(?!\w)"))
