"""Numbers by day as plain shapes, and the table beside them; colours and sizes are the style sheet's."""

from datetime import date, timedelta

HEIGHT = 100
STEP = 10  # units from one column to the next
MOST_BARS = 90  # more days than these are drawn in weeks, or in several of them


def by_day(numbers: dict[date, int], until: date | None = None) -> dict:
    """Return bars (how many on each day) and points (how many by its end), the oldest first, days without any too."""
    if not numbers:
        return {
            "bars": [],
            "points": "",
            "total": 0,
            "most": 0,
            "until": until,
            "width": 0,
            "height": HEIGHT,
            "step": 1,
        }
    first, last = min(numbers), max([*numbers, *([until] if until else [])])
    length = (last - first).days
    step = 1 if length < MOST_BARS else 7 * (1 + length // (7 * MOST_BARS))
    spans = [first + timedelta(days=n) for n in range(0, length + 1, step)]
    sums = [sum(numbers.get(day + timedelta(days=n), 0) for n in range(step)) for day in spans]
    bars = _bars(spans, sums)
    return {
        "bars": bars,
        "points": " ".join(f"{bar['x'] + 4},{bar['line']}" for bar in bars),
        "total": sum(sums),
        "most": max(sums),
        "until": last,
        "width": STEP * len(bars),
        "height": HEIGHT,
        "step": step,
    }


def _bars(spans, sums) -> list[dict]:
    most, total, so_far, bars = max(*sums, 1), max(sum(sums), 1), 0, []
    for place, (day, number) in enumerate(zip(spans, sums, strict=True)):
        so_far += number
        tall = max(1, round(HEIGHT * number / most)) if number > 0 else 0
        line = HEIGHT - round(HEIGHT * max(so_far, 0) / total)
        at = {"x": STEP * place, "y": HEIGHT - tall, "tall": tall, "line": line}
        bars.append({"day": day, "number": number, "so_far": so_far, **at})
    return bars
