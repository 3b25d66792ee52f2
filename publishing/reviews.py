"""Asking for review, publishing, sending back: what was said with it, and the mail to those who wait for it."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.admin_pages import admin_url
from core.audit import Action
from core.bin_items import forget_rows_of_deleted
from core.languages import speaking
from core.lazy_text import LazyText
from core.mail.compose import queue_mail
from core.punctuation import colon

MOST_WORDS = 2000
# What the mails and the publication page say was done.
DEEDS: dict[str, LazyText] = {
    Action.ASK_REVIEW: _("asked for review"),
    Action.PUBLISH: _("published"),
    Action.UNPUBLISH: _("sent back to draft"),
    Action.WITHDRAW: _("withdrawn"),
}


class ReviewNoteQuerySet(models.QuerySet):
    def of(self, obj: models.Model) -> Self:
        """Return what was said about one object, the newest first."""
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)


class ReviewNote(models.Model):
    """One step on the way to the public: who took it, and what they said to the others."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=40)
    text = models.TextField(max_length=MOST_WORDS, blank=True)

    objects = ReviewNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on a review")
        verbose_name_plural = _("notes on reviews")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="review_note_of_an_object")]

    def __str__(self):
        return f"{colon(self.made_by_name or '–')} {self.deed}"

    @cached_property
    def deed(self) -> LazyText:
        return DEEDS.get(self.action, self.action)


def reviewers(obj: models.Model) -> models.QuerySet:
    """Return the accounts that may publish this and can be written to."""
    may = f"{obj._meta.app_label}.publish_{obj._meta.model_name}"
    backend = "django.contrib.auth.backends.ModelBackend"
    found = get_user_model().objects.with_perm(may, backend=backend)
    return found.filter(is_staff=True).exclude(email="").order_by("username")


def writers(obj: Any) -> list:
    """Return the accounts of those who wrote it, and of who asked for review last."""
    asked = ReviewNote.objects.of(obj).filter(action=Action.ASK_REVIEW).values_list("made_by", flat=True)[:1]
    found = get_user_model().objects.filter(pk__in=[*obj.written_by(), *filter(None, asked)])
    return list(found.filter(is_active=True, is_staff=True).exclude(email="").order_by("username"))


def tell(by: Any, action: Action, obj: Any, text: str = "", to: Iterable | None = None) -> ReviewNote:
    """Write down, in the caller's transaction, what was done and said, and write to those who wait for it.

    ``to`` are the accounts to write to; without it, all who may publish are asked for a review, and its writers hear
    of everything else. Nobody is told what they did themselves.
    """
    name = (by.get_full_name() or by.get_username())[:150]
    note = ReviewNote(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)
    note.made_by, note.made_by_name, note.action, note.text = by, name, action, text.strip()
    note.save()
    if to is None:
        to = reviewers(obj) if action == Action.ASK_REVIEW else writers(obj)
    for person in to:
        if person != by:
            _write_to(person, note, obj)
    return note


def _write_to(person, note: ReviewNote, obj):
    with speaking(settings.LANGUAGE_CODE):  # that of the desk
        context = {
            "note": note,
            "obj": obj,
            "kind": obj._meta.verbose_name,
            "address": admin_url(obj, "publication"),
            "zone": settings.TIME_ZONE,
            "public_address": obj.get_absolute_url() if obj.is_published else "",
        }
        queue_mail(person.email, "publishing/mail/review", context, kind="staff")


def sweep() -> None:
    """Forget what was said about objects that were deleted and are not in the bin."""
    forget_rows_of_deleted(ReviewNote)
