"""Keys as people keep them on paper: letters that are not mistaken for one another, with a checksum.

32 bytes and the first 3 bytes of their BLAKE2b hash (16 bytes long), 35 bytes in base32 (RFC 4648), are 56 letters and
digits in 14 groups of four. 0, 1 and 8 do not occur and are read as O, I and B. A typing error goes unnoticed once in
16 million times. ``static/js/handover/key.js`` reads the same.
"""

import hashlib
from base64 import b32decode, b32encode, b64decode

SIZE = 32  # bytes
_READ_AS = str.maketrans({"0": "O", "1": "I", "8": "B", "-": "", " ": "", "\t": "", "\n": "", "\r": ""})


def write_key(key: bytes) -> str:
    """Return ``key`` as “ABCD-EFGH-…”."""
    letters = b32encode(key + _checksum(key)).decode()
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def read_key(text: str) -> bytes:
    """Return the 32 bytes of a key on paper, or in base64. Raises ValueError with a sentence for the person typing."""
    plain = text.strip()
    if len(plain) == 44 and plain.endswith("="):
        return _of_size(_decoded(b64decode, plain))
    letters = plain.upper().translate(_READ_AS)
    if len(letters) != 56:
        raise ValueError(f"A key has 56 letters and digits in 14 groups of four; these are {len(letters)}.")
    decoded = _decoded(b32decode, letters)
    key, checksum = decoded[:SIZE], decoded[SIZE:]
    if _checksum(key) != checksum:
        raise ValueError("There is a typing error in the key: compare it with the paper group by group.")
    return key


def _checksum(key: bytes) -> bytes:
    return hashlib.blake2b(key, digest_size=16).digest()[:3]


def _decoded(decode, text: str) -> bytes:
    try:
        return decode(text)
    except ValueError:
        raise ValueError("There is a character in the key that no key has: letters A–Z and digits 2–7 only.") from None


def _of_size(key: bytes) -> bytes:
    if len(key) != SIZE:
        raise ValueError(f"A key has {SIZE} bytes; these are {len(key)}.")
    return key
