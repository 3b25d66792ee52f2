"""Comments with their threads, pingbacks and trackbacks below one article."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from articles.comments.models.comment import MAX_LENGTH, Comment, store
from articles.models import Article, Mention

from . import converting, custom, reading


def take_responses(run, item: reading.ExportedItem, article: Article) -> None:
    """Bring what was said below a post; what is here already is not doubled. ``run`` counts and remarks."""
    here = {(c.submit_date, c.user_name, c.comment): c for c in Comment.objects.of(article)}
    stored: dict[str, Comment] = {}
    for comment in parents_first(item.comments):
        if comment.approved not in {"0", "1"}:
            run.counts["spam and rubbish left out"] += 1
        elif comment.kind in Mention.Kind.values:
            _mention(run, item, article, comment)
        elif found := _comment(run, item, article, comment, stored.get(comment.parent), here):
            stored[comment.id] = found


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


def _comment(run, item, article, comment: reading.ExportedComment, parent, here) -> Comment | None:
    text, name = converting.comment_text(comment.text), converting.line(comment.name)[:50] or "Anonymous"
    if not text:
        run.remark(item, f"comment {comment.id} left out: it is empty")
        return None
    if len(text) > MAX_LENGTH:
        run.remark(item, f"comment {comment.id} shortened to {MAX_LENGTH} characters")
        text = text[:MAX_LENGTH]
    at = comment.at or article.published_at or datetime(1970, 1, 1, tzinfo=UTC)
    if (at, name, text) in here:
        run.counts["comments already here"] += 1
        return here[at, name, text]
    run.counts["comments"] += 1
    here[at, name, text] = store(article, name=name, text=text, parent=parent, at=at, is_public=comment.approved == "1")
    return here[at, name, text]


def _mention(run, item, article: Article, comment: reading.ExportedComment) -> None:
    try:
        URLValidator(schemes=["http", "https"])(comment.url)
    except ValidationError:
        return run.remark(item, f"{comment.kind} {comment.id} left out: it has no address")
    at = comment.at or timezone.now()
    _mention, is_new = Mention.objects.of(article).get_or_create(
        source_hash=Mention.hash_source(comment.url),
        defaults={
            "target": article,
            "target_url": item.link[:1000],
            "source_url": comment.url,
            "kind": comment.kind,
            "title": converting.line(comment.name)[:300],
            "excerpt": converting.comment_text(comment.text)[:1000],
            **custom.of_mention(comment.meta),
            "received_at": at,
            "verified_at": at,
            "status": Mention.Status.APPROVED if comment.approved == "1" else Mention.Status.VERIFIED,
        },
    )
    run.counts["mentions" if is_new else "mentions already here"] += 1
    return None
