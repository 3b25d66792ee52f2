"""One mailbox, one person: how an e-mail address is read, its canonical form and the keyed tag that stands for it.

Domains are read here and nowhere else, for comparing and for sending alike: UTS 46 without its transitional mappings,
which is IDNA 2008. Python's own codec is IDNA 2003 and makes another domain of one with ß, ς or a joiner in it.
"""

import contextlib
import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

import idna
from django.conf import settings

from ..characters import JOINERS, is_visible

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

_IN_BRACKETS = re.compile(r"<([^<>\s]+@[^<>\s]+)>[\s,;.]*$")
_AROUND = " .,;:()[]<>\"'‘’‚“”„«»‹›"


def tidied(text: str) -> str:
    """Return the address in what was typed or pasted; text without one comes back much as it is.

    Without what nobody sees, as address books put it in, without the name before <…>, mailto: and punctuation around
    it; with the @ and letters of full width in the usual form.
    """
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if is_visible(c) or c.isspace()).strip()
    if found := _IN_BRACKETS.search(text):
        text = found[1]
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].partition("?")[0])
    local, at, domain = (part.strip() for part in text.strip(_AROUND).rpartition("@"))
    for joiner in JOINERS:
        local = local.replace(joiner, "")
    return f"{local}{at}{_with_joiners_in_place(domain)}"


def _with_joiners_in_place(domain: str) -> str:
    """Return the domain without joiners, unless all stand where they make another word (RFC 5892, appendix A)."""
    try:
        ascii_domain(domain)
    except ValueError:
        return domain.translate(dict.fromkeys(map(ord, JOINERS)))
    return domain


def canonical(email: str) -> str:
    """Return the one form that names the mailbox: NFKC, lower case, IDNA domain, aliases folded.

    Raises ValueError for what is no address. It serves comparison only: mail goes to the address as typed.
    """
    local, at, domain = unicodedata.normalize("NFKC", email).strip().rpartition("@")
    if not (at and local and domain):
        raise ValueError("not an e-mail address")
    # Not casefold(), which takes ß for ss: strasse.de and straße.de are two people.
    local, domain = local.lower(), ascii_domain(domain)
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


def mailable(email: str) -> str:
    """Return the address as headers and RCPT TO take it (RFC 5321): as typed, with its domain in ASCII.

    Raises ValueError for what is no address, and for letters beyond ASCII before the @, which few servers take.
    """
    local, at, domain = email.strip().rpartition("@")
    if not (at and local and local.isascii()):
        raise ValueError("not an e-mail address that can be written to")
    return f"{local}@{ascii_domain(domain)}"


def mailto(email: str) -> str:
    """Return the link that opens a mail to this address (RFC 6068), the same one in every mail program."""
    with contextlib.suppress(ValueError):
        email = mailable(email)
    return f"mailto:{quote(email, safe='@')}"


def masked(email: str) -> str:
    """Return enough of the address to recognise a mistyped domain, not enough to know who it is."""
    local, _at, domain = email.rpartition("@")
    return f"{local[:1]}…@{domain}"


@lru_cache(maxsize=4096)  # asked a dozen times for each signer
def ascii_domain(domain: str) -> str:
    """Return the domain in lower case and ASCII, as it stands in the DNS. Raises ValueError for what is none."""
    try:
        return idna.encode(domain, uts46=True).decode().rstrip(".")
    except idna.IDNAError:
        raise ValueError("not an e-mail address") from None
