"""Queries that busy pages ask: their SQL is put together once in each process, not for every reader.

Putting a query together takes Django several times as long as asking it. So what Django sends the first time is noted
(``execute_wrapper``), and sent again with other values. A test holds what comes of it against the plain queryset.
"""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from .row_objects import RowObjects
from .statements import Place, Statement

_FAR = datetime.datetime(1, 1, 2, tzinfo=datetime.UTC)


class Prepared:
    """``Prepared(build, slug=str)``: ``build(slug=…)`` returns a queryset; ``ask(slug="x")`` its rows, as a list.

    With ``objects`` they are model objects, without it tuples of a ``values_list``, as the database driver has them:
    numbers, text, moments and arrays of such.

    Values are text, bytes, whole numbers, moments or lists of keys (``among``), and may only be compared with: what
    follows from them in another way, such as how many conditions there are, stays as it was when the query was
    prepared. Moments and days that ``build`` asks the clock for (``published()`` does) are those of the question. None
    compares with nothing, as in SQL.
    """

    def __init__(self, build: Callable, objects: RowObjects | None = None, **kinds: type):
        self._build, self._objects, self._kinds = build, objects, kinds
        self._ready: tuple | None = None

    def ask(self, **values: Any) -> list:
        now = timezone.now()
        if ready := self._ready:
            connection = connections[ready[0]]
            rows = ready[1].rows(connection, values, now)
        else:
            connection, rows = self._ask_first(values, now)
        return [self._objects.made_of(row, connection) for row in rows] if self._objects else rows

    def _ask_first(self, values, now) -> tuple:
        marks = {name: _mark(kind, number) for number, (name, kind) in enumerate(self._kinds.items(), 1)}
        queryset = self._build(**marks)
        if self._objects:
            queryset = self._objects.rows_of(queryset)
        connection, rows, noted = connections[queryset.db], [], []
        with connection.cursor():
            pass  # what Django itself asks on a new connection is not noted

        def note(execute, sql, params, many, context):
            places = [_place(param, marks) for param in params]
            told = [place.tell(values, now) if isinstance(place, Place) else place for place in places]
            execute(sql, told, many, context)
            rows.extend(context["cursor"].fetchall())
            noted.append((queryset.db, Statement(sql, places)))

        with connection.execute_wrapper(note):
            list(queryset)
        if noted:  # what is empty by its nature, such as [0:0], asks nothing
            self._ready = noted[-1]  # not before: other threads ask meanwhile
        return connection, rows


class PublicObject:
    """``PublicObject(rows, objects)``: finds one object by its slug among the queryset that ``rows()`` returns."""

    def __init__(self, rows: Callable, objects: RowObjects):
        self._rows = rows
        self._public = Prepared(lambda slug: rows().published().filter(slug=slug), objects, slug=str)

    def find(self, user: Any, slug: str) -> Any:
        """Return the object the user may see at this address; raises Http404."""
        if user.is_staff:
            return get_object_or_404(self._rows().visible_to(user), slug=slug)
        found = self._public.ask(slug=slug)
        if not found:
            raise Http404
        return found[0]


def among(field: str, keys: list[int]) -> models.Func:
    """Return the condition that a key is one of these; unlike ``in`` it is the same SQL for any number of them."""
    return models.Func(
        models.F(field),
        models.Value(keys, ArrayField(models.BigIntegerField())),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=models.BooleanField(),
    )


def _mark(kind: type, number: int):
    """Return a value that no query holds by itself."""
    if kind is datetime.datetime:
        return _FAR + datetime.timedelta(days=number)
    text = f"\ue000{number}"
    return 9_000_000_000_000_000 + number if kind is int else text.encode() if kind is bytes else text


def _place(param: Any, marks: dict) -> Any:
    """Return what fills this place in the query: a value by its name, the moment, or what it always was."""
    param = getattr(param, "adapted", param)  # as the driver wraps bytes
    for name, mark in marks.items():
        if param == mark:
            return Place(partial(_value, name), "timestamptz" if isinstance(mark, datetime.datetime) else "unknown")
        if isinstance(mark, int) and param == str(mark):
            return Place(partial(_text, name))
    if isinstance(param, datetime.datetime):
        return Place(lambda values, now: now, "timestamptz")
    if isinstance(param, datetime.date):
        return Place(lambda values, now: timezone.localdate(now), "date")
    return param


def _value(name: str, values: dict, now: datetime.datetime) -> Any:
    return values[name]


def _text(name: str, values: dict, now: datetime.datetime) -> str:
    return str(values[name])
