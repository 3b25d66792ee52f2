"""SQL that Postgres keeps ready (PREPARE): parsed and planned once in each connection, not for every reader."""

import itertools
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary

from django.db import NotSupportedError, OperationalError

# What one connection keeps; a plan takes Postgres 20 to 200 kB.
MOST = 60
_PLACE = re.compile(r"%%|%s")
_NAMED = re.compile(r"%%|%\((\w+)\)s")
_TABLES = re.compile(r'\b(?:FROM|INTO|JOIN|UPDATE) "?\w+"?')
_numbers = itertools.count(1)
# By the driver's connection, since Django's stays when the one below is made anew.
_ready: WeakKeyDictionary[Any, OrderedDict["Statement", str]] = WeakKeyDictionary()


class Place:
    """A place in a statement whose value is told anew for each question; ``type`` is Postgres' name of its type."""

    def __init__(self, tell: Callable[..., Any], type: str = "unknown"):
        self.tell, self.type = tell, type


class Statement:
    """A query for the database driver whose places are filled with what never changes, or anew for each question.

    ``places`` has, for each ``%s``, a value, or a ``Place`` that tells it. Each connection has it prepared when it is
    asked first. For that, connections belong to one process alone: a pooler that lends them for one transaction each
    does not go together with this.
    """

    def __init__(self, sql: str, places: Sequence):
        self._constants = [place for place in places if not isinstance(place, Place)]
        self._places = [place for place in places if isinstance(place, Place)]
        kinds, numbers = iter(places), itertools.count(1)

        def filled(found: re.Match) -> str:
            is_constant = found[0] == "%%" or not isinstance(next(kinds), Place)
            return found[0] if is_constant else f"${next(numbers)}"

        self._sql = _PLACE.sub(filled, sql)
        types = ", ".join(place.type for place in self._places)
        values = ", ".join("%s" for _ in self._places)
        self._types, self._values = (f" ({part})" if part else "" for part in (types, values))
        # A name alone would tell nobody what is asked who reads the server's log.
        self._about = f" /* {', '.join(dict.fromkeys(_TABLES.findall(sql)))} */"

    @classmethod
    def named(cls, sql: str) -> "Statement":
        """Return the statement whose places are named, ``%(name)s``; ``rows`` is given a dictionary."""
        names: list[str] = []

        def noted(found: re.Match) -> str:
            if found[1]:
                names.append(found[1])
            return "%s" if found[1] else found[0]

        return cls(_NAMED.sub(noted, sql), [Place(itemgetter(name)) for name in names])

    def rows(self, connection: Any, *about: Any) -> list[tuple]:
        """Return the rows, each value told by its place from what the question is ``about``."""
        values = [place.tell(*about) for place in self._places]
        with connection.cursor() as cursor:
            ready = _ready.setdefault(connection.connection, OrderedDict())
            if name := ready.get(self):
                ready.move_to_end(self)
                try:
                    cursor.execute(f"EXECUTE {name}{self._values}{self._about}", values)
                except (NotSupportedError, OperationalError):
                    ready.pop(self)  # a column has another type now, or somebody forgot all that was prepared
                    raise
            else:
                # In one go, and each time under a new name: what failed may be there or not.
                name = f"site_{next(_numbers)}"
                forget = f"DEALLOCATE {ready.popitem(last=False)[1]}; " if len(ready) >= MOST else ""
                prepare = f"{forget}PREPARE {name}{self._types} AS {self._sql}; EXECUTE {name}{self._values}"
                cursor.execute(prepare, [*self._constants, *values])
                ready[self] = name
            return cursor.fetchall() if cursor.description else []
