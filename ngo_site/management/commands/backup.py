"""manage.py backup: the database, the media folder and the settings, in one dated folder."""

import errno
import shutil

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from ngo_site.backup.folder import locked
from ngo_site.backup.keeping import remove_superfluous
from ngo_site.backup.making import make_backup
from ngo_site.backup.progress import Progress, in_units

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_ENCRYPTED = (
    "This backup is NOT ENCRYPTED: whoever gets it reads the drafts, the accounts and all else that the database says "
    "in plain. Make a key pair on another computer (manage.py create_keys --backup) and set BACKUP_PUBLIC_KEY."
)


class Command(BaseCommand):
    help = "Write a backup into BACKUP_FOLDER, encrypted to BACKUP_PUBLIC_KEY, and remove those that need not stay."

    def handle(self, **options):
        folder, public_key = settings.BACKUP_FOLDER, settings.BACKUP_PUBLIC_KEY
        try:
            with locked(folder):
                backup = make_backup(folder, public_key, Progress(self.stdout))
                removed = remove_superfluous(folder, *settings.BACKUPS_KEPT)
        except BlockingIOError:
            raise CommandError(f"Another backup is being made in {folder} at this moment.") from None
        except OSError as error:
            raise CommandError(self._explain(error)) from None
        except DatabaseError as error:
            raise CommandError(f"The database does not answer as it should: {error}") from None
        except ValueError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{backup.path} ({in_units(backup.size)})")
        if backup.manifest["settings_left_out"]:
            self.stdout.write(f"Not in it: {', '.join(backup.manifest['settings_left_out'])}. Keep them elsewhere.")
        if removed:
            self.stdout.write(f"{removed} earlier removed.")
        if not public_key:
            self.stderr.write(self.style.WARNING(NOT_ENCRYPTED))

    def _explain(self, error: OSError) -> str:
        folder = settings.BACKUP_FOLDER
        if error.errno in NO_ROOM:
            place = next(path for path in (folder, *folder.parents) if path.exists())
            return (
                f"The disk is full: {in_units(shutil.disk_usage(place).free)} are left where {folder} lies. Nothing "
                "was left of this backup, and the earlier ones are whole. Make room, or set BACKUP_FOLDER elsewhere."
            )
        return f"The backup could not be written: {error}. Nothing was left of it; the earlier ones are whole."
