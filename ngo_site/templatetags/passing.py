"""How a page is passed on. ``{% load passing %}``"""

from django import template

from campaigns.sharing import share_links

register = template.Library()


@register.simple_tag
def ways_to_pass_on(obj, code=None) -> share_links.ShareLinks:
    return share_links.of(obj, code)
