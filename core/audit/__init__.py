"""Who did what, and when: a table that only grows. The database itself refuses to change or delete a row.

Nothing about readers is in it: no signer, no commenter, no address. What somebody sent us is named by its number.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..lazy_text import LazyText

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
    PREVIEW_LINK = "preview-link", _("preview link made")
    REVOKE = "revoke", _("preview link revoked")
    MODERATE = "moderate", _("moderated")
    EXPORT = "export", _("exported")
    LOOK = "look", _("looked at signatures")
    IMPORT = "import", _("imported")
    RUN = "run", _("list action")
    LOGIN = "login", _("logged in")
    LOGOUT = "logout", _("logged out")
    LOGIN_FAILED = "login-failed", _("login failed")
    PERMISSION = "permission", _("role or rights changed")
    FACTOR = "factor", _("second factor changed")
    SESSION = "session", _("session ended")
    INVITE = "invite", _("invited")
    PASSWORD_LINK = "password-link", _("link for a new password mailed")


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
    object_id = models.CharField(_("number"), max_length=50, blank=True)
    object_name = models.CharField(_("object"), max_length=200, blank=True)
    detail = models.CharField(_("detail"), max_length=LONGEST_DETAIL, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        default_permissions = ("view",)

    def __str__(self):
        return f"{self.actor_name or '–'}: {self.action_label} {self.object_name or self.object_id}"

    @property
    def action_label(self) -> LazyText:
        return dict(Action.choices).get(self.action, self.action)


def record(
    actor: User | AnonymousUser | None,
    action: str,
    obj: models.Model | type[models.Model] | None = None,
    detail: str = "",
) -> AuditEntry:
    """Write down, in the caller's transaction, that ``actor`` (a user, or None) did ``action`` to ``obj``.

    ``obj`` is an object, a model class (for a deed about many), or None. ``detail`` is for words of our own: never
    put in it what a visitor has typed.
    """
    known = actor if actor is not None and actor.is_authenticated else None
    return AuditEntry.objects.create(
        actor=known,
        actor_name=known.get_username() if known else "",
        action=str(action)[:40],
        kind=obj._meta.label_lower if obj is not None else "",
        object_id=str(obj.pk or "")[:50] if isinstance(obj, models.Model) else "",
        object_name=_name_of(obj)[:200],
        detail=str(detail)[:LONGEST_DETAIL],
    )


@contextmanager
def acting(user: User | AnonymousUser | None) -> Iterator[None]:
    """Let ``who_acts`` answer with this person, for what is recorded where no request is at hand."""
    token = _acting.set(user)
    try:
        yield
    finally:
        _acting.reset(token)


def who_acts() -> User | AnonymousUser | None:
    """Return the person given to ``acting``, or None outside of it."""
    return _acting.get()


def _name_of(obj) -> str:
    """Return the name of what we made ourselves; of what visitors sent nothing is copied."""
    if isinstance(obj, User | Group):
        return str(obj)
    # What has an address of its own is ours: an article, a petition, a person of the team.
    if isinstance(obj, models.Model) and hasattr(obj, "slug") and hasattr(obj, "title"):
        return obj.title
    return ""
