"""Comments with their threads, pingbacks and trackbacks below one article."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from articles.comments.models.comment import MAX_LENGTH, Comment, NewComment, store, store_all
from articles.models import Article, Mention

from . import converting, custom, reading

_is_address = URLValidator(schemes=["http", "https"])


def take_responses(run, item: reading.ExportedItem, article: Article) -> None:
    """Bring what was said below a post; what is here already is not doubled. ``run`` counts and remarks."""
    here = {(c.submit_date, c.user_name, c.comment): c for c in Comment.objects.of(article)}
    stored: dict[str, Comment] = {}
    for comment in parents_first(item.comments):
        if comment.approved not in {"0", "1"}:
            run.counts["spam and rubbish left out"] += 1
        elif comment.kind in Mention.Kind.values:
            if fields := _mention(run, item, comment):
                _mention_here, is_new = Mention.objects.of(article).get_or_create(
                    source_hash=Mention.hash_source(comment.url), defaults={"target": article, **fields}
                )
                run.counts["mentions" if is_new else "mentions already here"] += 1
        elif new := _comment(run, item, article, comment):
            key = new.at, new.name, new.text
            run.counts["comments already here" if key in here else "comments"] += 1
            if key not in here:
                parent = stored.get(comment.parent)
                here[key] = store(
                    article, name=new.name, text=new.text, parent=parent, at=new.at, is_public=new.is_public
                )
            stored[comment.id] = here[key]


class NewResponses:
    """What was said below new posts, collected and written at once."""

    def __init__(self, run):
        self._run = run
        self._comments: list[NewComment] = []
        self._mentions: list[Mention] = []

    def take(self, item: reading.ExportedItem, article: Article) -> None:
        here: dict[tuple, NewComment] = {}
        taken: dict[str, NewComment] = {}
        mentions: dict[bytes, Mention] = {}
        for comment in parents_first(item.comments):
            if comment.approved not in {"0", "1"}:
                self._run.counts["spam and rubbish left out"] += 1
            elif comment.kind in Mention.Kind.values:
                if fields := _mention(self._run, item, comment):
                    source = Mention.hash_source(comment.url)
                    self._run.counts["mentions already here" if source in mentions else "mentions"] += 1
                    mentions.setdefault(source, Mention(target=article, source_hash=source, **fields))
            elif new := _comment(self._run, item, article, comment):
                key = new.at, new.name, new.text
                self._run.counts["comments already here" if key in here else "comments"] += 1
                new.answers = taken.get(comment.parent)
                taken[comment.id] = here.setdefault(key, new)
        self._comments += here.values()
        self._mentions += mentions.values()

    def write(self) -> None:
        store_all(self._comments)
        Mention.objects.bulk_create(self._mentions)


def parents_first(comments: Iterable[reading.ExportedComment]) -> list[reading.ExportedComment]:
    """Return the comments so that each stands behind what it answers, otherwise in their order.

    An export is in the order of numbers, and one that was moved before may have an answer before its parent.
    """
    comments = list(comments)
    by_id = {comment.id: comment for comment in comments}
    ordered, seen = [], set()
    for comment in comments:
        above = []
        while comment is not None and id(comment) not in seen:
            seen.add(id(comment))  # also ends what answers itself by way of others
            above.append(comment)
            comment = by_id.get(comment.parent)
        ordered += reversed(above)
    return ordered


def _comment(run, item, article, comment: reading.ExportedComment) -> NewComment | None:
    text, name = converting.comment_text(comment.text), converting.line(comment.name)[:50] or "Anonymous"
    if not text:
        run.remark(item, f"comment {comment.id} left out: it is empty")
        return None
    if len(text) > MAX_LENGTH:
        run.remark(item, f"comment {comment.id} shortened to {MAX_LENGTH} characters")
        text = text[:MAX_LENGTH]
    at = comment.at or article.published_at or datetime(1970, 1, 1, tzinfo=UTC)
    return NewComment(article, name, text, is_public=comment.approved == "1", at=at)


def _mention(run, item, comment: reading.ExportedComment) -> dict | None:
    """Return the fields of a mention."""
    try:
        _is_address(comment.url)
    except ValidationError:
        run.remark(item, f"{comment.kind} {comment.id} left out: it has no address")
        return None
    at = comment.at or timezone.now()
    return {
        "target_url": item.link[:1000],
        "source_url": comment.url,
        "kind": comment.kind,
        "title": converting.line(comment.name)[:300],
        "excerpt": converting.comment_text(comment.text)[:1000],
        **custom.of_mention(comment.meta),
        "received_at": at,
        "verified_at": at,
        "status": Mention.Status.APPROVED if comment.approved == "1" else Mention.Status.VERIFIED,
    }
