"""Where the files of deleted objects lie while the bin keeps them: at no address, so that nobody can fetch them."""

import os
from pathlib import Path

from django.conf import settings

FOLDER = ".bin"  # below MEDIA_ROOT; what begins with a dot is not served


def hide(name: str) -> None:
    """Take a file away from its address."""
    _move(_open(name), _hidden(name))


def show(name: str) -> None:
    """Put a file back to its address, unless it is there."""
    if not _open(name).exists():
        _move(_hidden(name), _open(name))


def remove(name: str) -> None:
    """Delete a hidden file."""
    _hidden(name).unlink(missing_ok=True)


def _move(path: Path, to: Path) -> None:
    if path.exists():
        to.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, to)


def _open(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / name


def _hidden(name: str) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / name
