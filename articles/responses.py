"""What the web answers to a page of ours: comments and mentions in time order, answers below what they answer."""

import re
import zlib
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.urls import reverse

from ngo_site.lib.prepared import Prepared

from .comments import Comment
from .models import Mention

THREADS_ON_A_PAGE = 50
# They say so little that a line holds many of them.
GESTURES = (Mention.Relation.LIKE, Mention.Relation.REPOST, Mention.Relation.BOOKMARK)
# As many colours as the style sheet has for avatars.
COLOURS = 8


@dataclass(slots=True)
class Response:
    """One answer, and the answers to it. ``number`` is None for an empty place, where a comment was.

    ``thing`` is the Mention, or what is shown of a comment (a dictionary: pk, name, text, is_by_staff).
    """

    kind: str  # "comment", "mention", "hidden" or "deleted"
    at: datetime
    anchor: str
    thing: Mention | dict
    number: int | None = None
    answers: list = field(default_factory=list)

    @property
    def initials(self) -> str:
        return initials(self.thing["name"])

    @property
    def colour(self) -> int:
        return colour(self.thing["name"])

    @property
    def shown(self) -> tuple:
        """Return the plain values of which everything shown of this response follows."""
        if self.kind != "mention":
            return self.kind, self.number, self.at, *self.thing.values()
        mention = self.thing
        return (
            self.number,
            self.at,
            mention.pk,
            mention.kind,
            mention.relation,
            mention.source_url,
            mention.title,
            mention.author,
            mention.excerpt,
        )


@dataclass(slots=True)
class Responses:
    """``threads`` are the responses that answer the page itself; ``count`` says how many are to be read in all.

    ``gestures`` are the mentions without words of their own: lists of those that like the page, pass it on or keep it.
    """

    threads: list
    count: int
    gestures: list[list[Mention]]

    def page_number(self, anchor: str) -> int | None:
        """Return on which page the response with this anchor stands, or None when it is not shown."""
        if any(mention.anchor == anchor for mentions in self.gestures for mention in mentions):
            return 1
        for place, thread in enumerate(self.threads):
            if _holds(thread, anchor):
                return place // THREADS_ON_A_PAGE + 1
        return None


def permalink(article, thing) -> str:
    """Return the path that leads to a comment or a mention below an article, on whichever page it stands by now."""
    kind, _dash, pk = thing.anchor.partition("-")
    return permalink_of(article, kind, pk)


def permalink_of(article, kind: str, pk) -> str:
    return reverse("articles:response", kwargs={"slug": article.slug, "kind": kind, "pk": pk})


def initials(name: str) -> str:
    """Return one or two letters for the avatar."""
    words = [word for word in (re.sub(r"^\W+", "", word) for word in name.split()) if word]
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else "–"


def colour(name: str) -> int:
    """Return the number of the avatar's colour; it follows from the name that everybody sees, and from nothing else."""
    return zlib.crc32(name.casefold().encode()) % COLOURS + 1


def to(target) -> Responses:
    """Return the public responses in two queries, whatever their number.

    Numbers follow the page from top to bottom; a link to a response goes by its anchor, which never changes.
    """
    which = {"content_type": ContentType.objects.get_for_model(target).pk, "pk": target.pk}
    comments = {comment["pk"]: comment for comment in _comments.ask(**which)}
    mentions = _mentions.ask(**which)
    by_comment = {pk: _of_comment(comment) for pk, comment in comments.items()}
    kept = _kept(comments)
    found = [response for pk, response in by_comment.items() if pk in kept]
    found += [Response("mention", m.received_at, m.anchor, m) for m in mentions if m.relation not in GESTURES]
    found.sort(key=lambda response: response.at)
    threads = []
    for response in found:
        parent = None
        if response.kind != "mention":
            parent = by_comment.get(_reply_to(response.thing))
        (parent.answers if parent else threads).append(response)
    gestures = [[m for m in mentions if m.relation == relation] for relation in GESTURES]
    return Responses(threads, _number(threads, 0), [alike for alike in gestures if alike])


def _holds(response, anchor) -> bool:
    return response.anchor == anchor or any(_holds(answer, anchor) for answer in response.answers)


def _number(threads, count):
    """Number what is to be read, from top to bottom; return how many there are so far."""
    for response in threads:
        if response.kind in {"comment", "mention"}:
            count += 1
            response.number = count
        count = _number(response.answers, count)
    return count


def _build_comments(content_type, pk):
    # Plain values: a page with hundreds of comments needs no model objects of three tables each.
    return (
        Comment.objects.filter(content_type=content_type, object_pk=str(pk))
        .public_or_removed()
        .order_by("submit_date", "pk")
        .values(
            "pk",
            "parent_id",
            is_visible=ExpressionWrapper(Q(is_public=True, is_removed=False), BooleanField()),
            at=F("submit_date"),
            name=F("user_name"),
            text=F("comment"),
            is_by_staff=F("user__is_staff"),
            edited_at=F("opt_in__edited_at"),
        )
    )


def _build_mentions(content_type, pk):
    return Mention.objects.filter(content_type=content_type, object_id=pk).public()


_comments = Prepared(_build_comments, content_type=int, pk=int)
_mentions = Prepared(_build_mentions, content_type=int, pk=int)


def _of_comment(comment: dict) -> Response:
    kind = "comment" if comment["is_visible"] else "hidden" if comment["text"] else "deleted"
    return Response(kind, comment["at"], f"comment-{comment['pk']}", comment)


def _reply_to(comment: dict) -> int | None:
    """Return the id of the comment this one answers; the guest lets a comment that answers none be its own parent."""
    return None if comment["parent_id"] == comment["pk"] else comment["parent_id"]


def _kept(comments: dict) -> set:
    """Return the ids of the visible comments and of everything above them, so that no answer hangs in the air."""
    kept = set()
    for pk, comment in comments.items():
        above = pk if comment["is_visible"] else None
        while above in comments and above not in kept:
            kept.add(above)
            above = _reply_to(comments[above])
    return kept
