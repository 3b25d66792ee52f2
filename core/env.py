"""Typed readers for settings from the environment; nonsense stops the start with a sentence that says what to do."""

import ipaddress
import os
import re
from base64 import b64decode
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .mail.addresses import ascii_domain

_REQUIRED = object()
asked: set[str] = set()  # the names of all settings


def text(name: str, default: Any = _REQUIRED) -> str:
    """Return the variable; raise ImproperlyConfigured when it is missing or empty and has no default."""
    asked.add(name)
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is _REQUIRED:
        raise ImproperlyConfigured(f"Set the environment variable {name}; docs/settings.md says to what.")
    return default


def secret(name: str) -> str:
    """Return what strangers cannot guess, of 20 characters or more; empty when it is not set."""
    value = text(name, "")
    if value and len(value) < 20:
        raise ImproperlyConfigured(f"{name} is too short; write 20 random characters or more.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return True for 1, true, yes and on; raise ImproperlyConfigured for what is neither yes nor no."""
    value = text(name, "").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} is {value!r}; write 1 or 0.")
    return default


def integer(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number; raise ImproperlyConfigured for anything else, and for less than ``least``."""
    value = text(name, "")
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is {value!r}; write a whole number of {least} or more.")
    return int(value)


def integers(name: str, default: str) -> list[int]:
    """Return as many whole numbers as ``default`` has, separated by commas. Raises ImproperlyConfigured."""
    value = names(name, default)
    if len(value) != len(default.split(",")) or not all(part.isascii() and part.isdigit() for part in value):
        raise ImproperlyConfigured(f"{name} is {','.join(value)!r}; write it such as {default}.")
    return [int(part) for part in value]


def choice(name: str, known: tuple[str, ...], default: str) -> str:
    """Return one of the known words; raise ImproperlyConfigured for any other."""
    value = text(name, default).lower()
    if value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; write {' or '.join(known)}.")
    return value


def networks(name: str, default: str) -> list:
    """Return a comma-separated list of IP addresses and networks (``10.0.0.0/8``) as networks; ``none`` is empty."""
    try:
        return [ipaddress.ip_network(part) for part in names(name, default) if part != "none"]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}: {error}. Write addresses or networks, such as 10.0.0.7,fd00::/8."
        ) from None


def names(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list, without empty members."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def some_of(name: str, default: str, known: Iterable[str]) -> list[str]:
    """Return a comma-separated list of which every member is known; ``none`` stands for an empty one."""
    chosen = names(name, default)
    if unknown := set(chosen) - {*known, "none"}:
        raise ImproperlyConfigured(f"{name} has {', '.join(sorted(unknown))}; write none, or of {', '.join(known)}.")
    return [one for one in chosen if one != "none"]


def origin(name: str, default: Any = _REQUIRED) -> str:
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


def public_key(name: str) -> str:
    """Return 32 bytes in base64, as ``manage.py create_keys`` prints them; empty when it is not set."""
    value = text(name, "")
    try:
        is_key = not value or len(b64decode(value, validate=True)) == 32
    except ValueError:
        is_key = False
    if not is_key:  # not quoted: it might be the private one
        raise ImproperlyConfigured(
            f"{name} is no public key; write the 44 characters that stand behind “{name}=” in public-key.txt, "
            "which manage.py create_keys has made."
        )
    return value


def age_key(name: str) -> str:
    """Return a public key such as ``age1…``, as ``create_keys --backup`` prints it; empty when it is not set."""
    value = text(name, "")
    if value and not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", value):  # not quoted: it might be the private one
        raise ImproperlyConfigured(
            f"{name} is no public key of backups; write the 62 characters beginning with age1 that manage.py "
            "create_keys --backup prints."
        )
    return value


def mail_address(name: str, default: str) -> str:
    """Return an address such as ``Sixth Copy <office@example.org>``, or the bare one, with its domain in ASCII."""
    value = text(name, default)
    try:
        return re.sub(r"(?<=@)[^@<>\s]+(?=>?$)", lambda domain: ascii_domain(domain[0]), value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; write an address such as office@example.org.") from None


def database(name: str, **options: Any) -> dict:
    """Return Django's DATABASES entry for ``postgresql://user:password@host:port/name?host=/socket&sslmode=…``.

    ``options`` are libpq's where the address does not say otherwise.
    """
    entry = database_at(text(name), name)
    return entry | {"OPTIONS": options | entry["OPTIONS"]}


def database_at(url: str, name: str) -> dict:
    """Return the same for an address that stands elsewhere; ``name`` says where, in what is raised."""
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError:
        # Not Python's own words: they quote the password where it holds a slash.
        raise ImproperlyConfigured(f"{name} cannot be read; {_DATABASE_FORM}") from None
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} is not the address of a Postgres database; {_DATABASE_FORM}")
    said = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "core.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": said.pop("host", unquote(parts.hostname or "")),
        "PORT": said.pop("port", port),
        "OPTIONS": said,
    }


_DATABASE_FORM = "write it as postgresql://user:password@host:5432/name, with %2F for a slash in the password."
