"""The private key of backups, as commands get it: from a file, never from their arguments."""

import sys
from pathlib import Path

from .encryption import public_half, read_private_key
from .folder import Backup


def private_key_for(backup: Backup, file: Path | None) -> str:
    """Return the key that opens a backup, asking for its file without one; empty when it is not encrypted.

    Raises ValueError and OSError.
    """
    if not backup.public_key:
        return ""
    key = read_private_key(file or _ask())
    if public_half(key) != backup.public_key:
        raise ValueError(
            f"This private key belongs to another public key; the backup needs that of {backup.public_key}."
        )
    return key


def _ask() -> Path:
    words = "File with the private key of backups: "
    answer = (input(words) if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not answer:
        raise ValueError("The backup is encrypted: name the file with the private key (--key FILE).")
    return Path(answer).expanduser()
