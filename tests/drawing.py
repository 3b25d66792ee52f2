"""Pictures for tests: drawn at once, or from the folder of those that others made."""

from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image

DATA = Path(__file__).parent / "data" / "images"


def upload(name: str) -> ContentFile:
    return ContentFile((DATA / name).read_bytes(), name=name)


def drawn(form="PNG", size=(800, 600), colour="#2a1fff", **options) -> bytes:
    """Return the bytes of a picture of one colour."""
    return saved(Image.new("RGB", size, colour), form, **options)


def photographed(size=(1000, 750)) -> bytes:
    """Return a picture with as many shades as a photograph."""
    return saved(Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size).convert("RGB"), "PNG")


def sky(size, mode="RGB") -> Image.Image:
    """Return a picture with the shades of a sky, of any size within a second: green above, red and blue below."""
    shades = Image.linear_gradient("L")
    small = Image.merge("RGB", (shades, shades.transpose(Image.Transpose.ROTATE_180), shades)).convert(mode)
    return small.resize(size, Image.Resampling.NEAREST)


def saved(image: Image.Image, form: str, **options) -> bytes:
    buffer = BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def opened(file) -> Image.Image:
    file.seek(0)
    return Image.open(BytesIO(file.read()))
