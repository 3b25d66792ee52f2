"""Who gets a mail when something goes wrong."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.admin_pages import admin_url

from ..navigation import HEALTH
from .part import Part, PartState


def recipients() -> list[str]:
    """Return ADMINISTRATORS, or the addresses of the active accounts that may see how the site does."""
    if settings.ADMINISTRATORS:
        return settings.ADMINISTRATORS
    may = get_user_model().objects.with_perm(HEALTH.permission, backend="django.contrib.auth.backends.ModelBackend")
    found = may.filter(is_staff=True, is_active=True).exclude(email="").order_by("pk")
    return list(dict.fromkeys(found.values_list("email", flat=True)))


def part() -> Part:
    """Say how many are told, and whether Prometheus may ask."""
    name, number = _("Who is told"), len(recipients())
    asked = _("Prometheus may ask /metrics.") if settings.METRICS_TOKEN else ""
    if not number:
        sentence = _("Nobody gets a mail when something goes wrong: no administrator’s account has an address.")
        return Part("told", name, PartState.WARNING, f"{sentence} {asked}".strip(), admin_url(User, "changelist"))
    text = ngettext(
        "%(number)d person gets a mail when something goes wrong.",
        "%(number)d people get a mail when something goes wrong.",
        number,
    )
    return Part("told", name, PartState.OK, f"{text % {'number': number}} {asked}".strip())
