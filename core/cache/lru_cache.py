"""The bounded shelf that keeps finished pages."""

import threading
from collections import OrderedDict
from collections.abc import Hashable

from .cached_response import CachedResponse


class LRUCache:
    """Pages by key; the one not asked for longest goes when there are too many or they weigh too much."""

    def __init__(self, most: int, heaviest: int):
        self.most, self.heaviest = most, heaviest
        self.weight = 0  # bytes
        self._pages: OrderedDict[Hashable, CachedResponse] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._pages)

    def get(self, key: Hashable) -> CachedResponse | None:
        try:
            page = self._pages[key]
            self._pages.move_to_end(key)
        except KeyError:  # never there, or thrown out by another thread this very moment
            return None
        return page

    def put(self, key: Hashable, page: CachedResponse) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.weight += page.size
            while self._pages and (len(self._pages) > self.most or self.weight > self.heaviest):
                self._drop(next(iter(self._pages)))

    def drop(self, key: Hashable) -> None:
        with self._lock:
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.weight -= page.size
