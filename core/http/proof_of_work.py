"""Proof of work (Hashcash): a sum that costs a browser a moment, and much more who sends thousands of forms."""

import hashlib


def is_done(text: str, answer: str, bits: int) -> bool:
    """Return True when SHA-256 of the text's own SHA-256 (hex), a colon and the answer begins with so many zero bits.

    Line breaks count as CR LF, the way browsers send them; static/js/comment.js does the same sum.
    """
    text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    begun = hashlib.sha256(text.encode()).hexdigest()
    digest = hashlib.sha256(f"{begun}:{answer}".encode()).digest()
    return int.from_bytes(digest) >> (256 - bits) == 0
