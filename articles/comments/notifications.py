"""Telling people of answers: followers once for each comment and in bursts, authors as they choose."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.crypto.field_encryption import lock
from core.mail.compose import list_headers, queue_mail
from core.mail.double_opt_in import ending_alike
from core.richtext.markup import excerpt_of_text
from newsletters.models.wording import agreed_to

from ..models import Article, Comment, Decision, Follower, Mention, Notice
from ..responses import permalink
from . import author_mail

# What comes in a burst is told in one mail: this long after its first comment, and not again before an hour has passed.
WAIT, PAUSE = timedelta(minutes=10), timedelta(hours=1)
PORTION = 200

_NOTICES = """
INSERT INTO articles_notice (follower_id, comment_id, created_at)
SELECT id, %(comment)s, %(now)s FROM articles_follower
WHERE article_id = %(article)s AND thread_id IN (0, %(thread)s) AND status = 'confirmed' AND resting_since IS NULL
  AND address_tag <> %(writer)s
ON CONFLICT DO NOTHING
"""


def follow(
    article: Article, thread_id: int, email: str, address_tag: bytes, language: str, consent: str = ""
) -> Follower:
    """Write down that a confirmed mailbox wants to hear of answers (0: of the whole article); twice is once.

    ``consent`` is the record of what the form showed.
    """
    follower, _is_new = Follower.objects.update_or_create(
        article=article,
        thread_id=thread_id,
        address_tag=address_tag,
        defaults={
            "locked_address": lock(email, "followup"),
            "language": language,
            "consent": consent,
            "status": Follower.Status.CONFIRMED,
            "confirmed_at": timezone.now(),
            "resting_since": None,
        },
    )
    return follower


@ending_alike()
def ask(article: Article, email: str, address_tag: bytes, language: str, consent: str, due_at=None) -> None:
    """Ask the owner of the address, by mail, whether they want to follow the article.

    ``consent`` is the record of what the form showed; ``due_at`` is when the mail may leave (``core.mail.limits``).
    """
    who = {"article": article, "thread_id": 0, "address_tag": address_tag}
    follower = Follower.objects.select_for_update().filter(**who).first() or Follower(**who)
    follower.locked_address, follower.language = lock(email, "followup"), language
    follower.resting_since = None
    token = follower.issue_token()
    if not follower.is_confirmed:
        follower.created_at, follower.consent = timezone.now(), consent
    follower.save()
    with override(language):
        is_written = queue_mail(
            email,
            "articles/mail/confirm_following",
            {
                "article": article,
                "agreed": agreed_to(consent),
                "confirm_url": settings.SITE_URL + reverse("articles:follow-confirm", args=[token]),
                "unsubscribe_url": settings.SITE_URL + follower.unsubscribe_path,
            },
            kind="confirm-following",
            due_at=due_at,
        )
    if not is_written:
        transaction.set_rollback(True)


def forget_unconfirmed_followers() -> int:
    """Delete followers who never confirmed; return how many."""
    return Follower.objects.forget_expired()


def announce(obj: Comment | Mention, decision: Decision) -> None:
    """Note for whom it is news that something has become public; called in that transaction."""
    article = obj.content_object if isinstance(obj, Comment) else obj.target
    if not isinstance(article, Article):
        return
    if isinstance(obj, Comment):
        _note_for_followers(obj, article)
    author_mail.mail_at_once(article, obj, decision)


def forget_unsent(obj) -> None:
    """Take back what nobody has been told yet."""
    if isinstance(obj, Comment):
        Notice.objects.filter(comment_id=obj.pk, sent_at=None).delete()


def mail_followers() -> int:
    """Write the mails that are due; return how many."""
    now = timezone.now()
    unsent = Notice.objects.filter(sent_at=None, created_at__lte=now - WAIT).values("follower_id")
    rested = Q(mailed_at=None) | Q(mailed_at__lte=now - PAUSE)
    due = Follower.objects.reached().filter(rested, pk__in=unsent).values_list("pk", flat=True)[:PORTION]
    return sum(_mail_follower(pk) for pk in list(due))


def mail_digests() -> int:
    """Write to authors who want one mail a day what has become public below their articles; return to how many."""
    return author_mail.mail_digests()


def _note_for_followers(comment, article):
    writer = bytes(comment.opt_in.address_tag) if hasattr(comment, "opt_in") else b""
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTICES,
            {
                "comment": comment.pk,
                "article": article.pk,
                "thread": comment.thread_id,
                "writer": writer,
                "now": timezone.now(),
            },
        )


@transaction.atomic
def _mail_follower(pk) -> bool:
    follower = Follower.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if follower is None:
        return False
    notices = follower.notices.filter(sent_at=None)
    told = Comment.objects.public().filter(pk__in=notices.values("comment_id")).order_by("submit_date", "pk")
    comments = list(told) if follower.article.is_published else []
    notices.update(sent_at=timezone.now())
    if not comments:  # hidden or taken back since
        return False
    Follower.objects.filter(pk=pk).update(mailed_at=timezone.now())
    with override(follower.language):  # the links, too
        _write_mail(follower, comments)
    return True


def _write_mail(follower, comments):
    leave = settings.SITE_URL + follower.unsubscribe_path
    shown = [
        {
            "name": comment.user_name,
            "text": excerpt_of_text(comment.comment, 300),
            "url": settings.SITE_URL + permalink(follower.article, comment),
            "answer_url": _answer_url(follower, comment),
        }
        for comment in comments[:20]
    ]
    queue_mail(
        follower.address,
        "articles/mail/followup",
        {
            "article": follower.article,
            "comments": shown,
            "more": len(comments) - len(shown),
            "is_thread": bool(follower.thread_id),
            "unsubscribe_url": leave,
        },
        kind="comment-followup",
        headers=list_headers(f"comments.{follower.article.slug}", leave),
    )


def _answer_url(follower, comment) -> str:
    if not follower.article.takes_comments:
        return ""
    path = reverse("articles:comment-with-key", args=[follower.article.slug, follower.answer_key])
    return f"{settings.SITE_URL}{path}?answer={comment.pk}"
