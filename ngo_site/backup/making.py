"""Making a backup: database, media folder and settings."""

import datetime
import io
import json
import platform
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from . import media, postgres, tables
from .database import Snapshot, snapshot
from .environment import settings_without_secrets
from .folder import Backup, NewBackup, backups_in, digest, new_backup
from .progress import Progress

DUMP, SETTINGS, COUNTS = "database.dump", "settings.env", "counts.json"


def make_backup(folder: Path, public_key: str, progress: Progress) -> Backup:
    """Write a backup of the whole site into ``folder``, which the caller has locked, and return it.

    Raises OSError when the disk does not take it, ValueError when pg_dump fails. Nothing is left then.
    """
    earlier = _newest(folder, public_key)
    with new_backup(folder, public_key) as new, snapshot() as moment:
        # Taken before the files: whatever a row names is still there afterwards.
        made_at = datetime.datetime.now(datetime.UTC)
        server = _copy_database(new, moment, progress)
        counts = moment.counts()
        archives = _copy_media(new, earlier, progress)
        text, left_out = settings_without_secrets()
        new.add(SETTINGS, io.BytesIO(text.encode()))
        new.add(COUNTS, io.BytesIO(json.dumps(counts).encode()))
        return new.finish(
            {
                "encrypted_to": public_key,
                "postgres": server,
                "python": platform.python_version(),
                "tables_without_rows": sorted(tables.LEFT_OUT),
                "settings_left_out": left_out,
                "media": archives,
            },
            made_at,
        )


def _copy_database(new: NewBackup, moment: Snapshot, progress: Progress) -> int:
    with progress.part("Database") as tell, moment.dump() as dump:
        new.add(DUMP, dump, tell)
    return postgres.major_of(moment.connection)


def _copy_media(new: NewBackup, earlier: Backup | None, progress: Progress) -> dict[str, dict]:
    """Write the archives, or have those of the earlier backup; return what each holds."""
    told: dict[str, dict] = {}
    for name, files in media.archives(settings.MEDIA_ROOT).items():
        state = media.state(settings.MEDIA_ROOT, files, new.public_key)
        full_name = new.name_of(name)
        with progress.part(f"Files ({name.removesuffix('.tar')})") as tell:
            if earlier and _is_unchanged(earlier, full_name, state, tell):
                new.link(earlier, full_name)
                told[full_name] = earlier.manifest["media"][full_name]
            else:
                contents = media.Contents()
                with media.reading(settings.MEDIA_ROOT, files, contents) as archive:
                    new.add(name, archive, tell)
                told[full_name] = {"state": state, "files": contents.files, "bytes": contents.bytes}
    return told


def _is_unchanged(earlier: Backup, full_name: str, state: str, tell: Callable[[int], None]) -> bool:
    """Return whether an archive of the earlier backup has these very files, and is not damaged itself."""
    if earlier.manifest["media"].get(full_name, {}).get("state") != state:
        return False
    try:
        return digest(earlier.path / full_name, tell) == earlier.sums[full_name]
    except OSError:
        return False


def _newest(folder: Path, public_key: str) -> Backup | None:
    for path in reversed(backups_in(folder)):
        try:
            backup = Backup(path)
        except ValueError:
            continue
        return backup if backup.public_key == public_key else None
    return None
