"""How the open petitions do: today against yesterday, the last thirty days, and by which ways people come."""

from collections import Counter
from datetime import timedelta

from django.contrib.admin import AdminSite
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from campaigns.models import Channel, DailyTally, Petition, SharedHour
from core.admin_pages import admin_url

from .figures import bars

MOST = 4
DAYS = 30
WAYS_OF = timedelta(days=14)
MOST_WAYS = 3


def petitions_for(site: AdminSite, request: HttpRequest) -> dict | None:
    """Return the open petitions that most people signed of late, in three queries; None for who may not see any.

    The numbers by day are those on the petition's own page; ways that fewer than ten came are in no SharedHour.
    """
    model_admin = site.get_model_admin(Petition)
    if not model_admin.has_view_permission(request):
        return None
    petitions = list(
        Petition.objects.open()
        .filter(translation_of=None)
        .with_count()
        .with_lately()
        .select_related("campaign")
        .order_by("-lately", "-published_at")[:MOST]
    )
    today = timezone.now().date()
    days = _days(petitions, today)
    ways = _ways(petitions)
    return {
        "petitions": [
            _entry(petition, today, days.get(petition.pk, {}), ways.get(petition.pk)) for petition in petitions
        ],
        "may_add": model_admin.has_add_permission(request),
    }


def _entry(petition, today, numbers, ways) -> dict:
    return {
        "petition": petition,
        "url": admin_url(petition, "spread"),
        "today": numbers.get(today, 0),
        "yesterday": numbers.get(today - timedelta(days=1), 0),
        "chart": bars(numbers, today, DAYS),
        "goal": petition.next_goal,
        "ways": [(Channel(channel).label, number) for channel, number in (ways or Counter()).most_common(MOST_WAYS)],
    }


def _days(petitions, today) -> dict:
    found: dict[int, dict] = {}
    rows = DailyTally.objects.filter(petition__in=petitions, day__gt=today - timedelta(days=DAYS))
    for petition, day, number in rows.values_list("petition", "day", "count"):
        found.setdefault(petition, {})[day] = number
    return found


def _ways(petitions) -> dict:
    """Return how many signatures came by each channel, by petition; its translations have codes of their own."""
    found: dict[int, Counter] = {}
    theirs = Q(code__petition__in=petitions) | Q(code__petition__translation_of__in=petitions)
    rows = (
        SharedHour.objects.filter(theirs, hour__gte=timezone.now() - WAYS_OF, confirmed__gt=0)
        .annotate(root=Coalesce("code__petition__translation_of", "code__petition"))
        .values_list("root", "code__channel")
        .annotate(number=Sum("confirmed"))
        .order_by()
    )
    for petition, channel, number in rows:
        found.setdefault(petition, Counter())[channel] += number
    return found
