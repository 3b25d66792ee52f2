"""What a volunteer takes home of a poster: one zip with every size, its licence and the words to go with it."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from core import identity
from core.languages import own_address
from core.slugs import slugify

from ..models import Poster, Size
from ..sharing import cards

_PIECE = 64 * 1024


def files_of(poster: Poster) -> list[tuple[str, str]]:
    """Return (size, name in the storage), one for each size there is; somebody's own file before one that was made."""
    own = {one.size: one.file.name for one in poster.own_files.all()}
    return [(size, name) for size in Size.values if (name := own.get(size) or poster.made.get(size))]


def downloads(poster: Poster) -> list[dict]:
    """Return what the poster's page offers, each with the words for it."""
    storage = poster.file.storage
    return [{"label": Size(size).label, "url": storage.url(name), "name": name} for size, name in files_of(poster)]


def folder(poster: Poster) -> str:
    return slugify(poster.slug, 60) or f"poster-{poster.pk}"  # as bytes, file systems take 255 at most


def stream(poster: Poster) -> Iterator[bytes]:
    """Yield the zip piece by piece. The posters in other languages have kits of their own."""
    sink, name = _Sink(), folder(poster)
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as kit:
        for path, data in _written(poster):
            kit.writestr(f"{name}/{path}", data, zipfile.ZIP_DEFLATED)
            yield sink.taken()
        for path, stored in _stored(poster):
            try:
                file = poster.file.storage.open(stored)
            except OSError:
                continue  # lost, or replaced this very moment
            with file, kit.open(f"{name}/{path}", "w") as entry:
                while piece := file.read(_PIECE):
                    entry.write(piece)
                    yield sink.taken()
    yield sink.taken()


def _stored(poster) -> list[tuple[str, str]]:
    name = folder(poster)
    listed = [(f"{name}-{size}{PurePosixPath(stored).suffix}", stored) for size, stored in files_of(poster)]
    listed.append((f"{name}-original{PurePosixPath(poster.file.name).suffix}", poster.file.name))
    if poster.printable:
        listed.append((f"{name}-print.pdf", poster.printable.name))
    return listed


def _written(poster) -> list[tuple[str, bytes]]:
    # Addresses first: the site may have none in the poster's language.
    context = {"poster": poster, "organisation": identity.current(), "address": poster.address_on_it}
    context["page"] = settings.SITE_URL + own_address(poster)
    with override(poster.language):
        texts = {name: render_to_string(f"campaigns/kit/{name}", context) for name in ("README.txt", "LICENCE.txt")}
    return [
        *((name, text.strip().replace("\n", "\r\n").encode("utf-8-sig") + b"\r\n") for name, text in texts.items()),
        ("qr-code.svg", cards.qr_code(poster.address_on_it)),
        ("qr-code.png", cards.qr_code_png(poster.address_on_it)),
    ]


class _Sink(io.RawIOBase):
    """Where the zip is written to; what was taken out is forgotten."""

    def __init__(self):
        super().__init__()
        self._written = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        data, self._written = bytes(self._written), bytearray()
        return data
