"""What will happen by itself: appearances, expiries, planned changes, the next ones as a list, or a whole month."""

import calendar
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.admin_pages import admin_of, admin_url, page_name
from publishing.publishable import Publishable
from publishing.scheduled_changes import ScheduledChange

AHEAD = timedelta(days=60)
MOST_AHEAD = 6
MOST_EVENTS = 500
# What the words are before the moment has come, and afterwards.
_DATES = {"published_at": "appears", "expires_at": "ends", "closed_at": "closes"}


def month_of(site, request) -> dict | None:
    """Return the weeks of the month that ``?month=2026-11`` names, with what this person may see.

    None where no month is asked for.
    """
    if "month" not in request.GET or not sees_plans(site, request):
        return None
    today = timezone.localdate()
    first = _asked(request.GET.get("month", "")) or today.replace(day=1)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    by_day = {}
    begin = timezone.make_aware(datetime.combine(weeks[0][0], time.min))
    end = timezone.make_aware(datetime.combine(weeks[-1][-1], time.max))
    for event in sorted(_events(site, request, begin, end), key=lambda event: event["at"]):
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


def sees_plans(site, request) -> bool:
    """False for those who see nothing that is published, such as moderators: an empty list would tell them nothing."""
    return any(model_admin.has_view_permission(request) for model_admin in publishable_admins(site))


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


def planned(site, request) -> list[dict] | None:
    """Return what happens next by itself, the nearest first; None for whom that is nothing to know."""
    if not sees_plans(site, request):
        return None
    now = timezone.now()
    return sorted(_events(site, request, now, now + AHEAD), key=lambda event: event["at"])[:MOST_AHEAD]


def _events(site, request, begin, end):
    """Yield what happens between two moments: one query for all kinds that this person may see."""
    now = timezone.now()
    ahead = {"appears": _("appears"), "ends": _("ends"), "closes": _("closes"), "changes": _("changes")}
    past = {"appears": _("appeared"), "ends": _("ended"), "closes": _("closed")}
    dates = list(_dates(site, request))
    rows = [
        # Wrapped, for the rows of a list may have joins and numbers of their own.
        model_admin.model._base_manager.filter(
            pk__in=model_admin.get_queryset(request).values("pk"), **{f"{name}__range": (begin, end)}
        )
        .order_by()
        .values_list(Value(place), "pk", "title", name)
        for place, (model_admin, name) in enumerate(dates)
    ]
    for place, key, title, at in rows[0].union(*rows[1:], all=True)[:MOST_EVENTS] if rows else ():
        model_admin, name = dates[place]
        url = reverse(page_name(model_admin.model, "change"), args=[key])
        yield _event(title, at, (past if at < now else ahead)[_DATES[name]], url)
    model_admin = site.get_model_admin(ScheduledChange)
    if model_admin.has_view_permission(request):
        changes = model_admin.get_queryset(request).waiting().filter(at__range=(begin, end))
        for change in changes.prefetch_related("obj")[:MOST_EVENTS]:
            if change.obj:
                yield _event(str(change.obj), change.at, ahead["changes"], admin_url(change.obj))


def _dates(site, request):
    """Yield each date of each kind of which something follows."""
    for model_admin in publishable_admins(site):
        if model_admin.has_view_permission(request):
            names = {field.name for field in model_admin.opts.get_fields()} & set(_DATES)
            yield from ((model_admin, name) for name in sorted(names))


def _event(title, at, text, url) -> dict:
    return {"at": at, "label": text, "title": title, "url": url, "is_past": at < timezone.now()}
