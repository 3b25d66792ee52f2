"""Strings that programs break on, the Big List of Naughty Strings: every fifth, and with ``ALL_STRINGS=1`` all."""

import json
import os

from tests.paths import DATA


def sample() -> list[str]:
    """Return as many of each kind, for they lie in the list by kinds."""
    strings = json.loads((DATA / "strings/blns.json").read_text())
    return strings[:: 1 if os.environ.get("ALL_STRINGS") else 5]
