"""One part of the site, and how it does."""

from enum import StrEnum
from typing import NamedTuple


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
