"""Bringing a backup back: looked through first, then database and media folder, then what the site says of them."""

import io
import json
import os
import shutil
import tempfile
from pathlib import Path

from django.core.management import call_command

from . import database, media
from .folder import Backup
from .making import COUNTS, DUMP
from .progress import Progress, in_units


def look_through(backup: Backup, private_key: str, progress: Progress) -> dict[str, int]:
    """Return how many rows each table must have. Raises ValueError for a damaged backup and for a wrong key."""
    with progress.part("Digests") as tell:
        if faults := list(backup.faults(tell=tell)):
            raise ValueError(" ".join(faults))
    return json.loads(backup.text(COUNTS, private_key))


def look_for_room(backup: Backup, media_folder: Path | None) -> None:
    """Raise ValueError, before anything is touched, where a disk cannot take the files or the decrypted dump."""
    if media_folder and not (media_folder.exists() and any(media_folder.iterdir())):
        needed = sum(told["bytes"] for told in backup.manifest["media"].values())
        _look_for_room(media_folder, needed, "the files. Make room, or name another --media")
    if backup.public_key:
        needed = backup.sizes[backup.name_of(DUMP)]
        _look_for_room(Path(tempfile.gettempdir()), needed, "the decrypted database. Set TMPDIR to a folder elsewhere")


def _look_for_room(folder: Path, needed: int, words: str) -> None:
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if (free := shutil.disk_usage(place).free) < needed:
        raise ValueError(f"{in_units(free)} are left where {folder} lies, but it takes {in_units(needed)} for {words}.")


def restore_database(connection, backup: Backup, private_key: str, progress: Progress, *, replace: bool) -> None:
    """Fill the database. Raises ValueError, before it is touched where the dump cannot be read."""
    if not backup.public_key:
        _load(connection, backup.path / DUMP, progress, replace=replace)
        return
    # Several connections read in it here and there, so it has to lie somewhere in plain for a while.
    with tempfile.TemporaryDirectory(prefix="ngo-restore-") as folder:
        dump = Path(folder) / DUMP
        with progress.part("Decrypting the database") as tell, dump.open("wb") as file:
            backup.copy(backup.name_of(DUMP), private_key, file)
            tell(file.tell())
        _load(connection, dump, progress, replace=replace)


def _load(connection, dump: Path, progress: Progress, *, replace: bool) -> None:
    database.look_at(connection, dump)
    if replace:
        database.make_empty(connection)
    with progress.part("Database"):
        database.load(connection, dump, jobs=min(8, os.cpu_count() or 1))


def restore_media(backup: Backup, private_key: str, into: Path | None, progress: Progress) -> media.Contents:
    """Unpack all archives, or only read them without ``into``. Raises ValueError when one is not whole."""
    found = media.Contents()
    for full_name, told in backup.manifest["media"].items():
        part = progress.part(f"Files ({full_name.partition('.')[0]})")
        with part as tell, backup.reading(full_name, private_key) as archive:
            contents = media.unpack(archive, into, tell)
        if (contents.files, contents.bytes) != (told["files"], told["bytes"]):
            raise ValueError(f"{full_name} holds {contents.files} files instead of {told['files']}.")
        found.files, found.bytes = found.files + contents.files, found.bytes + contents.bytes
    return found


def have_checked() -> list[str]:
    """Count anew and look through the audit log; return what both say."""
    said = []
    for command in ("recount", "verify_audit"):
        out = io.StringIO()
        call_command(command, stdout=out, stderr=out)
        said += [f"{command}: {line}" for line in out.getvalue().splitlines() if line.strip()]
    return said
