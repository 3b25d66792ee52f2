"""How a colour looks on the site by day and by night, in a drawing, with its contrasts in words."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core import identity
from core.identity import colours
from core.identity.colours import Palette, contrast, is_colour


def preview(colour: str, by_night: str = "", name: str = "") -> str:
    """Return the HTML of both drawings; what is no colour is passed over."""
    palette = Palette(*(asked if is_colour(asked) else "" for asked in (colour, by_night)))
    organisation = identity.current()
    both = {
        "name": (name or organisation.name).upper()[:24],
        "tagline": organisation.tagline[:30],
        "signal": palette.signal,
        "on_signal": palette.on_signal,
    }
    day = {
        "title": _("By day."),
        "words": _words(palette, palette.signal, palette.link, colours.DAY),
        "paper": colours.WHITE, "ink": colours.INK, "rule": colours.INK, "link": palette.link, "bar": palette.bar,
    }  # fmt: skip
    by_night = palette.by_night or palette.colour or palette.link_by_night
    night = {
        "title": _("By night."),
        "words": _words(palette, by_night, palette.link_by_night, colours.NIGHT),
        "paper": colours.INK, "ink": "#f3f2ee", "rule": "#6c6c74", "link": palette.link_by_night,
        "bar": palette.bar_by_night,
    }  # fmt: skip
    logo = organisation.logo
    night["logo_by_night"] = organisation.logo_by_night
    width = min(160, round(34 * logo.width / max(logo.height, 1))) if logo else 0
    context = {"logo": logo, "logo_width": width, "name_from": 30 + width if logo else 20}
    return render_to_string("admin/core/identity/_preview.html", context | {"looks": [both | day, both | night]})


def _words(palette: Palette, wanted: str, link: str, ground: str) -> str:
    said = _("Contrast of words on the colour %(words)s, of links %(links)s.") % {
        "words": ratio(palette.on_signal, palette.signal),
        "links": ratio(link, ground),
    }
    if link == wanted:
        return said
    mended = _("Links take %(link)s, for %(colour)s would have %(ratio)s; words need 4.5:1.")
    return f"{said} {mended % {'link': link, 'colour': wanted, 'ratio': ratio(wanted, ground)}}"


def ratio(one: str, other: str) -> str:
    """Return a contrast such as ``4.5:1``, rounded down, so that none looks like enough that is not."""
    return f"{int(contrast(one, other) * 10) / 10:.1f}:1"
