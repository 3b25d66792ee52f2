"""The count as pictures: over time, and on a map of the world; both with the numbers beside them.

A country with fewer than three signers is named to nobody: there a number might point at a person.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django_countries import countries

from .. import charts
from ..models import Petition

SHOWN_FROM = 3
LEVELS = 5
# From few to many, as lightness of the campaign's hue: seen by every kind of eye, and in grey on paper.
_NOBODY, _NOBODY_DARK = "#dddbd5", "#33333a"
_LIGHT = {
    "carbon": ("#c3bfff", "#958dff", "#6259f5", "#3a2fd0", "#1b1385"),
    "vermilion": ("#ffc2ae", "#ff9473", "#f0592f", "#b8330a", "#6b1c03"),
    "yellow": ("#f2d44e", "#d9b200", "#ab8a00", "#745d00", "#3d3100"),
    "green": ("#9fe5c6", "#56c493", "#12955b", "#00673d", "#003a22"),
    "pink": ("#ffbcd8", "#f583b2", "#d34a85", "#9c1a58", "#590a31"),
}
_DARK = {
    "carbon": ("#3d3691", "#5d53cf", "#8880f0", "#b4aeff", "#e3e0ff"),
    "vermilion": ("#6b2a15", "#a3421f", "#de5b30", "#ff9270", "#ffd0c0"),
    "yellow": ("#574810", "#857016", "#bb9d18", "#eccb30", "#fff1ae"),
    "green": ("#11503a", "#177a56", "#20a877", "#5ed9a8", "#c6f6e2"),
    "pink": ("#6b2145", "#a03367", "#d4508f", "#f792bd", "#ffd6e7"),
}


@dataclass(frozen=True, slots=True)
class MapPlace:
    name: str
    code: str
    number: int


def by_country(petition: Petition) -> tuple[list[MapPlace], int, int]:
    """Return the countries that may be named, most signers first, how many signed elsewhere, and in how many countries.

    Together they are the total.
    """
    rows = list(petition.root.tallies.filter(count__gt=0).order_by("-count", "country").values_list("country", "count"))
    named = [MapPlace(countries.name(code) or code, code, number) for code, number in rows if number >= SHOWN_FROM]
    return named, sum(number for _code, number in rows if number < SHOWN_FROM), len(rows)


def over_time(petition: Petition) -> dict:
    return charts.by_day(dict(petition.root.days.exclude(count=0).values_list("day", "count")), timezone.now().date())


def figures(petition: Petition) -> dict:
    """Return what the petition's page shows, in two queries; ``key`` changes whenever one of the numbers does."""
    places, elsewhere, number = by_country(petition)
    chart = over_time(petition)
    key = hash((petition.root.pk, elsewhere, tuple(places), tuple((b["day"], b["number"]) for b in chart["bars"])))
    return {"places": places, "elsewhere": elsewhere, "countries": number, "chart": chart, "key": key}


def world_map(petition: Petition, is_dark: bool) -> str:
    """Return the map as an SVG document; a country's colour says how many signed there, on a logarithmic scale."""
    world, colours = _world(), _colours(petition, is_dark)
    numbers = {place.code: place.number for place in by_country(petition)[0]}
    most = max(numbers.values(), default=1)
    shade = {code: level(number, most) for code, number in numbers.items()}
    groups = {n: [] for n in range(LEVELS + 1)}
    for code, path in world["shapes"].items():
        groups[shade.get(code, 0)].append(path)
    land = format_html_join("", '<path fill="{}" d="{}"/>', ((colours[n], "".join(d)) for n, d in groups.items() if d))
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="4" fill="{}"/>',
        ((*world["dots"][code], colours[n]) for code, n in shade.items() if code in world["dots"]),
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}">'
        '<g stroke="{}" stroke-width=".6" stroke-linejoin="round">{}{}</g></svg>',
        *(world["width"], world["height"]) * 2, "#0e0e10" if is_dark else "#ffffff", land, dots,
    )  # fmt: skip


def _colours(petition: Petition, is_dark: bool) -> tuple[str, ...]:
    signal = petition.campaign.signal if petition.campaign else "carbon"
    return (_NOBODY_DARK, *_DARK[signal]) if is_dark else (_NOBODY, *_LIGHT[signal])


def level(number: int, most: int) -> int:
    """Return 1 for the fewest signers that are shown to LEVELS for the most."""
    if most <= SHOWN_FROM:
        return LEVELS
    return 1 + min(LEVELS - 1, int(LEVELS * math.log(number / SHOWN_FROM) / math.log(most / SHOWN_FROM)))


@cache
def _world() -> dict:
    """Return the shapes; ``world/make_world.py`` drew them from Natural Earth (public domain)."""
    return json.loads((Path(__file__).parent / "world" / "world.json").read_text(encoding="utf-8"))
