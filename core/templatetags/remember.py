"""``{% remember a b %} … {% endremember %}``: what follows from a and b alone is put together once and kept."""

from typing import Any
from weakref import WeakSet

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

from .. import identity
from ..row_objects import digest

register = template.Library()

# Of one place in one template: so many versions, and characters in all of them.
MOST = 1000
LARGEST = 4_000_000


@register.tag
def remember(parser: Parser, token: Token) -> "RememberNode":
    """Render the block once for each set of values, in each process.

    Everything inside must follow from the values that are named, from the language, from who the organisation is and
    from the settings, and from nothing else: name plain values (a slug, a date, a text), not model objects, which are
    equal when they have changed.
    """
    names = [parser.compile_filter(name) for name in token.split_contents()[1:]]
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(names, nodelist)


_nodes: WeakSet["RememberNode"] = WeakSet()


def forget_all() -> None:
    """Put everything together anew from now on, in this process: where settings change, as in tests."""
    for node in list(_nodes):
        node.kept.clear()
        node.size = 0


class RememberNode(template.Node):
    child_nodelists = ()  # no block is looked for inside, which every page that extends base.html would do anew

    def __init__(self, names, nodelist):
        self.names, self.nodelist, self.kept, self.size = names, nodelist, {}, 0
        _nodes.add(self)

    def render(self, context: Context) -> str:
        key = (get_language(), identity.current(), *[_hashable(name.resolve(context)) for name in self.names])
        shown = self.kept.get(key)
        if shown is None:
            shown = self.nodelist.render(context)
            if UNKNOWN in key:
                return shown
            if len(self.kept) >= MOST or self.size + len(shown) > LARGEST:
                self.kept.clear()
                self.size = 0
            self.kept[key] = shown
            self.size += len(shown)
        return shown


class _Unknown:
    """In place of a value by which nothing can be remembered."""


UNKNOWN = _Unknown()


@register.filter
def row(objs: Any) -> Any:
    """Return all that was read of an object, or of each in a list, as a value for ``remember``.

    What follows from it as well as from the clock, such as ``is_published``, is to be named beside it; of pictures it
    is in it. Nothing is remembered of an object that was read in another way than by ``RowObjects``.
    """
    if not isinstance(objs, list | tuple):
        return digest(objs) or UNKNOWN if objs else None
    found = tuple(row(obj) for obj in objs)
    return UNKNOWN if UNKNOWN in found else found


@register.filter
def each(objs: Any, name: str) -> Any:
    """Return this of each in a list, such as ``articles|each:"shown"``; nothing is remembered if one has none."""
    found = tuple(getattr(obj, name) for obj in objs)
    return UNKNOWN if None in found else found


def _hashable(value):
    return repr(value) if isinstance(value, dict | list) else value
