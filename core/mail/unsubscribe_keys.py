"""Keys of the links with which people leave: they say which mailbox and what it gets, and work for good.

A key follows from the mailbox' tag and what it is about, so that the link in an old letter still works for whoever left
and came back. It depends on ``FINGERPRINT_SECRET``, as the tag does, and neither on ``SECRET_KEY`` nor on a row.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

from django.conf import settings

_TAG, _ABOUT, _PROOF = 32, 8, 16  # bytes


class Key(NamedTuple):
    """What a genuine key says."""

    mailbox: bytes
    about: bytes

    def is_about(self, *names: str) -> bool:
        """Return True when the key was made for one of these."""
        return any(hmac.compare_digest(self.about, _digest(name)) for name in names)


def make(purpose: str, mailbox: bytes, about: str) -> str:
    """Return the key (75 characters, safe in a URL) for one mailbox, by its tag of 32 bytes, and what it gets."""
    return _write(purpose, mailbox + _digest(about))


def read(purpose: str, key: str) -> Key | None:
    """Return what a key says, or None for one that was cut off or made up."""
    try:
        said = urlsafe_b64decode(key.encode("ascii") + b"=" * (-len(key) % 4))[: _TAG + _ABOUT]
    except ValueError:
        return None
    is_genuine = hmac.compare_digest(key.encode("ascii"), _write(purpose, said).encode())
    return Key(said[:_TAG], said[_TAG:]) if is_genuine else None


def _write(purpose: str, said: bytes) -> str:
    secret = hmac.digest(settings.FINGERPRINT_SECRET.encode(), f"unsubscribe {purpose}".encode(), "sha256")
    proof = hmac.digest(secret, said, "sha256")[:_PROOF]
    return urlsafe_b64encode(said + proof).decode().rstrip("=")


def _digest(about: str) -> bytes:
    return hashlib.sha256(about.encode()).digest()[:_ABOUT]
