"""The settings without which the site does not start, all said at once. Standard library only."""

import os

_RANDOM = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' prints one"
NEEDED = {
    "SECRET_KEY": f"50 random characters; {_RANDOM}",
    "SITE_URL": "the site's address, such as https://example.org",
    "DATABASE_URL": "postgresql://user:password@host:5432/name",
    "FINGERPRINT_SECRET": f"32 random characters or more, never changed afterwards; {_RANDOM}",
    "ORGANISATION_NAME": "who speaks; it stands on every page and in every mail",
    "ORGANISATION_EMAIL": "where people write to you, such as office@example.org",
    "EMAIL_URL": "how mail leaves, such as smtp+tls://user:password@mail.example.org:587",
}


def missing():
    """Return the message that names every required variable which is not set, or an empty string."""
    names = [name for name in NEEDED if not os.environ.get(name, "").strip() and not _has_default(name)]
    if not names:
        return ""
    lines = [f"    {name}   {NEEDED[name]}" for name in names]
    one = len(names) == 1
    return "\n".join(
        [
            f"{'This environment variable is' if one else 'These environment variables are'} missing. Set "
            f"{'it' if one else 'them'} and type the same command again (docs/settings.md):",
            *lines,
        ]
    )


def _has_default(name):
    if _is_on("DEBUG"):
        return name != "DATABASE_URL"
    return name in {"EMAIL_URL", "ORGANISATION_NAME", "ORGANISATION_EMAIL"} and _is_on("NGO_DEMO")


def _is_on(name):
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}
