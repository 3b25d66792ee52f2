"""The places of many comments in their threads, all at once: what django-comments-xtd works out with each save."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class ThreadPlace(NamedTuple):
    """A row of the guest's table, by the names of its columns."""

    comment_ptr_id: int
    thread_id: int
    parent_id: int
    level: int
    order: int
    nested_count: int


def thread_places(answers: Iterable[tuple[int, int | None]], deepest: int) -> list[ThreadPlace]:
    """Return the places of comments that are given by key, with the key of what each answers, parents first.

    An answer deeper than ``deepest`` is put beside the one it answers. Within a thread what answers a comment stands
    behind it and all earlier answers to it.
    """
    parents: dict[int, int] = {}
    levels: dict[int, int] = {}
    below: dict[int, list[int]] = defaultdict(list)
    roots = []
    for key, answered in answers:
        if answered is None:
            parents[key], levels[key] = key, 0
            roots.append(key)
            continue
        parent = answered if levels[answered] < deepest else parents[answered]
        parents[key], levels[key] = parent, levels[parent] + 1
        below[parent].append(key)
    places = []
    for root in roots:
        thread = list(_in_order(root, below))
        nested = dict(_nested(thread, below))
        places += [
            ThreadPlace(key, root, parents[key], levels[key], order, nested[key]) for order, key in enumerate(thread, 1)
        ]
    return places


def _in_order(key: int, below: dict[int, list[int]]) -> Iterable[int]:
    yield key
    for answer in below[key]:
        yield from _in_order(answer, below)


def _nested(thread: list[int], below: dict[int, list[int]]) -> Iterable[tuple[int, int]]:
    """Yield with each comment how many are below it, answers of answers included."""
    counted: dict[int, int] = {}
    for key in reversed(thread):
        counted[key] = sum(1 + counted[answer] for answer in below[key])
        yield key, counted[key]
