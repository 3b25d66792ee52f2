"""What tells of people, taken out of a text that goes into a log: e-mail addresses, IP addresses, tokens, rows."""

import ipaddress
import re

# No part without an end: strangers choose how long a line is, and a pattern that begins anew at each sign of a long
# word takes the square of its length.
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)*", re.UNICODE)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f.]*){2,}(?![\w:])")
# What follows these words in one of our addresses is the secret itself.
_SECRET_PATH = re.compile(
    r"((?:confirm|withdraw|unsubscribe|subscription|manage|erase|reset|preview|join|-password|-address)(?:ed|ation)?"
    r"(?:/|%2F|[?&;]?(?:token|code)=))[^\s/?#&\"'<>)\]]+",
    re.IGNORECASE,
)
_SECRET_BEFORE = re.compile(r"(?<=/)[\w-]{16,}(?=/(?:confirm|withdraw|unsubscribe|erase)\b)", re.ASCII)
_SECRET_PARAMETER = re.compile(
    r"((?:token|code|password|secret|key|sessionid|session|csrf\w{0,30})=)[^\s&\"'<>;,)\]]+", re.IGNORECASE
)
# 128 random bits in base64 are 22 characters of mixed kind; names in code never mix all three.
_RANDOM = re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{22,}(?![\w-])", re.ASCII)
# Postgres repeats the whole row here: names, postcodes, everything.
_ROW = re.compile(r"^.*(?:DETAIL:|Failing row contains|Key \().*$", re.MULTILINE)


def clean(text: str) -> str:
    """Return the text with addresses, IPs, tokens and quoted database rows replaced; 127.0.0.1 may stay."""
    text = _ROW.sub("[row]", text)
    text = _SECRET_PATH.sub(r"\1[token]", text)
    text = _SECRET_BEFORE.sub("[token]", text)
    text = _SECRET_PARAMETER.sub(r"\1[secret]", text)
    text = _EMAIL.sub("[address]", text)
    text = _RANDOM.sub("[token]", text)
    return _IPV4.sub(_hide_ip, _IPV6.sub(_hide_ip, text))


def _hide_ip(match: re.Match) -> str:
    found = match.group()
    try:
        address = ipaddress.ip_address(found.rstrip("."))
    except ValueError:
        return found
    return found if address.is_loopback or address.is_unspecified else "[ip]"
