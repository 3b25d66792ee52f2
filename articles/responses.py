"""What the web answers to a page of ours: comments and mentions in time order, answers below what they answer."""

from dataclasses import dataclass, field
from datetime import datetime

from .comments import Comment
from .models import Mention


@dataclass
class Response:
    """One answer, and the answers to it. ``number`` is None for an empty place, where a hidden comment was."""

    kind: str  # "comment", "mention", "hidden" or "deleted"
    at: datetime
    anchor: str
    thing: Comment | Mention
    number: int | None = None
    answers: list = field(default_factory=list)


@dataclass
class Responses:
    """``threads`` are the responses that answer the page itself; ``count`` says how many are to be read in all."""

    threads: list
    count: int


def to(target) -> Responses:
    """Return the public responses in two queries, whatever their number.

    Numbers follow time over the whole page, so that a response keeps its number when somebody answers an earlier one.
    """
    comments = list(Comment.objects.of(target).public_or_removed().select_related("user"))
    found = [_of_comment(comment) for comment in comments]
    found += [Response("mention", m.received_at, f"mention-{m.pk}", m) for m in Mention.objects.of(target).public()]
    found.sort(key=lambda response: response.at)
    by_comment = {response.thing.pk: response for response in found if response.kind != "mention"}
    kept = _kept(comments)
    threads, count = [], 0
    for response in found:
        is_comment = response.kind != "mention"
        if is_comment and response.thing.pk not in kept:
            continue
        if response.kind in {"comment", "mention"}:
            count += 1
            response.number = count
        parent = by_comment.get(response.thing.reply_to) if is_comment else None
        (parent.answers if parent else threads).append(response)
    return Responses(threads, count)


def _of_comment(comment) -> Response:
    kind = "comment" if comment.is_visible else "hidden" if comment.comment else "deleted"
    return Response(kind, comment.submit_date, comment.anchor, comment)


def _kept(comments) -> set:
    """Return the ids of the visible comments and of everything above them, so that no answer hangs in the air."""
    parents = {comment.pk: comment.reply_to for comment in comments}
    kept = set()
    for comment in comments:
        pk = comment.pk if comment.is_visible else None
        while pk in parents and pk not in kept:
            kept.add(pk)
            pk = parents[pk]
    return kept
