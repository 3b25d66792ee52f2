"""What publishing something does besides showing it: told before anybody decides, by whoever knows of it."""

from collections.abc import Callable, Iterable
from typing import Any

_tellers: list[Callable[[Any], Iterable[str]]] = []


def register(teller: Callable[[Any], Iterable[str]]) -> None:
    """Let ``teller`` yield sentences about an object that is not public yet; it yields none for what is not its own."""
    if teller not in _tellers:
        _tellers.append(teller)


def sentences(obj: Any) -> list[str]:
    """Return what will happen when this becomes public."""
    return [sentence for teller in _tellers for sentence in teller(obj)]
