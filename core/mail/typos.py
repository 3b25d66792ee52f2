"""Slips of the finger in the domain of an e-mail address: offered for correction, never corrected by itself."""

from django_countries import countries

from .addresses import ascii_domain

# Where most mailboxes of the world are; all that is near one of these, and none of them, is asked about.
WELL_KNOWN = (
    "gmail.com", "googlemail.com", "outlook.com", "outlook.fr", "outlook.de", "hotmail.com", "hotmail.fr",
    "hotmail.co.uk", "hotmail.de", "hotmail.it", "hotmail.es", "live.com", "live.fr", "live.co.uk", "msn.com",
    "yahoo.com", "yahoo.fr", "yahoo.co.uk", "yahoo.de", "yahoo.es", "yahoo.it", "yahoo.co.in", "yahoo.co.jp",
    "yahoo.com.br", "ymail.com", "rocketmail.com", "icloud.com", "me.com", "mac.com", "aol.com", "proton.me",
    "protonmail.com", "pm.me", "gmx.de", "gmx.net", "gmx.com", "gmx.at", "gmx.ch", "web.de", "t-online.de",
    "freenet.de", "posteo.de", "mailbox.org", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr",
    "libero.it", "virgilio.it", "btinternet.com", "mail.com", "mail.ru", "yandex.ru", "yandex.com", "rambler.ru",
    "ukr.net", "qq.com", "163.com", "126.com", "naver.com", "rediffmail.com", "uol.com.br", "bol.com.br",
    "fastmail.com", "zoho.com", "riseup.net", "tutanota.com", "comcast.net", "verizon.net", "att.net",
    "sbcglobal.net", "seznam.cz", "wp.pl", "onet.pl", "telenet.be", "skynet.be", "bluewin.ch",
)  # fmt: skip
# Real providers that look like a slip of another one.
_REAL = {
    "mail.com", "email.com", "gmx.us", "gmx.es", "gmx.fr", "ymail.com", "live.de", "live.it", "live.nl", "live.be",
    "live.ca", "live.se", "live.dk", "live.no", "yahoo.ca", "yahoo.in", "yahoo.se", "yahoo.no", "yahoo.dk", "yahoo.pl",
    "yahoo.ro", "yahoo.gr", "yahoo.be", "yahoo.ie", "yandex.by", "yandex.kz", "yandex.ua", "hotmail.be", "hotmail.se",
    "hotmail.nl", "hotmail.ca", "hotmail.gr", "outlook.es", "outlook.it", "outlook.pt", "outlook.be", "outlook.dk",
    "free.com", "vp.pl", "op.pl", "o2.pl", "i.ua", "bk.ru", "list.ru", "inbox.ru", "mail.de", "mail.be", "mail.bg",
    "mail.ee", "ok.de", "pm.com", "mac.me", "aim.com", "139.com", "189.cn", "sina.com", "hey.com", "msn.cn",
}  # fmt: skip

_COUNTRIES = {code.lower() for code in countries.countries} | {"uk", "eu", "ac", "su"}


def suggestion(email: str) -> str | None:
    """Return the address with the well-known domain that was probably meant, or None: nearly always None."""
    local, _at, domain = email.strip().rpartition("@")
    try:
        domain = ascii_domain(domain)
    except ValueError:
        return None
    if not local or domain in WELL_KNOWN or domain in _REAL:
        return None
    near = [known for known in WELL_KNOWN if _is_near(domain, known)]
    return f"{local}@{near[0]}" if near else None


def _is_near(domain: str, known: str) -> bool:
    """True when one slip lies between them: in the name, or in the ending where that makes no other country's."""
    name, _dot, ending = domain.partition(".")
    known_name, _dot, known_ending = known.partition(".")
    if name == known_name:
        # A letter left out, as in gmail.co or laposte.ne, is a slip even where a country has that ending.
        is_other_country = (ending in _COUNTRIES and len(known_ending) == 2) or (len(ending) > 3 and "." in ending)
        return len(name) > 2 and not is_other_country and _slips(ending, known_ending) == 1
    return ending == known_ending and len(known_name) > 3 and _slips(name, known_name) == 1


def _slips(one: str, other: str) -> int:
    """Return the optimal string alignment distance, in which two exchanged neighbours are one slip (0, 1, or 2 for
    more)."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > 1:
        return 2
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    changed = a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return 1 if changed else 2
