"""Encryption of backups to a public key, in the age format (https://age-encryption.org/v1).

``age --decrypt --identity KEY-FILE`` opens what is written here, on any computer and without the site.
"""

import shutil
from pathlib import Path
from typing import BinaryIO

import pyrage

SUFFIX = ".age"
_PIECE = 1024 * 1024  # bytes


def new_key_pair() -> tuple[str, str]:
    """Return (private key, public key) as age writes them: ``AGE-SECRET-KEY-1…`` and ``age1…``."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def public_half(private_key: str) -> str:
    """Return the public key of a private one. Raises ValueError with a sentence when that is none."""
    try:
        return str(pyrage.x25519.Identity.from_str(private_key.strip()).to_public())
    except pyrage.IdentityError:
        raise ValueError("This is no private key of backups, or there is a typing error in it.") from None


def read_private_key(file: Path) -> str:
    """Return the private key in a file of ``create_keys --backup`` or ``age-keygen``. Raises OSError, ValueError."""
    keys = [line.strip() for line in file.read_text(errors="replace").splitlines() if "AGE-SECRET-KEY-" in line]
    if len(keys) != 1:
        raise ValueError(f"{file} holds no private key of backups: a line that begins with AGE-SECRET-KEY-1.")
    public_half(keys[0])
    return keys[0]


def encrypt(reader: BinaryIO, writer: BinaryIO, public_key: str) -> None:
    """Copy a stream, encrypted to the key; as it is where that is empty. Raises ValueError for what is no key."""
    if not public_key:
        return shutil.copyfileobj(reader, writer, _PIECE)
    try:
        recipient = pyrage.x25519.Recipient.from_str(public_key)
    except pyrage.RecipientError:
        raise ValueError("BACKUP_PUBLIC_KEY is no public key of backups: manage.py create_keys --backup.") from None
    pyrage.encrypt_io(reader, writer, [recipient])


def decrypt(reader: BinaryIO, writer: BinaryIO, private_key: str) -> None:
    """Copy a stream, decrypted with the key; as it is where that is empty.

    Raises ValueError when the key is another one, or when a bit is wrong or the end is missing. What was written before
    that is found is whole: age closes each 64 KiB by itself.
    """
    if not private_key:
        return shutil.copyfileobj(reader, writer, _PIECE)
    try:
        pyrage.decrypt_io(reader, writer, [pyrage.x25519.Identity.from_str(private_key)])
    except pyrage.DecryptError as error:
        if "matching keys" in str(error):
            raise ValueError("It was encrypted to another key: this private key does not open it.") from None
        raise ValueError(f"It cannot be decrypted: {error}.") from None
    except OSError as error:
        if error.errno is None:  # not the disk's
            raise ValueError("It is damaged, or its end is missing.") from None
        raise
