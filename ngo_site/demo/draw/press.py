"""Turn drawings into files: SVG sheets, WebP masters for the site, A3 sheets for the printer.

Needs: cairosvg, pillow and pypdf (pip).
"""

import io
from pathlib import Path

import cairosvg
from lettering import PAPER, Face
from PIL import Image
from pypdf import PdfReader, PdfWriter

PICTURES = Path(__file__).resolve().parent.parent / "pictures"
WIDE, TALL, EDGE = 1000, 1414, 56
LICENCE = "CC BY 4.0"


def rect(x, y, width, height, fill, more=""):
    return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}" {more}/>'


def shape(path, fill, more=""):
    return f'<path d="{path}" fill="{fill}" {more}/>'


def group(turn, *parts, opacity=1):
    return f'<g transform="{turn}" opacity="{opacity}">{"".join(parts)}</g>'


def foot(colour, quiet=None):
    """The line every poster carries: who made it, and that it may be passed on."""
    y = TALL - EDGE
    left = Face(900, 100).path("Sixth Copy", 25, EDGE, y)
    text = f"Print it, paste it, pass it on. {LICENCE}"
    right = Face(600, 100).path(text, 19, WIDE - EDGE, y, align="right")
    return shape(left, colour) + shape(right, quiet or colour)


def sheet(parts, ground=PAPER, size=(WIDE, TALL)):
    """A whole SVG document on a flat ground."""
    wide, tall = size
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}">\n'
        f'<rect width="{wide}" height="{tall}" fill="{ground}"/>\n{body}\n</svg>\n'
    )


def picture(svg, width):
    """The drawing as a Pillow image `width` pixels wide."""
    png = cairosvg.svg2png(bytestring=svg.encode(), output_width=width)
    return Image.open(io.BytesIO(png)).convert("RGB")


def save_webp(svg, name, width=1400):
    """Flat colours keep every pixel and still weigh little without loss."""
    picture(svg, width).save(PICTURES / f"{name}.webp", lossless=True, quality=100, method=6)


def save_pdf(svg, name, title):
    """A vector A3 sheet with a title a screen reader and a print shop can show."""
    # cairosvg counts 96 pixels to the inch, A3 is 297 mm wide.
    a3 = {"output_width": 297 / 25.4 * 96, "output_height": 420 / 25.4 * 96}
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(cairosvg.svg2pdf(bytestring=svg.encode(), **a3))))
    writer.add_metadata({"/Title": title, "/Author": "Sixth Copy", "/Subject": f"Poster, A3, {LICENCE}"})
    writer.compress_identical_objects()
    for page in writer.pages:
        page.compress_content_streams()
    writer.write(PICTURES / f"{name}.pdf")
