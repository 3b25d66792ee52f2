"""When the next public page changes by the clock alone, so that no cache keeps the old one beyond that moment."""

from datetime import datetime

from django.apps import apps
from django.db.models import Min
from django.utils import timezone

from .publishable import Publishable


def next_due() -> datetime | None:
    """Return the next moment at which something appears, expires or changes, or None."""
    now = timezone.now()
    moments = [_first_after(now, model, name) for model in _kinds() for name in ("published_at", "expires_at")]
    return min((moment for moment in moments if moment), default=None)


def _kinds():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def _first_after(now, model, name):
    return model._base_manager.filter(**{f"{name}__gt": now}).aggregate(first=Min(name))["first"]
