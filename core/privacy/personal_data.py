"""What we store about a person: each app says how to find and how to erase what belongs to one address.

    personal_data.register(_("Comments"), find, erase, models=["articles.CommentOptIn"])
    personal_data.register_limits(limits)

``find(email)`` returns sentences for that person; ``erase(email)`` deletes or empties it and returns how many rows.
``models`` are those that hold something about people and are dealt with by these two; a model that is nobody's has to
be excused, with a reason, in ``ngo_site.privacy``. ``limits()`` returns sentences on what no address finds.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from ..lazy_text import LazyText


@dataclass(frozen=True)
class Holding:
    """One kind of record kept about people."""

    name: LazyText
    find: Callable[[str], list]
    erase: Callable[[str], int]
    models: tuple[str, ...]


_holdings: list[Holding] = []
_limits: list[Callable[[], list]] = []


def register(name: LazyText, find: Callable[[str], list], erase: Callable[[str], int], models: Iterable[str]) -> None:
    """Say how to find and to erase one kind of record that is kept about people (see above)."""
    _holdings.append(Holding(name, find, erase, tuple(models)))


def register_limits(limits: Callable[[], list]) -> None:
    """Say what no address finds: ``limits()`` returns sentences."""
    _limits.append(limits)


def models() -> set[str]:
    """Return the labels of all models that are found and erased by an address."""
    return {label for holding in _holdings for label in holding.models}


def limits() -> list[str]:
    """Return sentences on what cannot be found by an address."""
    return [sentence for say in _limits for sentence in say()]


def find(email: str) -> list[tuple[LazyText, list]]:
    """Return (kind, sentences) for everything kept about an address; raises ValueError for what is no address."""
    found = [(holding.name, holding.find(email)) for holding in _holdings]
    return [(name, sentences) for name, sentences in found if sentences]


@transaction.atomic
def erase(email: str) -> int:
    """Erase all of it, or, when something fails, nothing; return how many rows went or were emptied."""
    return sum(holding.erase(email) for holding in _holdings)
