"""The settings as they stand in the environment, without what would open the database or the mailbox."""

import os
import re

from core import env

_SECRETS = re.compile(r"SECRET|PASSWORD|TOKEN|PRIVATE")
_IN_ADDRESS = re.compile(r"(?<=://)([^:/]*):.*@")  # to the last @: rather too much than a part of a password
_KEY = re.compile(r"^(anymail\+[\w-]+://).*@")  # of a provider's interface: all before the @ is the key
_IN_QUERY = re.compile(r"(?<=[?&])(password|sslpassword|signing)=[^&]*")


def settings_without_secrets() -> tuple[str, list[str]]:
    """Return the settings as lines ``NAME="value"`` for systemd and bash, and the names of what was left out."""
    lines, left_out = [], []
    for name in sorted(env.asked):
        value = os.environ.get(name, "").strip()
        if not value:
            continue
        if _SECRETS.search(name):
            left_out.append(name)
            continue
        shown = _IN_QUERY.sub(r"\1=", _IN_ADDRESS.sub(r"\1@", _KEY.sub(r"\1@", value)))
        if shown != value:
            left_out.append(f"the password in {name}")
        lines.append(f"{name}={_quoted(shown)}")
    return "\n".join([*lines, *(f"# left out: {name}" for name in left_out), ""]), left_out


def _quoted(value: str) -> str:
    return '"' + re.sub(r'([\\"$`])', r"\\\1", value) + '"'
