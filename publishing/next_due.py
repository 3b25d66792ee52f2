"""When the next public page changes by the clock alone, so that no cache keeps the old one beyond that moment."""

from collections.abc import Callable
from datetime import datetime

from django.apps import apps
from django.db.models import Min
from django.utils import timezone

from .publishing import Publishable

_sources: list[Callable[[datetime], datetime | None]] = []


def register(source: Callable[[datetime], datetime | None]) -> None:
    """Ask ``source(now)``, too, for the first moment after ``now`` at which it changes what is shown, or None."""
    _sources.append(source)


def next_due() -> datetime | None:
    """Return the next moment at which something appears, expires or changes, or None."""
    now = timezone.now()
    moments = [_first_after(now, model, name) for model in _kinds() for name in ("published_at", "expires_at")]
    moments += [source(now) for source in _sources]
    return min((moment for moment in moments if moment), default=None)


def _kinds():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def _first_after(now, model, name):
    return model._base_manager.filter(**{f"{name}__gt": now}).aggregate(first=Min(name))["first"]
