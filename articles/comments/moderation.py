"""Deciding on comments and mentions: every step is noted with its author, teaches the filter, and can be taken back."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core import audit

from ..models import Ban, Comment, CommentEdit, Decision, Flag, Judgement, Mention
from . import notifications, spam

Action = Decision.Action


@transaction.atomic
def decide(obj: Comment | Mention, action: str, by, reason: str = "", at=None) -> Decision | None:
    """Approve, hide or mark as spam; return the decision, or None when the object is in that state already.

    ``by`` is the moderator, or None for the rules. What is decided together has the same ``at``.
    """
    before = state_of(obj)
    if not _move(obj, action):
        return None
    subject = {"comment": obj} if isinstance(obj, Comment) else {"mention": obj}
    decision = Decision.objects.create(
        **subject, action=action, reason=reason, by=by, before=before, at=at or timezone.now()
    )
    if isinstance(obj, Comment):
        Flag.objects.filter(comment_id=obj.pk, seen_at=None).update(seen_at=timezone.now())
        # The rules' own verdicts teach nothing: they would confirm themselves.
        _teach(obj, {"approve": "welcome", "spam": "spam"}.get(action, "") if by else "")
    _note(by, obj, f"{action} {reason}".strip())
    if action == Action.APPROVE:
        notifications.announce(obj, decision)
    return decision


@transaction.atomic
def undo(decision: Decision, by) -> bool:
    """Bring the object back to where it was; True for the one call that did. What followers were told stays told."""
    obj = decision.obj
    latest = type(decision).objects.filter(comment=decision.comment, mention=decision.mention, undone_at=None).first()
    if latest != decision:  # somebody has decided anew since then
        return False
    marked = Decision.objects.filter(pk=decision.pk, undone_at=None).update(undone_at=timezone.now())
    if not marked:
        return False
    if isinstance(obj, Comment):
        _teach(obj, "")
    notifications.forget_unsent(obj)
    _note(by, obj, f"{decision.action} undone")
    return _put_back(obj, decision.before)


def judge_and_place(comment: Comment, verdict) -> None:
    """Note what the rules say of a comment its writer has confirmed, and put it where they say."""
    Judgement.objects.update_or_create(
        comment=comment, defaults={"score": verdict.score, "reasons": verdict.reasons, "spam_at": None}
    )
    if verdict.outcome == "public":
        decide(comment, Action.APPROVE, None)
    elif verdict.outcome == "spam":
        decide(comment, Action.SPAM, None)


@transaction.atomic
def edit(comment: Comment, by, text: str, reason: str) -> bool:
    """Change the words of a comment, with a reason that readers see; True when they are other words now.

    What its writer wrote is kept for those who ask why (``CommentEdit``), the first words if it is edited again.
    """
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if not comment.comment or comment.comment == text:
        return False
    unlearn(comment)
    told = {"reason": reason, "by": by, "at": timezone.now()}
    CommentEdit.objects.update_or_create(
        comment=comment, defaults=told, create_defaults={**told, "original": comment.comment}
    )
    comment.rewrite(text)
    _note(by, comment, "edit")
    return True


def forget_originals() -> int:
    """Empty what comments said before the moderators changed them, once nobody can complain; return how many."""
    old = CommentEdit.objects.filter(at__lt=timezone.now() - CommentEdit.FORGET_AFTER, is_forgotten=False)
    return old.update(original="", is_forgotten=True)


def keep_flagged(comment: Comment, by) -> None:
    """Note that a moderator has looked at what readers reported and lets it stand."""
    Flag.objects.filter(comment_id=comment.pk, seen_at=None).update(seen_at=timezone.now())


def waiting_comments():
    """Return what a moderator has to look at: what waits, and what is public and was reported by readers."""
    reported = Flag.objects.filter(comment=OuterRef("pk"), seen_at=None)
    return Comment.objects.seen_by_moderators().filter(Q(is_public=False) | Q(Exists(reported)), is_removed=False)


def ban(address_tag: bytes, by, reason: str = "") -> bool:
    """Put what comes from this mailbox to the spam from now on, and what of it waits; True when it was not banned."""
    with transaction.atomic():
        audit.record(by, audit.Action.MODERATE, Ban, f"ban {reason}".strip())
        _ban, is_new = Ban.objects.get_or_create(address_tag=address_tag, defaults={"by": by, "reason": reason})
        for comment in Comment.objects.from_mailbox(address_tag).waiting():
            decide(comment, Action.SPAM, by, reason)
    return is_new


def lift_ban(address_tag: bytes, by) -> bool:
    audit.record(by, audit.Action.MODERATE, Ban, "lifted")
    return Ban.objects.filter(address_tag=address_tag).delete()[0] > 0


def state_of(obj) -> str:
    """Return "waiting", "public", "hidden" or "spam"."""
    if isinstance(obj, Comment):
        return obj.state
    return {"verified": "waiting", "approved": "public"}.get(obj.status, obj.status)


def unlearn(comment: Comment) -> None:
    """Take back what the filter learned from a comment, before its words change or go."""
    _teach(comment, "")


def _note(by, obj, detail):
    """Write into the audit log what a moderator did; what the rules did stands in the decisions alone."""
    if by is None:
        return
    if isinstance(obj, Mention):  # whose name is what a stranger wrote
        audit.record(by, audit.Action.MODERATE, Mention, f"{obj.pk}: {detail}")
    else:
        audit.record(by, audit.Action.MODERATE, obj, detail)


def _move(obj, action) -> bool:
    if isinstance(obj, Mention):
        return {"approve": obj.approve, "hide": obj.hide, "spam": obj.mark_as_spam}[action]()
    judgement, _new = Judgement.objects.get_or_create(comment_id=obj.pk)
    judgement = Judgement.objects.select_for_update().get(pk=judgement.pk)
    was_spam = judgement.spam_at is not None
    if action == Action.SPAM:
        moved = not was_spam and (obj.hide() or bool(obj.comment))
    else:
        moved = obj.approve() if action == Action.APPROVE else obj.hide() or was_spam
    if moved:
        judgement.spam_at = timezone.now() if action == Action.SPAM else None
        judgement.save(update_fields=["spam_at"])
        obj.judgement = judgement
    return moved


def _put_back(obj, state) -> bool:
    if state == "waiting":
        moved = obj.wait_again()
    else:
        action = {"public": "approve", "hidden": "hide", "spam": "spam"}[state]
        return _move(obj, action)
    if isinstance(obj, Comment):
        Judgement.objects.filter(comment_id=obj.pk).update(spam_at=None)
    return moved


def _teach(comment, what: str) -> None:
    """Have the filter know the comment as welcome, as spam or not at all, whatever it knew before."""
    judgement = Judgement.objects.select_for_update().filter(comment_id=comment.pk).first()
    if judgement is None or judgement.learned == what:
        return
    if judgement.learned:
        spam.learn(comment.comment, comment.user_name, as_spam=judgement.learned == "spam", times=-1)
    if what:
        spam.learn(comment.comment, comment.user_name, as_spam=what == "spam")
    Judgement.objects.filter(pk=judgement.pk).update(learned=what)
