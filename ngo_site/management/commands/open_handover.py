"""manage.py open_handover: opens a sealed hand-over with the private key, without database or network."""

import getpass
import json
import sys
from base64 import b64decode
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.text import get_valid_filename

from campaigns.handover.html_document import HandoverDocument
from campaigns.handover.reader import open_handover, write_csv


class Command(BaseCommand):
    help = (
        "Open a hand-over file: writes signatures.csv, the document to print (hand-over.html) and the scans of what "
        "was signed on paper. Needs neither database nor network; do it on a computer of the organisation's own."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key", type=Path, action="append", metavar="FILE", help="a file with a private key; asked for without"
        )
        parser.add_argument("--into", type=Path, metavar="FOLDER", help="where to write; else beside the file")
        parser.add_argument(
            "--list", default="name,country", help="what the list shows: name,country,postcode,town or none"
        )
        parser.add_argument("--all-names", action="store_true", help="also of people who did not agree to be named")
        parser.add_argument(
            "--comments", default="", metavar="1,7", help="the numbers (in the CSV) of comments to print"
        )

    def handle(self, *, file, key, into, comments, **options):
        into = into or file.with_suffix("")
        columns = [name for name in options["list"].split(",") if name in {"name", "country", "postcode", "town"}]
        try:
            numbers = [int(number) for number in comments.split(",") if number.strip()]
            with file.open("rb") as stream:
                papers = Papers(into)
                handover = open_handover(stream, self.read_keys(key), papers.write)
                into.mkdir(mode=0o700, parents=True, exist_ok=True)
                document = HandoverDocument(
                    into / "hand-over.html", handover,
                    columns=columns, all_names=options["all_names"], comments=numbers,
                )  # fmt: skip
                with (into / "signatures.csv").open("w", encoding="utf-8-sig", newline="") as table:
                    for signer in write_csv(table, handover):
                        document.add(signer)
                document.papers = papers.told
                document.write()
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from None
        self.tell(handover, into)

    def read_keys(self, files):
        if files:
            return [_key_in(file.read_text()) for file in files]
        ask = getpass.getpass if sys.stdin.isatty() else lambda _words: sys.stdin.readline()
        return [ask("Private key (it is not shown): ")]

    def tell(self, handover, into):
        unreadable = handover.unreadable + handover.papers_unreadable
        if unreadable:
            self.stderr.write(f"{unreadable} boxes were sealed to another key, or damaged, and could not be opened.")
        if handover.unreadable and not handover.opened:
            raise CommandError("None of the boxes opens with this key.")
        if not handover.is_whole:
            raise CommandError("The file is not complete: download it again.")
        self.stdout.write(f"{handover.opened} signatures opened; they are in {into}. It is plain text: keep it safe.")


def _key_in(text: str) -> str:
    """Return the key of a file that holds it alone, or of the sheet that create_keys writes."""
    groups = [line.strip() for line in text.splitlines() if line.count("-") == 6 and " " not in line.strip()]
    return "-".join(groups[:2]) if len(groups) >= 2 else text


class Papers:
    """The scans of batches on paper, each in a file of its own, even where two batches have the same name."""

    def __init__(self, into: Path):
        self.into, self.told = into, []

    def write(self, told: dict, opened: bytes) -> None:
        self.told.append(told)
        self.into.mkdir(mode=0o700, parents=True, exist_ok=True)
        paper = json.loads(opened)
        name = get_valid_filename(f"scan-{len(self.told)}-{paper['file_name']}")
        (self.into / name).write_bytes(b64decode(paper["scan"]))
