"""What was made a moment ago, kept in memory: for what only editors change and many people need."""

import time
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Value = TypeVar("Value")
_all: WeakSet["Recent[Any]"] = WeakSet()


class Recent(Generic[Value]):
    """``get(key, make)`` returns ``make()``, or what was made for this key at most so many seconds ago.

    No more than ``most`` values are kept.
    """

    def __init__(self, seconds: float, most: int = 1000):
        self.seconds, self._most = seconds, most
        self._kept: dict[Hashable, tuple[float, Value]] = {}
        _all.add(self)

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        now = time.monotonic()
        if (found := self._kept.get(key)) and now - found[0] < self.seconds:
            return found[1]
        value = make()
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = now, value
        return value

    def forget(self) -> None:
        self._kept.clear()


def forget_all() -> None:
    """Make everything anew from now on, in this process."""
    for recent in list(_all):
        recent.forget()
