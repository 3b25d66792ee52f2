"""The files of the media folder, with the byte ranges that films need (RFC 9110 §14)."""

import mimetypes
import re
import secrets
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from ..http.cacheable import FILE
from ..readership import readership

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z", re.ASCII)
_CHUNK = 64 * 1024
# Their names carry random tokens and their content never changes, so browsers may keep them.
_KEEP = "public, max-age=31536000, immutable"


def folder_of(obj: models.Model | type[models.Model]) -> str:
    """Return the folder in which documents of this kind lie."""
    return f"{obj._meta.model_name}s"


def document_name(obj: models.Model, name: str) -> str:
    """Return where an uploaded document lies (for ``upload_to``): a readable name that is never used twice."""
    stem, suffix = slugify(Path(name).stem)[:60] or "file", Path(name).suffix.lower()[:10]
    return f"{folder_of(obj)}/{stem}-{secrets.token_hex(6)}{suffix}"


@require_safe
def media(request: HttpRequest, path: str) -> FileResponse | HttpResponse:
    """Answer with a file below ``MEDIA_ROOT``, or with the part of it that was asked for."""
    try:
        file = Path(FileSystemStorage(settings.MEDIA_ROOT).path(path))
        is_there = file.is_file()
    except (ValueError, SuspiciousFileOperation, OSError):  # the last one: a name too long for the file system
        raise Http404 from None
    # What begins with a dot is no page's: files that wait for a form to be sent again (kept_files.py).
    if not is_there or any(part.startswith(".") for part in file.relative_to(settings.MEDIA_ROOT).parts):
        raise Http404
    if _is_beginning_of_a_film(request, file):
        readership.count(request.META)
    response = _part(file, request.headers.get("Range", "")) or FileResponse(file.open("rb"), content_type=_type(file))
    response["Accept-Ranges"] = "bytes"
    response["Last-Modified"] = http_date(file.stat().st_mtime)
    response["Cache-Control"] = _KEEP
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # readers of feeds show our pictures
    # Whatever a file contains, it never acts as a page of ours.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


media.cacheable = FILE  # type: ignore[attr-defined]  # read by ``cacheable``


def _is_beginning_of_a_film(request, file: Path) -> bool:
    """Whether this request is one play: later pieces are not, nor the two bytes by which Safari tries ranges out."""
    if request.method != "GET" or file.suffix not in {".mp4", ".m4v", ".webm"}:
        return False
    match = _RANGE.match(request.headers.get("Range", "").strip())
    return not match or (match[1] == "0" and match[2] not in {"0", "1"})


def _part(file: Path, wanted: str) -> HttpResponse | None:
    match = _RANGE.match(wanted.strip())
    if not match or not any(match.groups()):
        return None
    size = file.stat().st_size
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with file.open("rb") as stream:
        stream.seek(start)
        # A film is watched in pieces: a player asks for the next one, so no answer need be long.
        piece = stream.read(min(end - start + 1, 32 * _CHUNK))
    headers = {"Content-Range": f"bytes {start}-{start + len(piece) - 1}/{size}"}
    return HttpResponse(piece, status=206, content_type=_type(file), headers=headers)


def _type(file: Path) -> str:
    if file.suffix == ".vtt":
        return "text/vtt; charset=utf-8"
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
