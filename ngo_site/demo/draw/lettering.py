"""Set words in a variable font and hand back their outlines as SVG paths, fitted to exact ink widths.

Needs: fonttools, brotli and uharfbuzz (pip), and the OFL fonts of the npm packages
@fontsource-variable/archivo and @fontsource-variable/newsreader. FONTS names the node_modules folder.
"""

import io
import os
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz as hb
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

FONTS = Path(os.environ.get("FONTS", "node_modules")) / "@fontsource-variable"
BLUE, VERMILION, YELLOW, INK, PAPER = "#2a1fff", "#ff4a1c", "#ffd400", "#0e0e0f", "#ffffff"
CAP = 0.686  # Archivo's cap height per em
FEATURES = {"kern": True, "liga": True}


def short(number):
    """Write a coordinate with one decimal at most; more is wasted on paper."""
    return f"{number:.1f}".rstrip("0").rstrip(".").replace("-0.", "-.") or "0"


def trace(*steps):
    """SVG path data from commands and numbers in turn."""
    return "".join(step if isinstance(step, str) else f"{short(step)} " for step in steps)


@cache
def blob(family, italic):
    """The font file as plain TrueType bytes, which HarfBuzz reads."""
    style = "italic" if italic else "normal"
    font = TTFont(FONTS / family / "files" / f"{family}-latin-standard-{style}.woff2")
    font.flavor = None
    plain = io.BytesIO()
    font.save(plain)
    return hb.Face(hb.Blob(plain.getvalue()))


@dataclass(frozen=True)
class Face:
    """One cut of a variable font: weight and width (62 condensed to 125 expanded)."""

    wght: float = 900
    wdth: float = 100
    family: str = "archivo"
    italic: bool = False

    @cached_property
    def _font(self):
        font = hb.Font(blob(self.family, self.italic))
        font.set_variations({"wght": self.wght, "wdth": self.wdth})
        return font

    def glyphs(self, text, track=0.0):
        """Yield (glyph id, x) of a shaped line at 1000 units per em; `track` is in thousandths."""
        line = hb.Buffer()
        line.add_str(text)
        line.guess_segment_properties()
        hb.shape(self._font, line, FEATURES)
        scale, x = 1000 / blob(self.family, self.italic).upem, 0.0
        for glyph, place in zip(line.glyph_infos, line.glyph_positions, strict=True):
            yield glyph.codepoint, x + place.x_offset * scale
            x += place.x_advance * scale + track

    def draw(self, pen, text, size, x=0.0, y=0.0, track=0.0):
        """Draw with the baseline at y, y growing downwards."""
        unit = size / blob(self.family, self.italic).upem
        for glyph, place in self.glyphs(text, track):
            moved = TransformPen(pen, (unit, 0, 0, -unit, x + place * size / 1000, y))
            self._font.draw_glyph_with_pen(glyph, moved)

    def bounds(self, text, size, track=0.0):
        """The ink box (left, top, right, bottom) of a line set at the origin."""
        pen = BoundsPen(None)
        self.draw(pen, text, size, track=track)
        return pen.bounds or (0, 0, 0, 0)

    def path(self, text, size, x, y, track=0.0, align="left"):
        """SVG path data whose *ink* begins (left), ends (right) or is centred at x: optical, not metric."""
        left, _, right, _ = self.bounds(text, size, track)
        start = {"left": x - left, "right": x - right, "middle": x - (left + right) / 2}[align]
        pen = SVGPathPen(None, ntos=short)
        self.draw(pen, text, size, start, y, track)
        return pen.getCommands()

    def size_for(self, text, width, track=0.0):
        """The size at which the ink of the line is exactly `width` wide."""
        left, _, right, _ = self.bounds(text, 1000, track)
        return 1000 * width / (right - left)


def stretched(text, width, cap, wght=900, track=0.0):
    """The face and size that make a line `width` wide and `cap` tall by the width axis, never by distortion.

    Where the axis ends before that, the width is kept and the height gives way.
    """
    low, high, size = 62.0, 125.0, cap / CAP
    for _ in range(18):
        middle = (low + high) / 2
        left, _, right, _ = Face(wght, middle).bounds(text, size, track)
        low, high = (middle, high) if right - left < width else (low, middle)
    face = Face(wght, (low + high) / 2)
    return face, face.size_for(text, width, track)


def broken(text, face, size, width):
    """Break words into lines no wider than `width`."""
    made = [""]
    for word in text.split():
        longer = f"{made[-1]} {word}".strip()
        if made[-1] and face.bounds(longer, size)[2] > width:
            made.append(word)
        else:
            made[-1] = longer
    return made


def lines(text, face, size, width):
    """Break words into as few lines as fit, all about equally long."""
    made = broken(text, face, size, width)
    while len(narrower := broken(text, face, size, width * 0.98)) == len(made):
        made, width = narrower, width * 0.98
    return made
