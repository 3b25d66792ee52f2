"""manage.py import_wordpress FILE: bring the posts, pages and responses of a WordPress site here."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.media.storage import NO_ROOM
from ngo_site.wordpress.importing import Import
from ngo_site.wordpress.media import Library
from ngo_site.wordpress.reading import UnreadableExport, read
from ngo_site.wordpress.survey import Survey

NO_ROOM_LEFT = (
    "The server has no room left for files. No post was imported; the uploads that came are kept, and not fetched "
    "again. Make room where MEDIA_ROOT lies, and type the same command again."
)


class Command(BaseCommand):
    help = (
        "Import a WordPress export (in WordPress: Tools, Export). It can be repeated: what is here already stays "
        "as it is. A damaged file changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the .xml file")
        parser.add_argument("--dry-run", action="store_true", help="say what would come in, and change nothing")

        parser.add_argument(
            "--media", action="store_true", help="download pictures, films and files first; it can be broken off"
        )

    def handle(self, file, dry_run, media, **options):
        library = Library() if media and not dry_run else None
        survey = Survey()
        run = Import(self.show_progress, library, survey)
        try:
            with file.open("rb") as stream:
                if library:
                    library.fetch(read(stream), survey, self.show_uploads)
                else:
                    survey.read(read(stream))
            with file.open("rb") as stream:
                run.run(_then_stop(read(stream)) if dry_run else read(stream))
        except OSError as error:
            if error.errno in NO_ROOM:
                raise CommandError(NO_ROOM_LEFT) from None
            raise CommandError(f"{error.filename or file} cannot be opened: {error.strerror}.") from None
        except UnreadableExport as error:
            raise CommandError(f"{file}: {error} Nothing was imported.") from None
        except _DryRun:
            self.stdout.write("This was a dry run: nothing has changed.")
        if library:
            run.counts += library.counts
            run.remarks += library.remarks
        self.report(run)

    def show_uploads(self, library):
        done = sum(library.counts.values())
        if self.stderr.isatty() or done % 100 == 0:
            self.stderr.write(f"\r{done} uploads …", ending="" if self.stderr.isatty() else "\n")
            sys.stderr.flush()

    def show_progress(self, run):
        done = sum(run.counts[kind] for kind in ("articles", "pages", "articles already here"))
        if self.stderr.isatty():
            self.stderr.write(f"\r{done} posts and pages, {run.counts['comments']} comments …", ending="")
        elif done and done % 500 == 0:
            self.stderr.write(f"{done} posts and pages, {run.counts['comments']} comments …")
        sys.stderr.flush()

    def report(self, run):
        if self.stderr.isatty():
            self.stderr.write("")
        for remark in run.remarks:
            self.stdout.write(remark)
        self.stdout.write(
            ", ".join(f"{kind}: {number}" for kind, number in sorted(run.counts.items())) or "The export is empty."
        )


class _DryRun(Exception):
    pass


def _then_stop(entries):
    """Let everything happen and be taken back: the surest way to say what would."""
    yield from entries
    raise _DryRun
