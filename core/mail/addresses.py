"""One mailbox, one person: the canonical form of an e-mail address and the keyed tag that stands for it."""

import hashlib
import hmac
import unicodedata

import idna
from django.conf import settings

# What the providers themselves ignore in the part before the @ (their help pages, read in 2026).
_DOTS_IGNORED = {"gmail.com"}
_PLUS_IGNORED = {
    "gmail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com", "me.com", "mac.com",
    "fastmail.com", "fastmail.fm", "proton.me", "protonmail.com", "pm.me", "posteo.de", "posteo.net", "mailbox.org",
    "yandex.ru", "yandex.com", "zoho.com", "riseup.net", "tutanota.com", "disroot.org",
}  # fmt: skip
_SAME_DOMAIN = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "protonmail.ch": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "ya.ru": "yandex.ru",
    "yandex.com": "yandex.ru",
}


def canonical(email: str) -> str:
    """Return the one form that names the mailbox: NFKC, lower case, IDNA domain, aliases folded.

    Raises ValueError for what is no address. It serves comparison only: mail goes to the address as typed.
    """
    local, at, domain = unicodedata.normalize("NFKC", email).strip().rpartition("@")
    if not (at and local and domain):
        raise ValueError("not an e-mail address")
    # Not casefold(), which takes ß for ss: strasse.de and straße.de are two people.
    local, domain = local.lower(), _ascii_domain(domain)
    plus_ignored = domain in _PLUS_IGNORED
    domain = _SAME_DOMAIN.get(domain, domain)
    if plus_ignored or domain in _PLUS_IGNORED:
        local = local.split("+", 1)[0] or local
    if domain in _DOTS_IGNORED:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def fingerprint(email: str, salt: bytes, purpose: str = "signature") -> bytes:
    """Return the 32-byte HMAC-SHA256 of the canonical address.

    The key is HKDF (RFC 5869, SHA-256) of ``FINGERPRINT_SECRET``, from the environment, and ``salt``, from the
    database: whoever holds only one of them can test no guesses, and destroying the salt ends it for good.
    """
    extracted = hmac.digest(salt, settings.FINGERPRINT_SECRET.encode(), "sha256")
    key = hmac.digest(extracted, purpose.encode() + b"\x01", "sha256")
    return hmac.digest(key, canonical(email).encode(), hashlib.sha256)


def masked(email: str) -> str:
    """Return enough of the address to recognise a mistyped domain, not enough to know who it is."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


def _ascii_domain(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode().rstrip(".")
    except idna.IDNAError:
        raise ValueError("not an e-mail address") from None
