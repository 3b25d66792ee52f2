"""manage.py create_keys: the organisation's key pair for signers' contact data, and that of backups."""

import getpass
import os
import sys
from pathlib import Path

import segno
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.crypto.key_text import read_key, write_key
from core.crypto.sealed_box import new_key_pair, public_half
from ngo_site.backup import encryption

INSTRUCTIONS = """\
  How to keep the private key

  1. Make the pair on a computer that is not the server and that you trust, best without a network.
  2. Keep two copies of the private key in two places: written or printed on paper in a safe, and on a USB stick in
     a drawer elsewhere. Let two people know where they are. Do not mail it, photograph it or put it into a cloud.
  3. The 14 groups hold a checksum: a typing error is found when you type them. 0, 1 and 8 do not occur. The QR
     code says the same as the groups.
  4. Check each copy now: manage.py create_keys --check asks for the private key and says whether it belongs to
     the public one.
  5. Set the public key on the server. Then delete what is left of the private key on this computer.

  The private key opens what was signed. It must never be on the server. If both copies are lost, nobody can read
  names and addresses again; if somebody else has it, make a new pair: old signatures stay readable with the old key.
"""

OF_BACKUPS = """\
  How to keep the private key of backups

  1. Make the pair on a computer that is not the server. Keep the private key in two places, away from the backups.
  2. Set the public key on the server. It encrypts every backup, and opens none.
  3. The private key is asked for by manage.py restore and manage.py verify_backup. The file is one of age: on any
     computer, age --decrypt --identity FILE opens what manage.py backup has written.

  If the private key is lost, no backup can be opened.
"""


class Command(BaseCommand):
    help = "Make the organisation's key pair, or check one. Run it on a computer of your own, not on the server."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--into", metavar="FOLDER", type=Path, help="write both keys into files there, with a QR code"
        )
        parser.add_argument("--backup", action="store_true", help="make the key pair of backups instead")
        parser.add_argument("--qr", action="store_true", help="show the private key as a QR code, too")
        parser.add_argument("--check", action="store_true", help="ask for a private key and say whether it fits")
        parser.add_argument(
            "--public", metavar="KEY", help="with --check: the public key; else ORGANISATION_PUBLIC_KEY"
        )

    def handle(self, *, into, backup, qr, check, public, **options):
        if backup:
            return self.make_pair_of_backups(into)
        if check:
            return self.check_pair(public or settings.ORGANISATION_PUBLIC_KEY)
        private, public = new_key_pair()
        on_paper = write_key(read_key(private))
        if into:
            self.write_files(into, private, public, on_paper)
        else:
            self.stdout.write(
                f"ORGANISATION_PUBLIC_KEY={public}\n"
                "  Set this on the server: it can seal names and addresses, and open nothing.\n\n"
                f"Private key: {private}\n"
                f"  The same for paper:\n{_lines(on_paper)}\n"
            )
            if qr:
                segno.make(on_paper, error="m").terminal(out=self.stdout, compact=True)
        self.stdout.write(INSTRUCTIONS)

    def make_pair_of_backups(self, into):
        private, public = encryption.new_key_pair()
        text = f"# Private key of backups. Keep it away from them.\n# public key: {public}\n{private}\n"
        if into:
            self.write_new(into, {"backup-private-key.txt": text})
            self.stdout.write(f"The private key is in {into / 'backup-private-key.txt'}.\n")
        else:
            self.stdout.write(text)
        self.stdout.write(f"\nBACKUP_PUBLIC_KEY={public}\n\n{OF_BACKUPS}")

    def check_pair(self, public):
        if not public:
            raise CommandError("Which public key? Set ORGANISATION_PUBLIC_KEY or write --public KEY.")
        ask = getpass.getpass if sys.stdin.isatty() else lambda _words: sys.stdin.readline()
        try:
            fits = public_half(ask("Private key (it is not shown): ")) == public
        except ValueError as error:
            raise CommandError(str(error)) from None
        if not fits:
            raise CommandError("The key is typed without error, but it belongs to another public key.")
        self.stdout.write("The two keys belong together.")

    def write_files(self, folder, private, public, on_paper):
        sheet = f"Private key. Keep it offline, in two places.\n\n{_lines(on_paper)}\n\n{INSTRUCTIONS}"
        contents = {
            "private-key.txt": sheet,
            "private-key.svg": segno.make(on_paper, error="m").svg_inline(scale=8, border=4),
            "public-key.txt": f"ORGANISATION_PUBLIC_KEY={public}\n",
        }
        self.write_new(folder, contents)
        self.stdout.write(f"ORGANISATION_PUBLIC_KEY={public}\n\nBoth keys are in {folder}.\n")

    def write_new(self, folder, contents):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = [name for name in contents if (folder / name).exists()]
        if there:
            raise CommandError(
                f"{folder} has {', '.join(there)} already. Nothing was written: a key that something was sealed to "
                "must not be lost. Name another folder."
            )
        for name, text in contents.items():
            # O_EXCL: even if it appeared this moment, nothing is overwritten.
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(text)


def _lines(on_paper: str) -> str:
    groups = on_paper.split("-")
    return "\n".join("    " + "-".join(groups[i : i + 7]) for i in (0, 7))
