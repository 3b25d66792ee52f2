"""Commenting: a stranger writes, confirms by mail, a moderator lets it stand."""

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import override

from ngo_site.lib.addresses import fingerprint
from ngo_site.lib.mail import queue_mail

from .comments import Comment, store
from .models import Article, CommentOptIn

# Comments are found again by the mailbox they came from (to erase them), so the salt is one for all of them.
_SALT = b"articles.comments"


class Closed(Exception):
    """The article takes no comments."""


def address_tag(email: str) -> bytes:
    """Return what stands for the mailbox in the database (32 bytes)."""
    return fingerprint(email, _SALT, "comment")


@transaction.atomic
def post(
    article: Article, *, name: str, email: str, text: str, reply_to: int | None = None, language: str = "en"
) -> None:
    """Take a comment that waits for its writer's button; the same words sent twice are one comment and one mail.

    Nothing comes back, whoever writes. Raises Closed when the article takes no comments, and Comment.DoesNotExist when
    ``reply_to`` is no public comment below this article.
    """
    if not article.comments_open:
        raise Closed
    parent = Comment.objects.of(article).public().get(pk=reply_to) if reply_to else None
    tag = address_tag(email)
    _one_at_a_time(tag)
    if _was_sent_before(article, tag, text):
        return
    comment = store(article, name=name, text=text, parent=parent)
    opt_in = CommentOptIn(comment=comment, address_tag=tag)
    token = opt_in.issue_token()
    opt_in.save()
    with override(language):
        is_written = queue_mail(
            email,
            "articles/mail/confirm_comment",
            {
                "article": article,
                "confirm_url": settings.SITE_URL + reverse("articles:comment-confirm", args=[token]),
                "withdraw_url": settings.SITE_URL + reverse("articles:comment-withdraw", args=[token]),
            },
            kind="confirm-comment",
        )
    if not is_written:
        transaction.set_rollback(True)  # keep nothing that nobody can confirm, so that it can be sent again tomorrow


def post_as_staff(article: Article, user, *, text: str, reply_to: int | None = None) -> Comment:
    """Publish an answer of the organisation at once, marked as such."""
    parent = Comment.objects.of(article).public().get(pk=reply_to) if reply_to else None
    with transaction.atomic():
        comment = store(article, name=user.get_full_name() or user.get_username(), text=text, parent=parent, user=user)
        comment.approve()
    return comment


def withdraw(opt_in: CommentOptIn) -> bool:
    """Take the comment back and erase its words and its writer's name; True for the one call that did."""
    with transaction.atomic():
        changed = opt_in.withdraw()
        if changed:
            opt_in.comment.empty()
    return changed


def forget_unconfirmed() -> int:
    """Delete the comments nobody confirmed in time; return how many."""
    with transaction.atomic():
        expired = Comment.objects.filter(opt_in__in=CommentOptIn.objects.expired())
        return sum(1 for comment in expired if comment.delete())


def _one_at_a_time(tag: bytes) -> None:
    """Wait while the same mailbox is in another transaction: a double click arrives twice at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(tag[:8], signed=True)])


def _was_sent_before(article, tag, text) -> bool:
    same = Comment.objects.of(article).filter(opt_in__address_tag=tag, comment=text)
    return same.filter(opt_in__in=CommentOptIn.objects.pending() | CommentOptIn.objects.confirmed()).exists()
