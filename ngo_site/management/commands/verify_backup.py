"""manage.py verify_backup: whether a backup is whole and can be restored."""

import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import env
from dev.cluster import Cluster
from dev.terminal import Trouble
from ngo_site.backup import database, restoring
from ngo_site.backup.folder import Backup, backups_in
from ngo_site.backup.keys import private_key_for
from ngo_site.backup.progress import Progress


class Command(BaseCommand):
    help = (
        "Compare a backup with its digests; with the private key, restore it into a Postgres of its own that is thrown "
        "away afterwards, and compare the rows. The site's own database is not touched."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("backup", nargs="?", type=Path, metavar="BACKUP", help="a backup's folder; else the newest")
        parser.add_argument("--key", type=Path, metavar="FILE", help="with the private key; without, digests alone")

    def handle(self, *, backup, key, **options):
        progress = Progress(self.stdout)
        try:
            backup = Backup(backup or self.newest())
            if backup.public_key and not key:
                with progress.part("Digests") as tell:
                    faults = list(backup.faults(tell=tell))
                if faults:
                    raise CommandError(" ".join(faults))
                self.stdout.write(f"{backup.path} is as it was written. With --key FILE it is restored for trial, too.")
                return
            self.try_restoring(backup, private_key_for(backup, key), progress)
        except (ValueError, OSError, Trouble) as error:
            raise CommandError(str(error)) from None

    def newest(self):
        found = backups_in(settings.BACKUP_FOLDER)
        if not found:
            raise CommandError(f"There is no backup in {settings.BACKUP_FOLDER}.")
        return found[-1]

    def try_restoring(self, backup, private_key, progress):
        rows = restoring.look_through(backup, private_key, progress)
        files = restoring.restore_media(backup, private_key, None, progress)
        folder = tempfile.mkdtemp(prefix="ngo-verify-")
        cluster = Cluster(folder, throwaway=True)
        try:
            cluster.start()
            with database.site_database(env.database_at(cluster.url(), "the trial's database")) as trial:
                restoring.restore_database(trial, backup, private_key, progress, replace=False)
                found = database.count_rows(trial, set(backup.manifest["tables_without_rows"]))
        finally:
            cluster.leave()
            shutil.rmtree(folder, ignore_errors=True)
        if wrong := database.differences(rows, found):
            raise CommandError(" ".join(wrong))
        self.stdout.write(
            f"{backup.path} can be restored: {sum(rows.values())} rows in {len(rows)} tables, {files.files} files."
        )
