"""An organisation's colour on paper and in the dark, with contrasts by WCAG 2.2.

https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2s

READABLE = 4.5  # WCAG 1.4.3: words
SEEN = 3.0  # WCAG 1.4.11: what is no words
TOLD_APART = 1.25  # a surface with words of its own
# The site's own colour, and what pages are printed on, by day and by night: the
# raised boxes, which are nearer to the colours of words than the paper is.
CARBON, CARBON_LINK_BY_NIGHT, CARBON_BAR_BY_NIGHT = "#2a1fff", "#aaa4ff", "#6d64ff"
DAY, NIGHT = "#f0efeb", "#1c1c1f"
INK, WHITE, BLACK = "#0e0e10", "#ffffff", "#000000"
# Colours of campaigns and what is written on them, as in site.css.
SIGNALS = {
    "vermilion": ("#ff4a1c", INK),
    "yellow": ("#ffd400", INK),
    "green": ("#00c070", INK),
    "pink": ("#ff6fae", INK),
}


def is_colour(text: str) -> bool:
    """Return whether it is written as ``#2a1fff`` is, the only way in which colours are kept."""
    return bool(re.fullmatch(r"#[0-9a-f]{6}", text))


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours such as ``#2a1fff``, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mended(colour: str, ground: str, least: float = READABLE) -> str:
    """Return the colour, as much darker or lighter as it takes to be told from this ground."""
    towards = 0 if _luminance(ground) > 0.18 else 255
    for step in range(101):
        mixed = _hex([round(part + (towards - part) * step / 100) for part in _parts(colour)])
        if contrast(mixed, ground) >= least:
            return mixed
    return _hex([towards] * 3)


@dataclass(frozen=True)
class Palette:
    """One colour by day and one by night, from which all others follow; empty is the site's own or made."""

    colour: str = ""
    by_night: str = ""

    @property
    def signal(self) -> str:
        return self.colour or CARBON

    @property
    def on_signal(self) -> str:
        """What is written on it: one of these has 4.5:1 on any colour."""
        return next(ink for ink in (WHITE, INK, BLACK) if contrast(ink, self.signal) >= READABLE)

    @property
    def link(self) -> str:
        return mended(self.signal, DAY)

    @property
    def link_by_night(self) -> str:
        return mended(self.by_night or self.colour or CARBON_LINK_BY_NIGHT, NIGHT)

    @property
    def bar(self) -> str:
        return mended(self.signal, DAY, SEEN)

    @property
    def bar_by_night(self) -> str:
        return mended(self.by_night or self.colour or CARBON_BAR_BY_NIGHT, NIGHT, SEEN)

    @cached_property
    def css(self) -> str:
        """The stylesheet that lays it over the site's; empty where it is the site's own."""
        if not self.colour and not self.by_night:
            return ""
        # In the layer of the tokens and after them, so that campaigns with another signal keep theirs.
        return (
            "@layer tokens {\n"
            f':root,\n[data-signal="carbon"] {{\n--signal: {self.signal};\n--on-signal: {self.on_signal};\n'
            f"--link: light-dark({self.link}, {self.link_by_night});\n}}\n"
            ':root:not([data-signal]),\n[data-signal="carbon"] {\n'
            f"--bar: light-dark({self.bar}, {self.bar_by_night});\n}}\n}}\n"
        )

    @cached_property
    def version(self) -> str:
        return version_of(self.css)

    def of(self, signal: str) -> tuple[str, str]:
        """Return a campaign's signal colour and what is written on it; “carbon” is the organisation's own."""
        return SIGNALS.get(signal) or (self.signal, self.on_signal)


def version_of(*seen: str) -> str:
    return blake2s(repr(seen).encode(), digest_size=6).hexdigest()


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _hex(parts: list[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
