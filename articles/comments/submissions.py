"""Commenting: a stranger writes, confirms by mail, the rules or a moderator let it stand."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.crypto.field_encryption import lock, lock_for_link, open_with_link, unlock
from core.mail import erased_links
from core.mail.addresses import fingerprint
from core.mail.compose import queue_mail
from core.mail.double_opt_in import derive_token, hash_token
from core.mail.refusals import RestsBecause
from newsletters.models.wording import agreed_to

from ..models import Article, CommentOptIn, CommentPass, Follower, Judgement
from . import moderation, notifications, rules
from .models.comment import Comment, store

# Comments are found again by the mailbox they came from (to erase them), so the salt is one for all of them.
_SALT = b"articles.comments"  # never changed: it is in the tags of addresses
# What waits for one mailbox's button at a time; what is more is dropped without a word.
MOST_PENDING = 10
PASS_LASTS = timedelta(days=365)


class Closed(Exception):
    """The article takes no comments."""


@dataclass(frozen=True)
class CommentDraft:
    """What somebody wrote: ``follow`` is "thread", "article" or empty; ``signs`` are codes of what was odd about it.

    ``consent`` is the record of what the form said about mail, when there is to be some.
    """

    name: str
    text: str
    reply_to: int | None = None
    follow: str = ""
    language: str = "en"
    signs: tuple = ()
    consent: str = ""


def address_tag(email: str) -> bytes:
    """Return what stands for the mailbox in the database (32 bytes)."""
    return fingerprint(email, _SALT, "comment")


def rest(email: str, because: RestsBecause = RestsBecause.LOST) -> int:
    """Send no more follow-ups to a mailbox that is not there, or has complained; return how many rest now."""
    return Follower.objects.rest(address_tag(email))


@transaction.atomic
def post(article: Article, email: str, draft: CommentDraft, *, due_at=None) -> None:
    """Take a comment that waits for its writer's button; the same words sent twice are one comment and one mail.

    Nothing comes back, whoever writes. ``due_at`` is when the mail may leave (``core.mail.limits``); when it never
    does, the comment waits for the button behind a mail sent earlier. Raises Closed when the article takes no
    comments, and Comment.DoesNotExist when ``reply_to`` is no public comment below this article.
    """
    parent = _parent(article, draft)
    tag = address_tag(email)
    _one_at_a_time(tag)
    before = _sent_before(article, tag, draft.text)
    # Written in any case, and taken back when it is one too many: the time of an answer must not tell whose words
    # these are, or what else waits for them. Taken back to a savepoint, for a commit takes longer than none.
    with transaction.atomic():
        is_too_much = CommentOptIn.objects.pending().of(tag).count() >= MOST_PENDING
        opt_in = _store(article, parent, tag, draft)
        opt_in.locked_address = lock(email, "followup") if draft.follow else b""
        opt_in.save()
        is_mailed = _ask(opt_in, article, email, draft.language, due_at)
        # Sent again, it takes the place of words that wait for a mail and had none so far.
        was_waiting = before and before.status == CommentOptIn.Status.PENDING and before.token_hash is None
        is_late_mail = is_mailed and was_waiting
        if is_too_much or (before and not is_late_mail):
            transaction.set_rollback(True)
        elif before:
            before.comment.delete()


def post_with_key(article: Article, tag: bytes, draft: CommentDraft) -> str:
    """Take a comment of a mailbox that was confirmed before; return the token of its own page."""
    with transaction.atomic():
        opt_in = _store(article, _parent(article, draft), tag, draft)
        token = opt_in.issue_token()
        opt_in.save()
        known = Follower.objects.confirmed().filter(address_tag=tag).first()
        if draft.follow and known:
            opt_in.locked_address = bytes(known.locked_address)
        _confirm(opt_in)
    return token


def post_as_staff(article: Article, user, *, text: str, reply_to: int | None = None) -> Comment:
    """Publish an answer of the organisation at once, marked as such."""
    parent = Comment.objects.of(article).public().get(pk=reply_to) if reply_to else None
    with transaction.atomic():
        comment = store(article, name=user.get_full_name() or user.get_username(), text=text, parent=parent, user=user)
        moderation.decide(comment, "approve", user)
    return comment


@transaction.atomic
def confirm(opt_in: CommentOptIn, token: str) -> bool:
    """Press the button: the rules decide what becomes of the comment; True for the one call that did."""
    if not _confirm(opt_in):
        return False
    CommentPass.objects.get_or_create(
        token_hash=hash_token(key_of(token)), defaults={"address_tag": opt_in.address_tag}
    )
    return True


@transaction.atomic
def rewrite(opt_in: CommentOptIn, text: str) -> bool:
    """Change the words within the time for it; they go through the rules again. True when they were changed."""
    opt_in = CommentOptIn.objects.select_for_update().get(pk=opt_in.pk)
    comment = Comment.objects.get(pk=opt_in.comment_id)
    # What the moderators had to change stays as they left it.
    if not opt_in.is_editable or comment.is_removed or hasattr(comment, "moderators_edit"):
        return False
    if comment.comment == text:
        return True
    was_public = comment.is_visible
    moderation.unlearn(comment)
    comment.rewrite(text)
    CommentOptIn.objects.filter(pk=opt_in.pk).update(edited_at=timezone.now())
    verdict = rules.judge(comment)
    if was_public and verdict.reasons:
        verdict.reasons.insert(0, ["edited"])
        comment.wait_again()
    moderation.judge_and_place(comment, verdict)
    return True


def withdraw(opt_in: CommentOptIn, token: str = "") -> bool:
    """Take the comment back and erase its words and its writer's name; True for the one call that did."""
    with transaction.atomic():
        if opt_in.status == CommentOptIn.Status.PENDING and token:  # somebody else gave the address
            erased_links.note(token, open_with_link(opt_in.by_link, token, "address") if opt_in.by_link else "")
        changed = opt_in.withdraw()
        if changed:
            CommentPass.objects.filter(token_hash=hash_token(key_of(token))).delete()
            opt_in.comment.empty()
    return changed


def key_of(token: str) -> str:
    """Return the key to write with that follows from the link in a mail."""
    return derive_token(token, "pass")


def mailbox_of(key: str) -> bytes | None:
    """Return the tag of the mailbox a key was given to (behind a confirmed link, or in a follow-up mail), or None."""
    found = CommentPass.objects.filter(token_hash=hash_token(key), issued_at__gt=timezone.now() - PASS_LASTS).first()
    found = found or Follower.objects.from_answer_key(key)
    return bytes(found.address_tag) if found else None


def forget_unconfirmed() -> int:
    """Delete the comments nobody confirmed in time, and keys of a year ago; return how many comments."""
    with transaction.atomic():
        CommentPass.objects.filter(issued_at__lt=timezone.now() - PASS_LASTS).delete()
        expired = Comment.objects.filter(opt_in__in=CommentOptIn.objects.expired())
        return sum(1 for comment in expired if comment.delete())


def _parent(article, draft):
    if not article.takes_comments:
        raise Closed
    return Comment.objects.of(article).public().get(pk=draft.reply_to) if draft.reply_to else None


def _store(article, parent, tag, draft) -> CommentOptIn:
    comment = store(article, name=draft.name, text=draft.text, parent=parent)
    if draft.signs:
        Judgement.objects.create(comment=comment, reasons=[[sign] for sign in draft.signs])
    return CommentOptIn(
        comment=comment, address_tag=tag, follow=draft.follow, language=draft.language, consent=draft.consent
    )


def _ask(opt_in, article, email, language, due_at) -> bool:
    """Mail the link, and keep its token only if the mail is written; return whether it is."""
    token = opt_in.issue_token()
    with override(language):
        is_written = queue_mail(
            email,
            "articles/mail/confirm_comment",
            {
                "article": article,
                "agreed": agreed_to(opt_in.consent),
                "confirm_url": settings.SITE_URL + reverse("articles:comment-confirm", args=[token]),
                "withdraw_url": settings.SITE_URL + reverse("articles:comment-withdraw", args=[token]),
            },
            kind="confirm-comment",
            due_at=due_at,
        )
    if is_written:
        opt_in.by_link = lock_for_link(email, token, "address")
    else:
        opt_in.token_hash = None
    opt_in.save(update_fields=["token_hash", "by_link"])
    return is_written


def _confirm(opt_in) -> bool:
    if not opt_in.confirm():
        return False
    comment = opt_in.comment
    if opt_in.follow and opt_in.locked_address:
        thread = comment.thread_id if opt_in.follow == "thread" else 0
        email = unlock(bytes(opt_in.locked_address), "followup")
        notifications.follow(
            comment.content_object, thread, email, bytes(opt_in.address_tag), opt_in.language, opt_in.consent
        )
    CommentOptIn.objects.filter(pk=opt_in.pk).update(locked_address=b"", by_link=b"")
    noted = Judgement.objects.filter(comment=comment).first()
    signs = tuple(reason[0] for reason in noted.reasons) if noted else ()
    moderation.judge_and_place(comment, rules.judge(comment, signs=signs))
    return True


def _one_at_a_time(tag: bytes) -> None:
    """Wait while the same mailbox is in another transaction: a double click arrives twice at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(tag[:8], signed=True)])


def _sent_before(article, tag, text) -> CommentOptIn | None:
    same = CommentOptIn.objects.of(tag).filter(comment__in=Comment.objects.of(article).filter(comment=text))
    return (same.pending() | same.confirmed()).first()
