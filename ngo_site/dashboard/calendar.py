"""What will happen by itself, as a month on the desk's first page: appearances, expiries, planned changes."""

import calendar
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ngo_site.lib.publishing import Publishable
from ngo_site.lib.writing.plans import PlannedChange

# What the words are before the moment has come, and afterwards.
_DATES = {"published_at": "appears", "expires_at": "ends", "closed_at": "closes"}


def month_of(site, request) -> dict | None:
    """Return the weeks of the month that ``?month=2026-11`` names, or of this one, with what this person may see.

    None for those who see nothing that is published, such as moderators: an empty month would tell them nothing.
    """
    if not any(
        issubclass(model, Publishable) and desk.has_view_permission(request) for model, desk in site._registry.items()
    ):
        return None
    today = timezone.localdate()
    first = _asked(request.GET.get("month", "")) or today.replace(day=1)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    by_day = {}
    for event in sorted(_events(site, request, weeks[0][0], weeks[-1][-1]), key=lambda event: event["at"]):
        by_day.setdefault(timezone.localtime(event["at"]).date(), []).append(event)
    return {
        "first": first,
        "zone": timezone.get_current_timezone_name(),
        "before": first - timedelta(days=1),
        "after": first + timedelta(days=32),
        "days": weeks[0],
        "count": sum(len(events) for events in by_day.values()),
        "weeks": [
            [{"day": day, "is_in": day.month == first.month, "is_today": day == today, "events": by_day.get(day, ())}
             for day in week]
            for week in weeks
        ],
    }  # fmt: skip


def _asked(text: str) -> date | None:
    try:
        asked = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return None
    return asked if 2000 <= asked.year <= 2100 else None


def _events(site, request, first, last):
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last, time.max))
    now = timezone.now()
    ahead = {"appears": _("appears"), "ends": _("ends"), "closes": _("closes"), "changes": _("changes")}
    past = {"appears": _("appeared"), "ends": _("ended"), "closes": _("closed")}
    for model, desk in site._registry.items():
        if not issubclass(model, Publishable) or not desk.has_view_permission(request):
            continue
        names = {field.name for field in model._meta.get_fields()} & set(_DATES)
        for name in names:
            for thing in desk.get_queryset(request).filter(**{f"{name}__range": (begin, end)})[:100]:
                at = getattr(thing, name)
                yield _event(thing, at, (past if at < now else ahead)[_DATES[name]])
    desk = site._registry[PlannedChange]
    if desk.has_view_permission(request):
        for plan in desk.get_queryset(request).waiting().filter(at__range=(begin, end))[:100]:
            if plan.thing:
                yield _event(plan.thing, plan.at, ahead["changes"])


def _event(thing, at, words) -> dict:
    options = thing._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[thing.pk])
    return {"at": at, "words": words, "title": str(thing), "url": url, "is_past": at < timezone.now()}
