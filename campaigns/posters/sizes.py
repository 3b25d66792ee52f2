"""A poster in all sizes, made by a job from the one picture: for phones, for squares, for web pages, to print."""

import io
import re

from django.apps import apps
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

from core import identity
from core.cache import generations
from core.jobs.tasks import Priority, job
from core.media import renditions
from core.media.files import document_name
from core.media.picture_formats import is_flat

from .models.poster_files import MILLIMETRES, PIXELS, Size
from .print_sheet import sheet

WEB_WIDTH = 1200


@job(Priority.PICTURES, title=_("Make the sizes of a poster"))
def make_sizes(pk: int):
    """Make the files and note them in ``made`` as {"story": "posters/…png", …}.

    A poster that was changed or deleted meanwhile leaves nothing behind.
    """
    posters = apps.get_model("campaigns.Poster").objects  # by name, for posters import this
    poster = posters.select_related("petition", "campaign").filter(pk=pk).first()
    if poster is None or not poster.file or poster.made:
        return
    drawn, storage = poster.file.name, poster.file.storage
    with poster.file.open("rb") as file:
        image = on_paper(Image.open(file))
    made = {}
    for size in Size.values:
        data, extension = draw(poster, image, size)
        made[size] = storage.save(document_name(poster, f"{poster.slug}-{size}.{extension}"), ContentFile(data))
    if posters.filter(pk=pk, file=drawn, made={}).update(made=made) == 1:
        generations.forget_pages()
    else:
        renditions.remove(storage, list(made.values()))


def draw(poster, image: Image.Image, size: str) -> tuple[bytes, str]:
    """Return a file and its extension."""
    if size in MILLIMETRES:
        address = poster.address_on_it if poster.qr_in_print else ""
        about = {"title": poster.title, "author": poster.credit or identity.current().name}
        about |= {"subject": re.sub(r"\s+", " ", poster.words).strip(), "language": poster.language}
        return sheet(image, MILLIMETRES[size], about, address), "pdf"
    if size == Size.WEB:
        width = min(WEB_WIDTH, image.width)
        return packed(
            image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
        )
    return packed(on_ground(image, PIXELS[size]))


def on_paper(image: Image.Image) -> Image.Image:
    """Return the picture in RGB; what shows through becomes white."""
    image.load()
    image = image.convert("RGBA") if image.mode != "RGB" else image
    if image.mode == "RGBA":
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        return paper.convert("RGB")
    return image


def on_ground(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the whole picture in that many pixels, for no word on it may be cut; around it the colour of its edges."""
    scale = min(size[0] / image.width, size[1] / image.height)
    inner = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    ground = Image.new("RGB", size, edge_colour(image))
    ground.paste(image.resize(inner, Image.Resampling.LANCZOS), ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2))
    return ground


def edge_colour(image: Image.Image) -> tuple[int, int, int]:
    """Return the colour that is most often at the picture's edges."""
    small = image.resize((64, 64), Image.Resampling.NEAREST)
    edges = Image.new("RGB", (64, 4))
    edges.paste(small.crop((0, 0, 64, 1)), (0, 0))
    edges.paste(small.crop((0, 63, 64, 64)), (0, 1))
    edges.paste(small.crop((0, 0, 1, 64)).transpose(Image.Transpose.ROTATE_90), (0, 2))
    edges.paste(small.crop((63, 0, 64, 64)).transpose(Image.Transpose.ROTATE_90), (0, 3))
    palette = edges.quantize(8).convert("RGB")
    return max(palette.getcolors())[1]


def packed(image: Image.Image) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    if is_flat(image):
        image.save(buffer, "PNG", optimize=True)
        return buffer.getvalue(), "png"
    image.save(buffer, "JPEG", quality=88, progressive=True, optimize=True)
    return buffer.getvalue(), "jpg"
