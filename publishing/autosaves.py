"""What is written and not saved yet, kept every few seconds, and who has a form open."""

import re
import secrets
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.alters_data import alters_data
from core.moments import time_in_words

KEPT_FOR = timedelta(days=30)
# Whoever left a text within this time without saving is asked for before it is published.
ASKED_FOR = timedelta(days=1)
# A browser reports every ten seconds, from a tab in the background once a minute.
PRESENT_FOR = timedelta(seconds=90)
KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")


class AutosaveQuerySet(models.QuerySet):
    def of(self, model: type[models.Model], object_id: int | None) -> Self:
        """Return the autosaves of one object, or (``None``) those of objects that were never saved."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id=object_id)

    def without_object(self, model: type[models.Model]) -> Self:
        """Return the autosaves of what was never saved, or was deleted while somebody wrote in it."""
        there = model._base_manager.filter(pk=OuterRef("object_id"))
        return self.filter(content_type=ContentType.objects.get_for_model(model)).filter(~Exists(there))

    def unsaved(self, user: User | AnonymousUser) -> Self:
        """Return what this person has written and not saved, the newest first."""
        return self.filter(user=user).exclude(data=None).order_by("-written_at")

    def unfinished(self) -> Self:
        """Return what anybody wrote lately and did not save: of each person the last."""
        lately = self.exclude(data=None).filter(written_at__gt=timezone.now() - ASKED_FOR)
        return lately.select_related("user").order_by("user_id", "-written_at").distinct("user_id")

    def present(self, besides: User | AnonymousUser) -> Self:
        """Return the forms that other people have open at this moment: of each person the last."""
        seen = self.exclude(user=besides).filter(seen_at__gt=timezone.now() - PRESENT_FOR, saved_at=None)
        return seen.select_related("user").order_by("user_id", "-seen_at").distinct("user_id")


class Autosave(models.Model):
    """One open form of one person. ``data`` is empty while it says the same as what is saved.

    ``serial`` is the browser's time of the last change in milliseconds: an older report never takes the place of a
    newer one, and after a save the row stays to tell a browser that comes back late that nothing is missing.
    """

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    data = models.JSONField(null=True)
    base = models.CharField(max_length=32, blank=True)
    serial = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)
    written_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved writing")
        verbose_name_plural = _("unsaved writing")
        indexes = [models.Index(fields=["content_type", "object_id"], name="autosave_of_an_object")]
        constraints = [models.UniqueConstraint(fields=["content_type", "user", "key"], name="one_autosave_of_a_form")]

    def __str__(self):
        return self.title or str(_("unsaved writing"))

    @property
    def sentence(self) -> str:
        """Say who has had this form open since when."""
        since = f"{time_in_words(self.opened_at)} {settings.TIME_ZONE}"
        text = gettext("%(who)s is editing this since %(since)s, last seen %(seconds)d s ago.")
        who = self.user.get_full_name() or self.user.get_username()
        return text % {"who": who, "since": since, "seconds": (timezone.now() - self.seen_at).total_seconds()}

    @property
    def unfinished_sentence(self) -> str:
        """Say who has words here that are not saved."""
        text = (
            gettext("%(who)s is writing here, last at %(at)s, and has not saved it.")
            if self.is_open
            else gettext("%(who)s wrote here, last at %(at)s, and has not saved it.")
        )
        who = self.user.get_full_name() or self.user.get_username()
        return text % {"who": who, "at": time_in_words(self.written_at or self.opened_at)}

    @property
    def is_open(self) -> bool:
        """Return True while a browser still shows this form."""
        return timezone.now() - self.seen_at < PRESENT_FOR

    @property
    def form_data(self) -> QueryDict:
        """Return the form's fields as the browser would have sent them."""
        data = QueryDict(mutable=True)
        for name, value in self.data or []:
            data.appendlist(name, value)
        return data

    @property
    def title(self) -> str:
        return (self.form_data.get("title") or self.form_data.get("subject") or "").strip()[:200]

    @alters_data
    def write(self, data: list | None, base: str, serial: int) -> bool:
        """Keep what a browser sent, unless something newer is kept already; return whether it was taken."""
        now = timezone.now()
        newer = type(self).objects.filter(pk=self.pk, serial__lt=serial)
        taken = newer.update(data=data, base=base, serial=serial, written_at=now, saved_at=None)
        return taken == 1


def new_key() -> str:
    """Return the name of a newly opened form: 96 random bits, safe in an address."""
    return secrets.token_urlsafe(12)


def is_key(key: object) -> bool:
    """Return True for what may be the name of an open form; browsers send it."""
    return isinstance(key, str) and KEY.fullmatch(key) is not None


def mark_saved(model: type[models.Model], object_id: int, user: User | AnonymousUser, key: str, serial: int) -> None:
    """After a save: nothing of this form is unsaved any more."""
    Autosave.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(model),
        user=user,
        key=key,
        defaults={"object_id": object_id, "data": None, "saved_at": timezone.now(), "serial": serial},
    )


def sweep() -> None:
    """Forget unsaved writing after thirty days, and open forms without any after one."""
    now = timezone.now()
    Autosave.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
    Autosave.objects.filter(seen_at__lt=now - timedelta(days=1), data=None, saved_at=None).delete()
