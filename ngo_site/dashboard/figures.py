"""How the site does, from the numbers by day: charts as plain shapes, each with its table."""

from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from articles.models import Article
from core.readership import SHOWN_FROM, DailyReferrers, DailyViews

DAYS = 30
HEIGHT = 100  # units of the chart
STEP = 10


def figures_for(user) -> dict | None:
    """Return what this person may know of the readers, or None."""
    if not user.has_perm("core.view_dailyviews"):
        return None
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    recent = DailyViews.objects.filter(day__gte=since)
    return {
        "chart": chart(recent, DAYS),
        "top": _top_articles(recent),
        "hosts": DailyReferrers.objects.filter(day__gte=since).values("host").annotate(number=Sum("views"))
        .filter(number__gte=SHOWN_FROM).order_by("-number", "host")[:10],
    }  # fmt: skip


def figures_of(article, days: int) -> dict:
    return chart(DailyViews.objects.filter(path__regex=rf"^(/[a-z-]+)?/articles/{_escaped(article.slug)}/$"), days)


def chart(rows, days: int) -> dict:
    """Return one bar a day, the oldest first, in units of a chart ``width`` wide and HEIGHT high."""
    today = timezone.localdate()
    first = today - timedelta(days=days - 1)
    numbers = dict(rows.filter(day__gte=first).values_list("day").annotate(number=Sum("views")).order_by())
    return bars(numbers, today, days)


def bars(numbers: dict[date, int], today: date, days: int) -> dict:
    """Return the bars of so many days until today."""
    most = max(numbers.values(), default=0)
    drawn = []
    for place in range(days):
        day = today - timedelta(days=days - 1 - place)
        number = numbers.get(day, 0)
        tall = max(2, round(HEIGHT * number / most)) if number > 0 else 0
        drawn.append({"day": day, "number": number, "x": place * STEP, "y": HEIGHT - tall, "tall": tall})
    total = sum(numbers.values())
    return {"bars": drawn, "width": days * STEP, "height": HEIGHT, "total": total, "most": most, "days": days}


def _top_articles(rows) -> list[dict]:
    """Return the most read articles that are public now, whatever the language of the frame."""
    counted = rows.filter(path__contains="/articles/").values_list("path").annotate(number=Sum("views"))
    by_slug = {}
    for path, number in counted.order_by("-number")[:200]:
        slug = path.rstrip("/").rpartition("/articles/")[2]
        by_slug[slug] = by_slug.get(slug, 0) + number
    articles = Article.objects.published().filter(slug__in=by_slug).only("pk", "slug", "title")
    top = [{"article": article, "number": by_slug[article.slug]} for article in articles]
    return sorted(top, key=lambda entry: -entry["number"])[:10]


def _escaped(slug: str) -> str:
    return slug.replace("-", r"\-")
