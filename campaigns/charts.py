"""Numbers by day as plain shapes, and the table beside them; colours and sizes are the style sheet's."""

from datetime import date, timedelta

HEIGHT = 100
MOST_BARS = 90  # more days than these are drawn week by week


def by_day(numbers: dict[date, int], until: date | None = None) -> dict:
    """Return bars (how many on each day) and points (how many by its end), the oldest first, days without any too."""
    if not numbers:
        return {"bars": [], "points": "", "total": 0, "most": 0, "width": 0, "height": HEIGHT, "step": 1}
    first, last = min(numbers), max([*numbers, *([until] if until else [])])
    step = 1 if (last - first).days < MOST_BARS else 7 * (1 + (last - first).days // (7 * MOST_BARS))
    spans = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
    sums = [sum(numbers.get(day + timedelta(days=n), 0) for n in range(step)) for day in spans]
    most, total, so_far = max(*sums, 1), sum(sums), 0
    bars = []
    for place, (day, number) in enumerate(zip(spans, sums, strict=True)):
        so_far += number
        tall = max(1, round(HEIGHT * max(number, 0) / most)) if number > 0 else 0
        bars.append({
            "day": day, "number": number, "so_far": so_far, "x": 10 * place, "y": HEIGHT - tall, "tall": tall,
            "line": HEIGHT - round(HEIGHT * max(so_far, 0) / max(total, 1)),
        })  # fmt: skip
    points = " ".join(f"{bar['x'] + 5},{bar['line']}" for bar in bars)
    width = 10 * len(bars)
    return {
        "bars": bars,
        "points": points,
        "total": total,
        "most": most,
        "width": width,
        "height": HEIGHT,
        "step": step,
    }
