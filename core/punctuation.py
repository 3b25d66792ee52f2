"""Signs between words, as each language writes them."""

from typing import Any

from django.utils.translation import gettext as _


def colon(words: Any) -> str:
    """Put a colon behind the words, in French with a space that does not break before it."""
    return f"{words}{_(':')}"
