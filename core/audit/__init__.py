"""Who did what, and when: a table that only grows. The database itself refuses to change or delete a row.

Nothing about readers is in it: no signer, no commenter, no address. What somebody sent us is named by its number.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_DETAIL = 500  # characters

_acting: ContextVar = ContextVar("who acts at the desk", default=None)


class Action(models.TextChoices):
    """The usual actions; ``record`` takes other short words, too."""

    ADD = "add", _("added")
    CHANGE = "change", _("changed")
    DELETE = "delete", _("deleted")
    ASK_REVIEW = "ask-review", _("asked for review")
    PUBLISH = "publish", _("published")
    UNPUBLISH = "unpublish", _("taken back to draft")
    WITHDRAW = "withdraw", _("withdrawn")
    RESTORE = "restore", _("restored")
    SHARE = "share", _("share link made")
    REVOKE = "revoke", _("share link revoked")
    MODERATE = "moderate", _("moderated")
    EXPORT = "export", _("exported")
    IMPORT = "import", _("imported")
    RUN = "run", _("list action")
    LOGIN = "login", _("logged in")
    LOGOUT = "logout", _("logged out")
    LOGIN_FAILED = "login-failed", _("login failed")
    PERMISSION = "permission", _("role or rights changed")


class AuditEntry(models.Model):
    """One deed. The account may be deleted later: its number and name stay, so there is no constraint."""

    happened_at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("person"),
    )
    actor_name = models.CharField(_("person"), max_length=150, blank=True)
    action = models.CharField(_("action"), max_length=40, db_index=True)
    kind = models.CharField(_("kind"), max_length=100, blank=True)
    thing_id = models.CharField(_("number"), max_length=50, blank=True)
    thing_name = models.CharField(_("thing"), max_length=200, blank=True)
    detail = models.CharField(_("detail"), max_length=LONGEST_DETAIL, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.actor_name or '–'}: {self.action_label} {self.thing_name or self.thing_id}"

    @property
    def action_label(self):
        return dict(Action.choices).get(self.action, self.action)


def record(actor, action: str, thing=None, detail: str = "") -> AuditEntry:
    """Write down, in the caller's transaction, that ``actor`` (a user, or None) did ``action`` to ``thing``.

    ``thing`` is an object, a model class (for a deed about many), or None. ``detail`` is for words of our own: never
    put in it what a visitor has typed.
    """
    known = actor if actor is not None and actor.is_authenticated else None
    return AuditEntry.objects.create(
        actor=known,
        actor_name=known.get_username() if known else "",
        action=str(action)[:40],
        kind=thing._meta.label_lower if thing is not None else "",
        thing_id=str(thing.pk or "")[:50] if isinstance(thing, models.Model) else "",
        thing_name=_name_of(thing)[:200],
        detail=str(detail)[:LONGEST_DETAIL],
    )


@contextmanager
def acting(user):
    """Let ``who_acts`` answer with this person, for what is recorded where no request is at hand."""
    token = _acting.set(user)
    try:
        yield
    finally:
        _acting.reset(token)


def who_acts():
    return _acting.get()


def _name_of(thing) -> str:
    """Return the name of what we made ourselves; of what visitors sent nothing is copied."""
    if isinstance(thing, AbstractBaseUser | Group):
        return str(thing)
    # What has an address of its own is ours: an article, a petition, a person of the team.
    if isinstance(thing, models.Model) and hasattr(thing, "slug") and hasattr(thing, "title"):
        return thing.title
    return ""
