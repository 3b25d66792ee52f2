"""manage.py export_wordpress: write the articles, pages and responses as a WordPress export (WXR 1.2)."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core import audit
from ngo_site.wordpress.exporting import Export


class Command(BaseCommand):
    help = (
        "Write what is public as a WordPress export, to a file or to standard output. WordPress reads it under Tools, "
        "Import; import_wordpress reads it, too. No e-mail address is in it."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="the .xml file to write; without it, standard output")
        parser.add_argument("--drafts", action="store_true", help="drafts as well")
        parser.add_argument("--media", action="store_true", help="name the pictures of the library as well")

    def handle(self, file, drafts, media, **options):
        run = Export(drafts=drafts, pictures=media)
        try:
            if file:
                # Beside its place first: whoever looks there finds a whole file or none.
                unfinished = file.with_name(f"{file.name}.part")
                with unfinished.open("w", encoding="utf-8") as stream:
                    stream.writelines(run.text())
                unfinished.replace(file)
            else:
                self.stdout.ending = ""
                for piece in run.text():
                    self.stdout.write(piece)
        except OSError as error:
            raise CommandError(f"{file or 'standard output'} cannot be written: {error.strerror}.") from None
        audit.record(None, audit.Action.EXPORT, detail="WordPress export")
        counts = ", ".join(f"{kind}: {number}" for kind, number in sorted(run.counts.items())) or "nothing to export"
        print(counts, file=sys.stderr)
