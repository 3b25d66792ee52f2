"""One part of the site, and how it does."""

import datetime
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import ngettext

from core.moments import time_in_words


class PartState(StrEnum):
    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


class Part(NamedTuple):
    """``url`` is where it is mended, or empty. Words are in the language that is active; the key is not for people."""

    key: str
    name: str
    state: PartState
    sentence: str
    url: str = ""


def waiting_since(number: int, oldest: datetime.datetime) -> str:
    """Return how many wait, and since when."""
    text = ngettext("%(number)d waits since %(since)s.", "%(number)d wait, the oldest since %(since)s.", number)
    return text % {"number": number, "since": time_in_words(oldest)}
