"""A file chosen in a form of the desk stays chosen when the form comes back because another field was wrong.

It waits for a day in a folder that nothing serves and only the site's own account on the machine may open. The page
holds its name, signed for the person who chose it. (django-file-resubmit does the like through the cache, bound to
nobody; django-file-form needs scripts and tables of its own.)
"""

import contextlib
import logging
import secrets
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.admin.widgets import AdminFileWidget
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from ..audit import who_acts
from ..jobs.tasks import Priority, job

logger = logging.getLogger(__name__)

FOLDER = ".kept"  # below MEDIA_ROOT, which all machines of a site share
KEPT_FOR = 24 * 3600  # seconds
MOST_FILES = 20  # of one person
_SALT = "kept file"


class KeptFile(UploadedFile):
    """What was chosen before, as if it had been sent with this form."""

    def __init__(self, path: Path, name: str, content_type: str, token: str):
        super().__init__(path.open("rb"), name, content_type, path.stat().st_size)
        self.token, self._path = token, path

    def temporary_file_path(self) -> str:
        """Return where it lies: the storage moves it from there."""
        return str(self._path)


class KeepingFileInput(AdminFileWidget):
    """The admin's field for a file; a box says what was chosen before, and to untick it is to choose nothing."""

    _chosen: UploadedFile | None = None
    _person: Any = None

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        chosen = super().value_from_datadict(data, files, name)
        person = who_acts()
        if chosen is None and person and (token := data.get(_box(name))):
            chosen = find(token, person)
        if isinstance(chosen, UploadedFile) and person:  # the page is made when nobody acts any more
            self._chosen, self._person = chosen, person
        return chosen

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and _box(name) not in data

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        attrs, chosen, token = dict(attrs or {}), self._chosen, ""
        # What was refused is not kept: another file is to be chosen.
        if chosen and "aria-invalid" not in attrs:
            token = chosen.token if isinstance(chosen, KeptFile) else _keep(chosen, self._person)
        if not token or chosen is None:
            return super().render(name, value, attrs, renderer)
        attrs.pop("required", None)
        kept = {"name": chosen.name, "token": token, "box": _box(name), "id": attrs.get("id", _box(name))}
        return super().render(name, value, attrs, renderer) + render_to_string("admin/kept_file.html", kept)


def find(token: str, person: Any) -> KeptFile | None:
    """Return the file that this person chose within the last day."""
    try:
        number, place, name, content_type = signing.loads(token, salt=_SALT, max_age=KEPT_FOR)
        return KeptFile(_folder_of(person) / place, name, content_type, token) if number == person.pk else None
    except (signing.BadSignature, ValueError, OSError):
        return None


def _keep(upload: UploadedFile, person: Any) -> str:
    """Return what the page sends back instead of the file, or nothing where it cannot be kept."""
    place = secrets.token_hex(16)
    folder = _folder_of(person)
    try:
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        with (folder / place).open("xb") as file:
            for piece in upload.chunks():
                file.write(piece)
        _make_room(folder)
    except (OSError, ValueError):  # no room, or the upload was closed: it has to be chosen again, as ever
        logger.warning("A file chosen at the desk could not be kept")
        with contextlib.suppress(OSError):
            (folder / place).unlink()
        return ""
    return signing.dumps((person.pk, place, upload.name, upload.content_type or ""), salt=_SALT)


def _make_room(folder: Path) -> None:
    """Remove the oldest files of one person beyond so many, or so much."""
    size = 0
    newest = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for number, file in enumerate(newest):
        size += file.stat().st_size
        if number >= MOST_FILES or (number and size > 2 * settings.LARGEST_REQUEST):
            file.unlink(missing_ok=True)


def _folder_of(person: Any) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / str(int(person.pk))


def _box(name: str) -> str:
    return f"{name}-kept"


def sweep() -> None:
    """Enqueue the removal of files that were chosen a day ago and not sent again."""
    remove_old_files.enqueue()


@job(Priority.UPKEEP, title=_("Delete chosen files that were never sent"))
def remove_old_files() -> None:
    """Delete what was chosen a day ago and not sent again."""
    for folder in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*/"):
        for file in folder.iterdir():
            if file.stat().st_mtime < time.time() - KEPT_FOR:
                file.unlink(missing_ok=True)
        if not any(folder.iterdir()):
            shutil.rmtree(folder, ignore_errors=True)
