"""Text locked with a key from the environment: a stolen database, or its backup, does not tell it.

Unlike ``sealing``, the server itself can open it; it is for what must be used again, such as an address to write to.
"""

import hmac

from django.conf import settings
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


def _key(purpose: str) -> bytes:
    """Return 32 bytes by HKDF (RFC 5869, SHA-256) of ``FINGERPRINT_SECRET``."""
    extracted = hmac.digest(b"ngo_site.lib.locking", settings.FINGERPRINT_SECRET.encode(), "sha256")
    return hmac.digest(extracted, purpose.encode() + b"\x01", "sha256")
