"""What will happen by itself, as a month on the desk's first page: appearances, expiries, planned changes."""

import calendar
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from core.admin_pages import admin_of, admin_url
from publishing.publishable import Publishable
from publishing.scheduled_changes import ScheduledChange

# What the words are before the moment has come, and afterwards.
_DATES = {"published_at": "appears", "expires_at": "ends", "closed_at": "closes"}


def month_of(site, request) -> dict | None:
    """Return the weeks of the month that ``?month=2026-11`` names, or of this one, with what this person may see.

    None for those who see nothing that is published, such as moderators: an empty month would tell them nothing.
    """
    if not any(model_admin.has_view_permission(request) for model_admin in publishable_admins(site)):
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
            [
                {
                    "day": day,
                    "is_today": day == today,
                    "classes": _classes(outside=day.month != first.month, today=day == today, empty=day not in by_day),
                    "events": by_day.get(day, ()),
                }
                for day in week
            ]
            for week in weeks
        ],
    }


def _classes(**names: bool) -> str:
    return " ".join(name for name, is_so in names.items() if is_so)


def _asked(text: str) -> date | None:
    try:
        asked = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return None
    return asked if 2000 <= asked.year <= 2100 else None


def publishable_admins(site):
    """Return what answers in the admin for the kinds that are published."""
    admins = [admin_of(site, model) for model in apps.get_models() if issubclass(model, Publishable)]
    return [model_admin for model_admin in admins if model_admin]


def _events(site, request, first, last):
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last, time.max))
    now = timezone.now()
    ahead = {"appears": _("appears"), "ends": _("ends"), "closes": _("closes"), "changes": _("changes")}
    past = {"appears": _("appeared"), "ends": _("ended"), "closes": _("closed")}
    for model_admin in publishable_admins(site):
        if not model_admin.has_view_permission(request):
            continue
        names = {field.name for field in model_admin.opts.get_fields()} & set(_DATES)
        for name in names:
            for obj in model_admin.get_queryset(request).filter(**{f"{name}__range": (begin, end)})[:100]:
                at = getattr(obj, name)
                yield _event(obj, at, (past if at < now else ahead)[_DATES[name]])
    model_admin = site.get_model_admin(ScheduledChange)
    if model_admin.has_view_permission(request):
        for change in model_admin.get_queryset(request).waiting().filter(at__range=(begin, end))[:100]:
            if change.obj:
                yield _event(change.obj, change.at, ahead["changes"])


def _event(obj, at, text) -> dict:
    return {"at": at, "label": text, "title": str(obj), "url": admin_url(obj), "is_past": at < timezone.now()}
