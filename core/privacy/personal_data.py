"""What we store about a person: each app says how to find and how to erase what belongs to one address.

    personal_data.register(_("Comments"), find, erase)

``find(email)`` returns sentences for that person; ``erase(email)`` deletes or empties it and returns how many rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction


@dataclass(frozen=True)
class Holding:
    """One kind of thing kept about people."""

    name: str
    find: Callable[[str], list]
    erase: Callable[[str], int]


_holdings: list[Holding] = []


def register(name: str, find: Callable[[str], list], erase: Callable[[str], int]) -> None:
    _holdings.append(Holding(name, find, erase))


def find(email: str) -> list[tuple[str, list]]:
    """Return (kind, sentences) for everything kept about an address; raises ValueError for what is no address."""
    found = [(holding.name, holding.find(email)) for holding in _holdings]
    return [(name, sentences) for name, sentences in found if sentences]


@transaction.atomic
def erase(email: str) -> int:
    """Erase all of it, or, when something fails, nothing; return how many rows went or were emptied."""
    return sum(holding.erase(email) for holding in _holdings)
