"""How a petition spreads, for its editors: by hour, by channel and words, on which sites; nothing below ten people."""

from bisect import bisect_right
from collections import Counter
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncHour
from django.utils import timezone

from articles.models import Mention
from core.readership import SHOWN_FROM
from core.small_numbers import ENOUGH, enough_of, told

from ..models import Channel, Petition, SharedHour, ShownOn, Signature
from .share_codes import COUNTED, K

HEIGHT, STEP = 100, 10  # units of the charts
PERIODS = {2: 1, 14: 6, 60: 24}  # days, and the hours in one bar
WINDOW = 6  # hours compared with as many before
MOST = 0.8  # of the signatures are to be seen, before columns are made wider
HOUR = timedelta(hours=1)
ROWS = 200  # of the table behind a chart


def figures(petition: Petition, days: int) -> dict:
    """Return what the desk's page shows of the last so many days."""
    now = timezone.localtime().replace(minute=0, second=0, microsecond=0)
    hours = [now - place * HOUR for place in range(days * 24 - 1, -1, -1)]
    starts = hours[:: PERIODS[days]]
    signed = _signed(petition, hours[0] - WINDOW * HOUR)
    width, drawn = _columns(hours, signed, PERIODS[days])
    rows = list(SharedHour.objects.filter(_codes(petition), hour__gte=hours[0]).select_related("code").order_by("hour"))
    return {
        "chart": drawn,
        "hours_in_a_column": width,
        "total": told(sum(number for hour, number in signed.items() if hour >= hours[0])),
        "took_off": took_off(hours, signed, rows, width),
        "channels": _channels(rows, starts),
        "hours_in_a_bar": PERIODS[days],
        "window": WINDOW,
        "words": _by_code(rows, lambda code: code.words),
        "adopted": _by_code(rows, lambda code: code.channel == Channel.ADOPTED),
        "sites": ShownOn.objects.filter(petition=petition, day__gte=hours[0].date()).values("host")
        .annotate(number=Sum("views")).filter(number__gte=SHOWN_FROM).order_by("-number", "host")[:50],
        "links": Mention.objects.of(petition).filter(status=Mention.Status.APPROVED).order_by("-received_at")[:50],
    }  # fmt: skip


def _codes(petition) -> Q:
    """Its own codes, and those of who adopted its campaign, which count for all petitions of that together."""
    own = Q(code__petition=petition)
    return own | Q(code__campaign=petition.campaign_id) if petition.campaign_id else own


def _signed(petition, since) -> dict:
    """Return how many confirmed within each hour; all languages together, as in the public count."""
    found = Signature.objects.confirmed().filter(petition=petition.root, confirmed_at__gte=since)
    by_hour = found.annotate(hour=TruncHour("confirmed_at")).values_list("hour").annotate(number=Count("pk"))
    return dict(by_hour.order_by())


def chart(hours: list, numbers: dict) -> dict:
    """Return one bar for each of these, the oldest first, in units of a chart ``width`` wide and HEIGHT high."""
    most = max((numbers.get(hour, 0) for hour in hours), default=0)
    bars = []
    for place, hour in enumerate(hours):
        number = numbers.get(hour, 0)
        tall = max(2, round(HEIGHT * number / most)) if number else 0
        bars.append({"hour": hour, "number": number, "x": place * STEP, "y": HEIGHT - tall, "tall": tall})
    filled = [bar for bar in reversed(bars) if bar["number"]]
    return {
        "bars": bars,
        "table": filled[:ROWS],
        "width": len(hours) * STEP,
        "height": HEIGHT,
        "most": most,
        "total": sum(bar["number"] for bar in bars),
    }


def _columns(hours: list, signed: dict, narrowest: int) -> tuple[int, dict]:
    """Return the narrowest columns, in hours, that show most of the signatures, and the chart of them.

    Fewer than ten in all have the same columns as none.
    """
    total = sum(number for hour, number in signed.items() if hour >= hours[0])
    total = total if total >= ENOUGH else 0
    for width in sorted(PERIODS.values()):
        drawn = chart(hours[::width], _in_bars(hours[::width], signed.items()))
        if width >= narrowest and drawn["total"] >= MOST * total:
            break
    return width, drawn


def _in_bars(starts: list, by_hour) -> dict:
    """Return how many from each start to the next, where those are enough to be told."""
    numbers = Counter()
    for hour, number in by_hour:
        if hour >= starts[0]:
            numbers[starts[bisect_right(starts, hour) - 1]] += number
    return enough_of(numbers)


def took_off(hours: list, numbers: dict, rows, hours_in_a_column: int) -> dict | None:
    """Return the hour from which most more signed than in the hours before, if ten or more, and by what they came."""

    def within(start) -> int:
        return sum(numbers.get(start + place * HOUR, 0) for place in range(WINDOW))

    jumps = [(within(hour) - within(hour - WINDOW * HOUR), hour) for hour in hours]
    jump, hour = max(jumps, default=(0, None))
    if jump < K:
        return None
    came = Counter()
    for row in rows:
        if hour <= row.hour < hour + WINDOW * HOUR:
            came[row.code.channel] += row.visits
    channel, visits = came.most_common(1)[0] if came else ("", 0)
    return {
        "hour": hour,
        "number": within(hour),
        "before": told(within(hour - WINDOW * HOUR)),
        "x": hours.index(hour) * STEP // hours_in_a_column,
        "wide": max(1, WINDOW * STEP // hours_in_a_column),
        "channel": Channel(channel).label if visits >= K else "",
    }


def at_least_k(number: int) -> int | None:
    """Return the number, or None when it stands for so few that they could be told apart."""
    return number if number >= K else None


def _channels(rows, starts) -> list[dict]:
    """Return each channel with its totals and what was confirmed from each start to the next, most visits first."""
    by_channel: dict[str, list] = {}
    for row in rows:
        if row.code.campaign_id:
            continue  # listed with who adopted it; it is not this petition's alone
        by_channel.setdefault(row.code.channel, []).append(row)
    found = []
    for channel, its_rows in by_channel.items():
        shown = _in_bars(starts, ((row.hour, row.confirmed) for row in its_rows))
        found.append({"label": Channel(channel).label, "chart": chart(starts, shown), **_totals(its_rows)})
    return sorted(found, key=lambda entry: (-(entry["visits"] or 0), str(entry["label"])))


def _by_code(rows, is_wanted) -> list[dict]:
    by_code: dict = {}
    for row in rows:
        if is_wanted(row.code):
            by_code.setdefault(row.code, []).append(row)
    found = [{"code": code, **_totals(its_rows)} for code, its_rows in by_code.items()]
    return sorted(found, key=lambda entry: (entry["code"].channel, -(entry["visits"] or 0)))[:100]


def _totals(rows) -> dict:
    visits, sent, confirmed = (sum(getattr(row, what) for row in rows) for what in COUNTED)
    share = round(100 * confirmed / visits) if visits >= K and confirmed >= K else None
    told = {"visits": visits, "sent": sent, "confirmed": confirmed}
    return {**{what: at_least_k(number) for what, number in told.items()}, "share": share}
