"""The small square that browsers and telephones show for the site: the logo, or the first letter of the name."""

import io

from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageOps

from core import identity
from core.media import drawing

SIZES = [48, 180]
MOST_ACROSS = 1.6  # times its height: a wider logo is words, which nobody reads so small


def draw_icon(organisation: identity.Organisation, size: int) -> bytes:
    """Return a PNG of so many pixels each way."""
    logo = organisation.logo and _square(organisation.logo, size)
    buffer = io.BytesIO()
    (logo or _letter(organisation, size)).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _square(logo: identity.Logo, size: int) -> Image.Image | None:
    """Return the logo on white; None where it is too wide, or its file is lost."""
    if max(logo.width, logo.height) > MOST_ACROSS * min(logo.width, logo.height):
        return None
    try:
        with default_storage.open(logo.file) as file:
            image = Image.open(file)
            image.load()
    except OSError:
        return None
    edge = size // 12
    image = ImageOps.contain(image.convert("RGBA"), (size - 2 * edge, size - 2 * edge), Image.Resampling.LANCZOS)
    square = Image.new("RGB", (size, size), "#fff")
    square.paste(image, ((size - image.width) // 2, (size - image.height) // 2), image)
    return square


def _letter(organisation: identity.Organisation, size: int) -> Image.Image:
    """Return the first letter of the name in the organisation's colour, with its carbon copies behind it."""
    ground, ink = organisation.palette.signal, organisation.palette.on_signal
    square = Image.new("RGB", (4 * size, 4 * size), ground)  # drawn large, so that edges are smooth
    letter = organisation.initial
    if face := drawing.face_for(letter):
        font = drawing.font_of(face, 3 * size)
        for copies, part in ((2, 0.25), (1, 0.5), (0, 1.0)):
            place = 2 * size + (copies - 1) * size // 3
            pen = ImageDraw.Draw(square)
            pen.text((place, place), letter, _mixed(ink, ground, part), font, anchor="mm")
    return square.resize((size, size), Image.Resampling.LANCZOS)


def _mixed(ink: str, ground: str, part: float) -> tuple[int, ...]:
    pairs = zip(bytes.fromhex(ink[1:]), bytes.fromhex(ground[1:]), strict=True)
    return tuple(round(part * one + (1 - part) * other) for one, other in pairs)
