"""What base.html says of a page to those who find it and pass it on. ``{% load finding %}``"""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from ngo_site.lib import interface, markup, oembed
from ngo_site.sharing import home, linked_data, pictures, trails
from organisation import menus

register = template.Library()


@register.tag
def keep(parser, token):
    """Write the block down under a name instead of on the page: ``{% keep page_title %}…{% endkeep %}``."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, nodelist)


class KeepNode(template.Node):
    def __init__(self, name, nodelist):
        self.name, self.nodelist = name, nodelist

    def render(self, context):
        context[self.name] = self.nodelist.render(context)
        return ""


@register.inclusion_tag("_share_card.html", takes_context=True)
def share_card(context, thing=None, kind="website", translations=()):
    """Say what a page looks like where its address is passed on, and where it stands in other languages."""
    request = context.get("request")
    if not getattr(request, "is_public_page", False):
        return {}
    thing = thing if thing and thing.is_published else None  # a draft, or a photograph that is only in an album
    url = _canonical(request, thing)
    title = context.get("page_title", "")
    description = context.get("page_description", "") or settings.ORGANISATION["tagline"]
    image = pictures.of(thing)
    card = {"url": url, "kind": kind, "title": title, "description": description, "image": image, "thing": thing}
    others = [one for one in translations if one.pk != thing.pk] if thing else []
    card["alternates"] = [(one.language, home.address(one)) for one in [thing, *others]] if others else []
    card["oembed"] = settings.SITE_URL + reverse("oembed") if oembed.offers(thing) else ""
    return card | {"site_url": settings.SITE_URL, "organisation": settings.ORGANISATION, "data": _said(context, card)}


@register.inclusion_tag("_breadcrumbs.html", takes_context=True)
def breadcrumbs(context):
    return {"trail": trails.to(_view_name(context.get("request"))), "title": context.get("page_title", "")}


@register.simple_tag
def own_links(place: str) -> tuple:
    return menus.links(place, get_language())


@register.simple_tag(takes_context=True)
def other_languages(context) -> tuple:
    """Return this page in the other languages of the interface; nothing on a site that speaks one."""
    request = context.get("request")
    return interface.elsewhere(request.path) if request and len(settings.LANGUAGES) > 1 else ()


@register.simple_tag
def is_closed_to_robots() -> bool:
    return not settings.FOUND_BY_SEARCH_ENGINES


def _canonical(request, thing) -> str:
    """Return the one address of the page: the thing's own; of a list, with the number of a later page and no more."""
    if thing:
        return home.address(thing)
    number = request.GET.get("page", "")
    later = f"?page={int(number)}" if number.isdecimal() and int(number) > 1 else ""
    return settings.SITE_URL + request.path + later


def _said(context, card):
    name = _view_name(context["request"])
    thing, graph = card["thing"], [linked_data.organisation()]
    if name == "home":
        graph.append(linked_data.website())
    if thing:
        graph.append(linked_data.thing(thing, card["image"]))
    if trail := trails.to(name):
        title = thing.title if thing else markup.plain(card["title"])
        graph.append(linked_data.breadcrumbs(trail, title, card["url"]))
    return markup.data_block({"@context": "https://schema.org", "@graph": graph})


def _view_name(request) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""
