"""``{% remember a b %} … {% endremember %}``: what follows from a and b alone is put together once and kept."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()

# Of one place in one template: so many versions, and characters in all of them.
MOST = 1000
LARGEST = 4_000_000


@register.tag
def remember(parser: Parser, token: Token) -> "RememberNode":
    """Render the block once for each set of values, in each process.

    Everything inside must follow from the values that are named, from the language and from the settings, and from
    nothing else: name plain values (a slug, a date, a text), not model objects, which are equal when they have changed.
    """
    names = [parser.compile_filter(name) for name in token.split_contents()[1:]]
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return RememberNode(names, nodelist)


class RememberNode(template.Node):
    def __init__(self, names, nodelist):
        self.names, self.nodelist, self.kept, self.size = names, nodelist, {}, 0

    def render(self, context: Context) -> str:
        key = (get_language(), *(_hashable(name.resolve(context)) for name in self.names))
        shown = self.kept.get(key)
        if shown is None:
            shown = self.nodelist.render(context)
            if len(self.kept) >= MOST or self.size + len(shown) > LARGEST:
                self.kept.clear()
                self.size = 0
            self.kept[key] = shown
            self.size += len(shown)
        return shown


def _hashable(value):
    return repr(value) if isinstance(value, dict | list) else value
