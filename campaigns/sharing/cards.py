"""Small pictures with the live count for other people's pages: a card, a badge, a QR code. SVG, drawn here as text."""

import base64
import hashlib
import io
import textwrap
import unicodedata

import segno
from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from core import identity

WIDTH, HEIGHT = 480, 240
LINE, MOST_LINES = 26, 4  # narrow letters a line of the title holds, with the widest of fonts
# It shows the reader's own letters and, on a dark screen, dark paper.
STYLE = (
    ".p{fill:#fff}.i{fill:#0e0e10}.q{fill:#55555a}.r{fill:#dddcd7}"
    "text{font-family:'Archivo Narrow','Arial Narrow',Arial,'Noto Sans',sans-serif}"
    "@media(prefers-color-scheme:dark){.p{fill:#0e0e10}.i{fill:#f3f2ee}.q{fill:#a8a8ae}.r{fill:#3a3a40}}"
)


def hash_of(style: str) -> str:
    """Return the source by which a policy lets this style through (CSP 3, 6.7.3.3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


STYLE_HASH = hash_of(STYLE)


def _look(petition) -> dict:
    signal, on_signal = identity.current().palette.of(petition.campaign.signal if petition.campaign else "carbon")
    return {"petition": petition, "style": STYLE, "signal": signal, "on_signal": on_signal}


def card(petition) -> dict:
    """Return what the card's template draws (needs ``with_count``)."""
    lines = wrapped(petition.title)
    done = round((WIDTH - 48) * min(1, petition.signed / petition.next_goal))
    return {
        **_look(petition),
        "width": WIDTH,
        "height": HEIGHT,
        # Words begin where the language begins to write.
        "start": WIDTH - 24 if get_language_bidi() else 24,
        "is_right_to_left": get_language_bidi(),
        "lines": [(62 + 28 * place, line) for place, line in enumerate(lines)],
        "count": number_format(petition.signed, force_grouping=True),
        "signed": ngettext("person has signed", "people have signed", petition.signed),
        "track": WIDTH - 48,
        "done": done,
        "bar": WIDTH - 24 - done if get_language_bidi() else 24,
        "call": _("Sign, too") if petition.is_open else petition.phase.label,
    }


def badge(petition) -> dict:
    """Return what the badge's template draws: the number, and what it is of (needs ``with_count``)."""
    count = number_format(petition.signed, force_grouping=True)
    text = ngettext("person has signed", "people have signed", petition.signed)
    left, right = round(width_of(count) * 12) + 20, round(width_of(text) * 9) + 20
    return {
        **_look(petition),
        "count": count,
        "words": text,
        "left": left,
        "width": left + right,
        "left_middle": left // 2,
        "right_middle": left + right // 2,
    }


def wrapped(title: str) -> list[str]:
    """Return the title in as many lines as there is room for; three dots tell that it goes on."""
    letters = int(LINE * max(len(title), 1) / max(width_of(title), 1))
    lines = textwrap.wrap(title, letters) or [""]
    if len(lines) > MOST_LINES:
        last = lines[MOST_LINES - 1]
        lines = [*lines[: MOST_LINES - 1], last[: letters - 1].rstrip() + "…"]
    return lines


def width_of(words: str) -> int:
    """Return the width in narrow letters; those of Chinese, Japanese and Korean are two wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


MODULE = 10  # pixels


def qr_code(address: str) -> bytes:
    """Return the address as a QR code (ISO/IEC 18004) in SVG, black on white with the margin the standard asks for.

    It has the size of the PNG, for programs that show an SVG without one tiny, and grows without loss.
    """
    buffer = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(buffer, kind="svg", light="#fff", xmldecl=False, omitsize=True, svgclass=None, lineclass=None)
    side = MODULE * code.symbol_size()[0]
    return buffer.getvalue().replace(b"<svg ", f'<svg width="{side}" height="{side}" '.encode(), 1)


def qr_code_png(address: str) -> bytes:
    """Return it as PNG."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(buffer, kind="png", scale=MODULE, border=4)
    return buffer.getvalue()
