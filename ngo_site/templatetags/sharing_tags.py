"""How a page is passed on. ``{% load sharing_tags %}``"""

from django import template

from campaigns.sharing import share_links

register = template.Library()


@register.simple_tag
def share_links_of(obj, code=None, codes=None) -> share_links.ShareLinks:
    return share_links.of(obj, code, codes)
