"""What hardly ever changes, kept in each process for a moment, so that not every page asks for it."""

import time
from collections.abc import Callable, Hashable
from typing import Any


class BriefMemory:
    """``memory.get(key, make)``: what ``make`` returned for the key within the last ``seconds``.

    Whoever changes it calls ``forget``: then this process sees the change at once, and the others are late by the
    seconds. There are as many entries as keys, so nobody may be able to make up keys.
    """

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._kept: dict[Hashable, tuple[float, Any]] = {}

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        now = time.monotonic()
        until, found = self._kept.get(key, (0.0, None))
        if until <= now:
            found = make()
            self._kept[key] = now + self.seconds, found
        return found

    def forget(self) -> None:
        self._kept.clear()
