"""Text locked with a key from the environment: a stolen database, or its backup, does not tell it.

Unlike ``sealed_box``, the server itself can open it; it is for what must be used again, such as an address to write to.
"""

import hmac
import json
from typing import Any

from django.conf import settings
from django.db import models
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox


def lock(text: str, purpose: str) -> bytes:
    """Return the text locked (XSalsa20-Poly1305, 40 bytes longer); the same text is never locked the same way twice."""
    return bytes(SecretBox(_key(purpose)).encrypt(text.encode()))


def unlock(box: bytes, purpose: str) -> str:
    """Return what was locked. Raises ValueError when the key, or the purpose, is another one."""
    try:
        return SecretBox(_key(purpose)).decrypt(box).decode()
    except CryptoError:
        raise ValueError("This key does not open it.") from None


def lock_for_link(content: Any, token: str, purpose: str) -> bytes:
    """Return what JSON can say in a box that opens with ``token`` alone, which only a mailed link has.

    Whoever holds the database and the server's secret, but no link, cannot open it. Padded to a multiple of 64 bytes,
    so that the length tells little.
    """
    text = json.dumps(content)
    return lock(text + " " * (-len(text) % 64), f"{purpose} {token}")


def open_with_link(box: bytes, token: str, purpose: str) -> Any:
    """Return what ``lock_for_link`` put away. Raises ValueError when the link is another one."""
    return json.loads(unlock(bytes(box), f"{purpose} {token}"))


def _key(purpose: str) -> bytes:
    """Return 32 bytes by HKDF (RFC 5869, SHA-256) of ``FINGERPRINT_SECRET``."""
    # The first words are never changed: what is stored was encrypted with them.
    extracted = hmac.digest(b"field-encryption", settings.FINGERPRINT_SECRET.encode(), "sha256")
    return hmac.digest(extracted, purpose.encode() + b"\x01", "sha256")


class LockedField(models.Field):
    """A column whose value (whatever JSON can say) lies locked on the disk, dead rows and write-ahead log included.

    Nothing can be looked up by it: what is locked twice looks different each time.
    """

    def __init__(self, *args, purpose: str, **kwargs):
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, name: str) -> Any:
        return None

    def get_prep_value(self, value: Any) -> bytes:
        return lock(json.dumps(super().get_prep_value(value)), self.purpose)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return connection.Database.Binary(value if prepared else self.get_prep_value(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        # Nothing is there where a row that is joined to another is missing.
        return None if value is None else json.loads(unlock(bytes(value), self.purpose))
