"""EMAIL_URL, one setting in place of Django's eight."""

from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import provider_url


class Mailbox(NamedTuple):
    """Where mail is read by IMAP."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    is_encrypted: bool


_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def parse(url: str) -> dict:
    """Return Django's EMAIL_* settings for one of these, else raise ImproperlyConfigured:

    ``smtps://user:password@host:465`` TLS from the start · ``smtp+tls://user:password@host:587`` STARTTLS, required ·
    ``smtp://host:25`` no encryption, for a mail server on the same machine · ``file:///folder`` · ``console://`` ·
    ``demo://`` readable at /demo/mail/ · ``anymail+mailgun://KEY@domain`` and others (``provider_url``).
    Escape special characters of the password as in any URL (``@`` is ``%40``).
    ``?timeout=10`` is in seconds.
    """
    parts = urlsplit(url)
    if parts.scheme in _PORTS:
        return _smtp(parts)
    if parts.scheme.startswith(provider_url.PREFIX):
        return provider_url.parse(parts)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if url == "console://":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if url == "demo://":
        return {"EMAIL_BACKEND": "ngo_site.demo.mail.EmailBackend"}
    # The URL is not repeated here: it may carry a password, and this sentence goes to logs.
    raise ImproperlyConfigured(
        "EMAIL_URL is not understood. Write for example smtp+tls://user:password@mail.example.org:587, smtps://…, "
        "smtp://localhost:25, file:///var/mail-out, console:// or demo://."
    )


def mailbox(url: str) -> Mailbox | None:
    """Return the mailbox of ``imaps://user:password@host:993/INBOX``, None for an empty URL.

    Raises ImproperlyConfigured. ``imap://`` is for a server on the same machine: the password is not encrypted.
    """
    if not url:
        return None
    parts = urlsplit(url)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    try:
        port = parts.port or {"imaps": 993, "imap": 143}[parts.scheme]
    except (KeyError, ValueError):
        raise ImproperlyConfigured(_MAILBOX) from None
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not (parts.hostname and parts.username and parts.password) or set(folder) & set('"\\\r\n'):
        raise ImproperlyConfigured(_MAILBOX)
    if parts.scheme == "imap" and not is_here:
        raise ImproperlyConfigured("BOUNCES_URL would send a password unencrypted; write imaps:// instead.")
    user, password = unquote(parts.username), unquote(parts.password)
    return Mailbox(parts.hostname, port, user, password, folder, parts.scheme == "imaps")


_MAILBOX = "BOUNCES_URL is not understood. Write for example imaps://user:password@mail.example.org/INBOX."


def connection(url: str) -> dict:
    """Return what Django's ``get_connection`` takes for an SMTP server's URL, nothing for an empty one.

    Raises ImproperlyConfigured for what is no mail server.
    """
    if not url:
        return {}
    found = parse(url)
    if found["EMAIL_BACKEND"] != _SMTP:
        raise ImproperlyConfigured("This is no mail server; write smtp+tls://, smtps:// or smtp://.")
    return {
        "backend": _SMTP,
        "host": found["EMAIL_HOST"],
        "port": found["EMAIL_PORT"],
        "username": found["EMAIL_HOST_USER"],
        "password": found["EMAIL_HOST_PASSWORD"],
        "use_tls": found["EMAIL_USE_TLS"],
        "use_ssl": found["EMAIL_USE_SSL"],
        "timeout": found["EMAIL_TIMEOUT"],
    }


def _smtp(parts) -> dict:
    # What comes after the host has no @: then the host ended too early, and would be a part of the password.
    if "@" in parts.path + parts.query + parts.fragment:
        raise ImproperlyConfigured(
            "EMAIL_URL has a character in its user or password that ends them there: write %2F for /, %23 for #, %3F "
            "for ?, and %25 for %."
        )
    try:
        port = parts.port or _PORTS[parts.scheme]
        timeout = float(parse_qs(parts.query).get("timeout", ["10"])[0])
    except ValueError:
        raise ImproperlyConfigured("EMAIL_URL has a port or a timeout that is not a number.") from None
    if not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL names no host; write for example smtp://localhost:25.")
    if parts.scheme == "smtp" and parts.password:
        raise ImproperlyConfigured(
            "EMAIL_URL would send a password unencrypted; write smtp+tls:// or smtps:// instead."
        )
    return {
        "EMAIL_BACKEND": _SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": timeout,
    }
