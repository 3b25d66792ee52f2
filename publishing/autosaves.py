"""What is written and not saved yet, kept every few seconds, and who has a form open."""

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..jobs import every

KEPT_FOR = timedelta(days=30)
# A browser reports every ten seconds, from a tab in the background once a minute.
PRESENT_FOR = timedelta(seconds=90)
KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")


class WorkingCopyQuerySet(models.QuerySet):
    def of(self, model, object_id):
        """Return the copies of one thing, or (``None``) those of things that were never saved."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id=object_id)

    def unsaved(self, user):
        """Return what this person has written and not saved, the newest first."""
        return self.filter(user=user).exclude(data=None).order_by("-written_at")

    def present(self, besides):
        """Return the forms that other people have open at this moment."""
        seen = self.exclude(user=besides).filter(seen_at__gt=timezone.now() - PRESENT_FOR, saved_at=None)
        return seen.select_related("user").order_by("opened_at")


class WorkingCopy(models.Model):
    """One open form of one person. ``data`` is empty while it says the same as what is saved.

    ``serial`` is the browser's time of the last change in milliseconds: an older copy never takes the place of a newer
    one, and after a save the row stays to tell a browser that comes back late that nothing is missing.
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

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved writing")
        verbose_name_plural = _("unsaved writing")
        indexes = [models.Index(fields=["content_type", "object_id"], name="lib_copy_of_thing")]
        constraints = [models.UniqueConstraint(fields=["content_type", "user", "key"], name="one_copy_of_an_open_form")]

    def __str__(self):
        return self.title or str(_("unsaved writing"))

    @property
    def sentence(self) -> str:
        """Say who has had this form open since when."""
        since = f"{date_format(timezone.localtime(self.opened_at), 'H:i')} {settings.TIME_ZONE}"
        words = gettext("%(who)s is editing this since %(since)s, last seen %(seconds)d s ago.")
        who = self.user.get_full_name() or self.user.get_username()
        return words % {"who": who, "since": since, "seconds": (timezone.now() - self.seen_at).total_seconds()}

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

    def write(self, data: list | None, base: str, serial: int) -> bool:
        """Keep what a browser sent, unless something newer is kept already; return whether it was taken."""
        now = timezone.now()
        newer = type(self).objects.filter(pk=self.pk, serial__lt=serial)
        taken = newer.update(data=data, base=base, serial=serial, written_at=now, saved_at=None)
        return taken == 1

    write.alters_data = True


def new_key() -> str:
    return secrets.token_urlsafe(12)


def is_key(key) -> bool:
    return isinstance(key, str) and KEY.fullmatch(key) is not None


def settle(model, object_id, user, key: str, serial: int) -> None:
    """After a save: nothing of this form is unsaved any more."""
    WorkingCopy.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(model),
        user=user,
        key=key,
        defaults={"object_id": object_id, "data": None, "saved_at": timezone.now(), "serial": serial},
    )


@every(seconds=3600)
def sweep() -> None:
    """Forget unsaved writing after thirty days, and open forms without any after one."""
    now = timezone.now()
    WorkingCopy.objects.filter(seen_at__lt=now - KEPT_FOR).delete()
    WorkingCopy.objects.filter(seen_at__lt=now - timedelta(days=1), data=None, saved_at=None).delete()
