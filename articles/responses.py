"""What the web answers to a page of ours: comments and mentions in time order, answers below what they answer."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse

from core.characters import first_letter
from core.prepared import Prepared
from core.row_objects import RowObjects

from .comments.models.comment import Comment
from .models import Article, Mention
from .response_pages import shows_responses

# Not threads: one of them may have thousands of answers.
MOST_ON_A_PAGE = 100
# They say so little that a line holds many of them.
GESTURES = (Mention.Relation.LIKE, Mention.Relation.REPOST, Mention.Relation.BOOKMARK)
# As many colours as the style sheet has for avatars.
COLOURS = 8


@dataclass(slots=True)
class Response:
    """One answer, and the answers to it. ``number`` is None for an empty place, where a comment was.

    ``obj`` is the Mention, or what is shown of a comment (a dictionary: pk, name, text, is_by_staff). ``answers_to``
    is what it answers where that stands on an earlier page.
    """

    kind: str  # "comment", "mention", "hidden" or "deleted"
    at: datetime
    anchor: str
    obj: Mention | dict
    number: int | None = None
    answers: list = field(default_factory=list)
    answers_to: "Response | None" = None

    @property
    def initials(self) -> str:
        return initials(self.obj["name"])

    @property
    def colour(self) -> int:
        return colour(self.obj["name"])

    @property
    def shown(self) -> tuple:
        """Return the plain values of which everything shown of this response follows."""
        if self.kind != "mention":
            return self.kind, self.number, self.at, *self.obj.values()
        mention = self.obj
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

    @property
    def whole(self) -> tuple:
        """Return ``shown`` of this response, of what it answers on an earlier page, and of all its answers."""
        return self.shown, self.answers_to and self.answers_to.shown, *(answer.whole for answer in self.answers)


@dataclass(slots=True)
class Responses:
    """``threads`` are the responses that answer the page itself; ``count`` says how many are to be read in all.

    ``gestures`` are the mentions without words of their own: lists of those that like the page, pass it on or keep it.
    """

    threads: list
    count: int
    gestures: list[list[Mention]]

    @property
    def pages(self) -> list[list[Response]]:
        """Return what stands on each page: at most MOST_ON_A_PAGE responses, in the order in which they are read.

        A thread stays together where it fits on a page. What answers something on an earlier page says so.
        """
        pages, room = [], 0
        for thread in self.threads:
            read = list(_in_order(thread))
            for start in range(0, len(read), MOST_ON_A_PAGE):
                part = read[start : start + MOST_ON_A_PAGE]
                if len(part) > room:
                    pages.append([])
                    room = MOST_ON_A_PAGE
                pages[-1] += _tree(part)
                room -= len(part)
        return pages

    def page_number(self, anchor: str) -> int | None:
        """Return on which page the response with this anchor stands, or None when it is not shown."""
        if any(mention.anchor == anchor for mentions in self.gestures for mention in mentions):
            return 1
        for number, page in enumerate(self.pages, 1):
            if any(response.anchor == anchor for top in page for response, _above in _in_order(top)):
                return number
        return None


def _in_order(response, above=None) -> Iterator[tuple[Response, Response | None]]:
    """Yield a response and all below it, from top to bottom, each with what it answers."""
    yield response, above
    for answer in response.answers:
        yield from _in_order(answer, response)


def _tree(part: list[tuple[Response, Response | None]]) -> list[Response]:
    """Return copies with their answers, as far as these belong to this part."""
    copies, tops = {}, []
    for response, above in part:
        copy = copies[response.anchor] = replace(response, answers=[])
        if above is None or above.anchor not in copies:
            copy.answers_to = above
            tops.append(copy)
        else:
            copies[above.anchor].answers.append(copy)
    return tops


def permalink(article, obj) -> str:
    """Return the path that leads to a comment or a mention below an article, on whichever page it stands by now."""
    kind, _dash, pk = obj.anchor.partition("-")
    return permalink_of(article, kind, pk)


def permalink_of(article, kind: str, pk) -> str:
    return reverse("articles:response", kwargs={"slug": article.slug, "kind": kind, "pk": pk})


def initials(name: str) -> str:
    """Return one or two letters for the avatar."""
    letters = [letter for letter in map(first_letter, name.split()) if letter]
    return "".join((letters[0], *letters[1:][-1:])).upper() if letters else "–"


def colour(name: str) -> int:
    """Return the number of the avatar's colour; it follows from the name that everybody sees, and from nothing else."""
    return zlib.crc32(name.casefold().encode()) % COLOURS + 1


def to(target) -> Responses:
    """Return the public responses in at most two queries, whatever their number.

    Numbers follow the page from top to bottom; a link to a response goes by its anchor, which never changes.
    """
    which = {"content_type": ContentType.objects.get_for_model(target).pk, "pk": target.pk}
    shows_responses(**which)
    rows = _comments.ask(**which) if isinstance(target, Article) else []  # nothing else can be commented on
    comments = {row[0]: dict(zip(_COMMENT, row, strict=True)) for row in rows}
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
            parent = by_comment.get(_reply_to(response.obj))
        (parent.answers if parent else threads).append(response)
    gestures = [[m for m in mentions if m.relation == relation] for relation in GESTURES]
    return Responses(threads, _number(threads, 0), [alike for alike in gestures if alike])


def _number(threads, count):
    """Number what is to be read, from top to bottom; return how many there are so far."""
    for response in threads:
        if response.kind in {"comment", "mention"}:
            count += 1
            response.number = count
        count = _number(response.answers, count)
    return count


_COMMENT = {
    "pk": "pk",
    "parent_id": "parent_id",
    "is_visible": ExpressionWrapper(Q(is_public=True, is_removed=False), BooleanField()),
    "at": "submit_date",
    "name": "user_name",
    "text": "comment",
    "is_by_staff": "user__is_staff",
    "edited_at": "opt_in__edited_at",
    "moderators_reason": "moderators_edit__reason",
}


def _build_comments(content_type, pk):
    # Plain values: a page with hundreds of comments needs no model objects of three tables each.
    return (
        Comment.objects.filter(content_type=content_type, object_pk=str(pk))
        .public_or_removed()
        .order_by("submit_date", "pk")
        .values_list(*_COMMENT.values())
    )


def _build_mentions(content_type, pk):
    return Mention.objects.filter(content_type=content_type, object_id=pk).public()


_comments = Prepared(_build_comments, content_type=int, pk=int)
_mentions = Prepared(_build_mentions, RowObjects(), content_type=int, pk=int)


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
