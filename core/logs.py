"""Logs that tell what happened and never to whom: no e-mail address, no IP address, no token."""

import ipaddress
import logging
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


class CleanFormatter(logging.Formatter):
    """Clean the finished line, traceback included: whatever code or library wrote it passes here last."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


def configuration(level: str = "INFO") -> dict:
    """Return LOGGING: everything to standard error through the one cleaning formatter, nothing by mail."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "clean": {"()": CleanFormatter, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "clean"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {
            # Django's own set-up would mail tracebacks with the whole request to the administrators.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": ["stderr"], "level": level.upper(), "propagate": False},
            # Strangers send foreign Host headers all day; each is one line, not a traceback.
            "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
            "django_tasks": {"level": "WARNING"},
        },
    }
