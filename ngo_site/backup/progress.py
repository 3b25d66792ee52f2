"""What backup and restore tell while they work: a line for each part, with its size and its time."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator


class Progress:
    """Writes to ``out``; on a terminal the last line counts up."""

    def __init__(self, out):
        self.out, self.done, self._part, self._began, self._shown = out, 0, "", 0.0, 0.0
        self._is_live = getattr(out, "isatty", sys.stdout.isatty)()

    @contextlib.contextmanager
    def part(self, name: str) -> Iterator[Callable[[int], None]]:
        """Yield what is told of each piece's bytes; say at the end how many there were."""
        self.done, self._part, self._began = 0, name, time.monotonic()
        yield self.add
        seconds = time.monotonic() - self._began
        self.out.write(f"{self._start()}  {name}: {in_units(self.done) + ', ' if self.done else ''}{seconds:.1f} s")

    def add(self, size: int) -> None:
        self.done += size
        if self._is_live and time.monotonic() - self._shown > 0.5:
            self._shown = time.monotonic()
            self.out.write(f"{self._start()}  {self._part} … {in_units(self.done)}", ending="")
            self.out.flush()

    def _start(self) -> str:
        return "\r\x1b[K" if self._is_live else ""


def in_units(size: int) -> str:
    """Return a number of bytes as people read it: “12.3 MB”."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"
