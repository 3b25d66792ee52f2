"""Draws a picture of words alone, as large as they go: what stands for a page elsewhere, or for a film without one."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, ImageOps, features

SIZE = WIDTH, HEIGHT = 1200, 630
LARGEST_FILE = 100_000  # bytes; some messengers leave out what is larger than 300 kB, and readers pay for each
EDGE = 64
PICTURE_WIDTH = 480
MOST_LINES = 6


@dataclass(frozen=True)
class Face:
    """A font file, the characters it has, and its weight where it has several."""

    file: Path
    ranges: tuple[tuple[int, int], ...]
    weight: int | None = None
    direction: str = "ltr"

    def has(self, text: str) -> bool:
        return all(any(first <= ord(sign) <= last for first, last in self.ranges) for sign in text)


_HERE = Path(__file__).parent / "fonts"
_PUNCTUATION = ((0x20, 0x7E), (0xA0, 0xFF), (0x2013, 0x2014), (0x2018, 0x201E), (0x2026, 0x2026), (0x2039, 0x203A))
FACES = (
    Face(settings.BASE_DIR / "static/fonts/archivo-narrow.woff2", _PUNCTUATION, 880),
    Face(_HERE / "sofia-sans-condensed.woff2", (*_PUNCTUATION, (0x100, 0x17F), (0x384, 0x3CE), (0x400, 0x4FF))),
    Face(
        _HERE / "noto-sans-arabic.woff2",
        ((0x20, 0x7E), (0xAB, 0xAB), (0xBB, 0xBB), (0x200C, 0x200D), (0x600, 0x6FF), (0x750, 0x77F)),
        direction="rtl",
    ),
)


def face_for(text: str) -> Face | None:
    """Return the first face that has all characters and can be set here; None: better no words than boxes."""
    can_shape = features.check("raqm")
    return next((face for face in FACES if face.has(text) and (can_shape or face.direction == "ltr")), None)


def draw(
    title: str,
    name: str,
    colours: tuple[str, str],
    picture: Image.Image | None,
    focus: tuple[int, int] = (50, 50),
    whole: bool = False,
    size: tuple[int, int] = SIZE,
) -> bytes:
    """Return a JPEG of this size and at most LARGEST_FILE bytes.

    ``colours`` are those of the ground and of what is written on it.
    ``picture`` stands beside the words, cut so that ``focus`` (percent) stays in sight, or ``whole`` (a poster).
    """
    ground, ink = colours
    canvas = Image.new("RGB", size, ground)
    face = face_for(title)
    mirrored = face is not None and face.direction == "rtl"
    if picture:
        _beside(canvas, picture.convert("RGB"), focus, whole, mirrored)
    left = EDGE + (PICTURE_WIDTH if picture and mirrored else 0)
    right = canvas.width - EDGE - (PICTURE_WIDTH if picture and not mirrored else 0)
    pen = ImageDraw.Draw(canvas)
    _name(pen, name, ink, left, right, mirrored)
    if face:
        _title(pen, title, face, ink, (left, 150, right, canvas.height - EDGE))
    return _encoded(canvas)


def cut(picture: Image.Image) -> bytes:
    """Return a JPEG of the middle of this picture in the size and the bytes that ``draw`` has."""
    return _encoded(ImageOps.fit(picture.convert("RGB"), SIZE))


def _beside(canvas, picture, focus, whole, mirrored):
    if whole:
        picture = ImageOps.contain(picture, (PICTURE_WIDTH - EDGE, canvas.height - EDGE))
        across = (PICTURE_WIDTH - picture.width) // 2
        place = across if mirrored else canvas.width - PICTURE_WIDTH + across
        canvas.paste(picture, (place, (canvas.height - picture.height) // 2))
        return
    cut = ImageOps.fit(picture, (PICTURE_WIDTH, canvas.height), centering=(focus[0] / 100, focus[1] / 100))
    canvas.paste(cut, (0 if mirrored else canvas.width - PICTURE_WIDTH, 0))


def _name(pen, name, ink, left, right, mirrored):
    pen.rectangle((left, 52, right, 60), fill=ink)
    face = face_for(name)
    if face:
        font = font_of(face, 38)
        length = font.getlength(name, direction=_direction(face))
        pen.text((right - length if mirrored else left, 96), name, ink, font, anchor="lm", direction=_direction(face))


def _title(pen, title, face, ink, box):
    left, top, right, bottom = box
    size, lines = _fitted(title, face, right - left, bottom - top)
    font, leading = font_of(face, size), _leading(face, size)
    base = bottom - leading * len(lines)
    for number, line in enumerate(lines):
        length = font.getlength(line, direction=_direction(face))
        across = right - length if face.direction == "rtl" else left
        middle = base + leading * (number + 0.5)
        pen.text((across, middle), line, ink, font, anchor="lm", direction=_direction(face))


def _fitted(title, face, width, height):
    """Return the largest size at which the title fits, and its lines; what is still too long is cut."""
    for size in range(150, 39, -2):
        lines = _lines(title, face, size, width)
        if lines and len(lines) <= MOST_LINES and _leading(face, size) * len(lines) <= height:
            return size, lines
    lines = _broken(title, face, 40, width)
    most = int(height // _leading(face, 40))
    return 40, [*lines[: most - 1], lines[most - 1][:-1] + "…"] if len(lines) > most else lines


def _lines(title, face, size, width):
    """Return the title in lines of whole words, or None when a word alone is too wide."""
    lines: list[str] = []
    font = font_of(face, size)
    for word in title.split():
        if font.getlength(word, direction=_direction(face)) > width:
            return None
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer, direction=_direction(face)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(title, face, size, width):
    """Return the title in lines, broken wherever they are full."""
    lines: list[str] = [""]
    font = font_of(face, size)
    for sign in title:
        if font.getlength(lines[-1] + sign, direction=_direction(face)) > width:
            lines.append("")
        lines[-1] += sign
    return lines


def _leading(face, size):
    return size * (1.35 if face.direction == "rtl" else 1.0)


def _direction(face):
    # Without raqm Pillow takes no direction, not even the usual one.
    return face.direction if features.check("raqm") else None


@cache
def font_of(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """Return the face in so many pixels."""
    font = ImageFont.truetype(str(face.file), size)
    if face.weight:
        font.set_variation_by_axes([face.weight])
    return font


def _encoded(canvas) -> bytes:
    for quality in (88, 80, 70, 60, 50):
        buffer = io.BytesIO()
        canvas.save(
            buffer, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=0 if quality > 75 else 2
        )
        if buffer.tell() <= LARGEST_FILE:
            break
    return buffer.getvalue()
