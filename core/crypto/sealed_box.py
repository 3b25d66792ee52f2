"""Sealed boxes: the server can close them and nobody can open them here (libsodium ``crypto_box_seal``)."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from .key_text import read_key


def new_key_pair() -> tuple[str, str]:
    """Return (private key, public key), each 32 bytes in base64."""
    private = PrivateKey.generate()
    return b64encode(bytes(private)).decode(), b64encode(bytes(private.public_key)).decode()


def public_half(private_key: str) -> str:
    """Return the public key, in base64, of a private one as ``key_text`` reads it. Raises ValueError."""
    return b64encode(bytes(PrivateKey(read_key(private_key)).public_key)).decode()


def seal(content: dict) -> bytes:
    """Return ``content`` as JSON in a sealed box to ``ORGANISATION_PUBLIC_KEY``, 48 bytes longer than the JSON.

    The JSON is padded with blanks to a multiple of 64 bytes, so that the length tells little.
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 64)
    return seal_bytes(text)


def seal_bytes(content: bytes) -> bytes:
    """Return a file's content in a sealed box; its length can be told from outside."""
    return SealedBox(_public_key()).encrypt(content)


def open_sealed(box: bytes, private_key: str) -> dict:
    """Return what was sealed. Raises ValueError when the key is not the one it was sealed to."""
    return opener(private_key)(box)


def opener(private_key: str) -> Callable[[bytes], dict]:
    """Return ``open_sealed`` for many boxes with one key. Raises ValueError when that is no key."""
    open_box = bytes_opener(private_key)
    return lambda box: json.loads(open_box(box))


def bytes_opener(private_key: str) -> Callable[[bytes], bytes]:
    """Return what opens boxes of ``seal_bytes``."""
    key = SealedBox(PrivateKey(read_key(private_key)))

    def open_box(box):
        try:
            return key.decrypt(bytes(box))
        except CryptoError:
            raise ValueError("This private key does not open the box.") from None

    return open_box


def _public_key() -> PublicKey:
    try:
        return PublicKey(b64decode(settings.ORGANISATION_PUBLIC_KEY, validate=True))
    except Exception:
        raise ImproperlyConfigured(
            "ORGANISATION_PUBLIC_KEY is missing or damaged: run `manage.py create_keys` on a computer of yours "
            "and set the public half."
        ) from None
