"""Typed readers for settings from the environment; nonsense stops the start with a sentence that says what to do."""

import os
import re
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_REQUIRED = object()


def text(name: str, default=_REQUIRED) -> str:
    """Return the variable; raise ImproperlyConfigured when it is missing or empty and has no default."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is _REQUIRED:
        raise ImproperlyConfigured(f"Set the environment variable {name}; the README's table of settings says to what.")
    return default


def flag(name: str, default: bool = False) -> bool:
    value = text(name, "").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return default


def integer(name: str, default: int, *, least: int = 0) -> int:
    value = text(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number of {least} or more.")
    return int(value)


def names(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list, without empty members."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def origin(name: str, default=_REQUIRED) -> str:
    """Return scheme and host such as ``https://example.org``, without a trailing slash or a path."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        is_origin = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_origin = False
    if not is_origin or value != f"{parts.scheme}://{parts.netloc}" or "@" in value:
        raise ImproperlyConfigured(f"{name} is {value!r}; write the site's address, such as https://example.org.")
    return value


def link(name: str) -> str:
    """Return the address of a page elsewhere, such as ``https://give.example.org/us``; empty when it is not set."""
    value = text(name, "")
    if value and not re.fullmatch(r"https://[^\s/@]+(/\S*)?", value):
        raise ImproperlyConfigured(f"{name} is {value!r}; write an address such as https://give.example.org/us.")
    return value


def database(name: str) -> dict:
    """Return Django's DATABASES entry for ``postgresql://user:password@host:port/name?host=/socket&sslmode=…``."""
    url = text(name)
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError:
        # Not Python's own words: they quote the password where it holds a slash.
        raise ImproperlyConfigured(f"{name} cannot be read; {_DATABASE_FORM}") from None
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} is not the address of a Postgres database; {_DATABASE_FORM}")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", port),
        "OPTIONS": options,
    }


_DATABASE_FORM = "write it as postgresql://user:password@host:5432/name, with %2F for a slash in the password."
