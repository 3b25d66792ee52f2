"""Four eyes: a letter to many leaves when a second person has pressed the button, too (BULK_MAIL_NEEDS_TWO)."""

import hashlib
import json
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.audit import record


class ApprovalQuerySet(models.QuerySet):
    def waiting_for(self, user: User | AnonymousUser, kind: type[models.Model]) -> Self:
        """Return which letters of this kind somebody else wants to send; what was deleted since waits for nobody."""
        others = self.exclude(asked_by_id=user.pk).filter(letter__startswith=f"{kind._meta.label_lower} ")
        keys = {approval.pk: int(approval.letter.rpartition(" ")[2]) for approval in others}
        there = set(kind._base_manager.filter(pk__in=keys.values()).values_list("pk", flat=True))
        return others.filter(pk__in=[pk for pk, key in keys.items() if key in there])


class Approval(models.Model):
    """One person has pressed the button; it counts for exactly the words that stood there."""

    letter = models.CharField(max_length=60, unique=True)  # such as “newsletters.issue 3”
    digest = models.BinaryField(max_length=32)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter that waits for a second person")
        verbose_name_plural = _("letters that wait for a second person")
        default_permissions = ()

    def __str__(self):
        return self.letter


def approval_of(letter: models.Model, words: Any) -> Approval | None:
    """Return who wants to send these very words, where a second person is needed."""
    if not settings.BULK_MAIL_NEEDS_TWO:
        return None
    found = Approval.objects.select_related("asked_by").filter(letter=_name(letter)).first()
    return found if found and bytes(found.digest) == _digest(words) else None


@transaction.atomic
def may_leave(letter: models.Model, words: Any, person: User) -> bool:
    """Return True when the letter may be sent by this person now; else note that they want it sent.

    ``words`` are all that readers get and who they are, as JSON can say it: what was changed since is asked for anew.
    """
    if not settings.BULK_MAIL_NEEDS_TWO:
        return True
    found = Approval.objects.select_for_update().filter(letter=_name(letter)).first()
    if found and found.asked_by_id != person.pk and bytes(found.digest) == _digest(words):
        record(person, "approve-letter", letter, f"asked by {found.asked_by}")
        found.delete()
        return True
    fields = {"digest": _digest(words), "asked_by": person, "asked_at": timezone.now()}
    Approval.objects.update_or_create(letter=_name(letter), defaults=fields)
    record(person, "ask-approval", letter)
    return False


def _name(letter: models.Model) -> str:
    return f"{letter._meta.label_lower} {letter.pk}"


def _digest(words: Any) -> bytes:
    return hashlib.sha256(json.dumps(words).encode()).digest()
