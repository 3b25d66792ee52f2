"""manage.py restore: brings a backup back."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core import env, live_installation
from ngo_site.backup import database, point_in_time, restoring
from ngo_site.backup.folder import Backup
from ngo_site.backup.keys import private_key_for
from ngo_site.backup.progress import Progress, in_units


class Command(BaseCommand):
    help = "Restore a backup into an empty database and media folder, and say what was found there."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "backup", nargs="?", metavar="BACKUP", type=Path, help="a folder that manage.py backup has written"
        )
        parser.add_argument("--key", type=Path, metavar="FILE", help="with the private key; asked for without")
        parser.add_argument(
            "--into", metavar="DATABASE_URL", help="another database than the site's; files then only into --media"
        )
        parser.add_argument("--media", type=Path, metavar="FOLDER", help="another folder than MEDIA_ROOT for the files")
        parser.add_argument(
            "--replace", action="store_true", help="delete what the database has, and write over files that are there"
        )

        parser.add_argument(
            "--to-time", metavar="MOMENT", help="instead: bring the database back as it was then, by pgBackRest"
        )
        parser.add_argument("--stanza", default="site", help="with --to-time: pgBackRest's name of the cluster")
        parser.add_argument("--stop", default="systemctl stop postgresql", help="with --to-time: stops Postgres")
        parser.add_argument("--start", default="systemctl start postgresql", help="with --to-time: starts Postgres")
        parser.add_argument("--user", help="with --to-time, as root: whom Postgres lets in as the site")

    def handle(self, *, backup, key, into, media, replace, to_time, **options):
        try:
            if to_time:
                return self.go_back(to_time, **options)
            if not backup:
                raise ValueError("Which backup? Name its folder, or --to-time.")
            backup = Backup(backup)
            private_key = private_key_for(backup, key)
            entry = env.database_at(into, "--into") if into else settings.DATABASES["default"]
            media = media or (None if into else settings.MEDIA_ROOT)
            if into:
                with database.site_database(entry) as other:
                    self.restore(other, backup, private_key, media, replace)
            else:
                self.restore(connection, backup, private_key, media, replace)
        except (ValueError, OSError, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from None

    def restore(self, into, backup, private_key, media, replace):
        self.refuse_what_is_used(into, media, replace)
        progress = Progress(self.stdout)
        rows = restoring.look_through(backup, private_key, progress)
        restoring.look_for_room(backup, media)
        restoring.restore_database(into, backup, private_key, progress, replace=replace)
        if wrong := database.differences(rows, database.count_rows(into, set(backup.manifest["tables_without_rows"]))):
            raise CommandError(" ".join(wrong))
        database.tidy(into)
        call_command("migrate", verbosity=0, skip_checks=True)
        live_installation.hold(backup.made_at)
        files = restoring.restore_media(backup, private_key, media, progress) if media else None
        self.stdout.write(f"\nThe backup of {backup.made_at:%Y-%m-%d %H:%M} UTC is restored.")
        self.stdout.write(f"  {sum(rows.values())} rows in {len(rows)} tables, as many as were copied")
        if files:
            self.stdout.write(f"  {files.files} files ({in_units(files.bytes)}) in {media}")
        self.tell_checks()

    def go_back(self, to_time, *, stanza, stop, start, user, **options):
        moment = point_in_time.moment(to_time)
        connection.close()
        point_in_time.bring_back(moment, stanza=stanza, stop=stop, start=start)
        if user:
            point_in_time.become(user)
        point_in_time.wait_for_postgres()
        live_installation.hold(moment)
        self.stdout.write(f"The database is as it was at {moment}. Files are as they are now.")
        self.tell_checks()

    def tell_checks(self):
        for line in restoring.have_checked():
            self.stdout.write(f"  {line}")
        self.stdout.write("It sends nothing until manage.py go_live makes it the live site.")

    def refuse_what_is_used(self, into, media, replace):
        if not replace and not database.is_empty(into):
            raise CommandError(
                "The database is not empty. Name an empty one (createdb, then --into or DATABASE_URL), or say "
                "--replace to delete what it has."
            )
        if not replace and media and media.exists() and any(media.iterdir()):
            raise CommandError(f"{media} is not empty. Move it away, name another --media, or say --replace.")
        if others := database.others_connected(into):
            raise CommandError(f"{others} sessions use the database. Stop serve and run_jobs first.")
