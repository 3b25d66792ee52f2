"""How a page is passed on. ``{% load passing %}``"""

from django import template

from campaigns import passing_on

register = template.Library()


@register.simple_tag
def ways_to_pass_on(thing, code=None) -> passing_on.Passing:
    return passing_on.of(thing, code)
