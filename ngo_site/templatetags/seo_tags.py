"""What base.html says of a page to those who find it and pass it on. ``{% load seo_tags %}``"""

from django import template
from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language

from core import identity, languages
from core.http.paths import path_of
from core.languages import locale_of
from core.richtext import markup
from organisation import menus

from ..seo import embedding, home, linked_data, share_pictures, trails

register = template.Library()


@register.tag
def keep(parser, token):
    """Keep the block under a name, on one line, instead of showing it: ``{% keep page_title %}…{% endkeep %}``."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, nodelist)


class KeepNode(template.Node):
    def __init__(self, name, nodelist):
        self.name, self.nodelist = name, nodelist

    def render(self, context):
        context[self.name] = markup.one_line(self.nodelist.render(context))
        return ""


@register.inclusion_tag("_share_card.html", takes_context=True)
def share_card(context, obj=None, kind="website", translations=()):
    """Say what a page looks like where its address is passed on, and where it stands in other languages."""
    request = context.get("request")
    if not getattr(request, "is_public_page", False):
        return {}
    has_no_object = obj is None
    obj = obj if obj and obj.is_published else None  # a draft, or a photograph that is only in an album
    url = _canonical(request, obj)
    title = context.get("page_title", "")
    description = context.get("page_description", "") or identity.current().tagline
    image = share_pictures.of(obj)
    card = {"url": url, "kind": kind, "title": title, "description": description, "image": image, "obj": obj}
    others = [one for one in translations if one.pk != obj.pk] if obj else []
    card["alternates"] = [(one.language, home.address(one)) for one in [obj, *others]] if others else []
    if has_no_object:
        card["alternates"] = _in_each_language(url)
    card["locale"] = locale_of(obj.language if obj else get_language())
    card["oembed"] = settings.SITE_URL + path_of("oembed") if embedding.offers(obj) else ""
    return card | {"site_url": settings.SITE_URL, "organisation": identity.current(), "data": _said(context, card)}


@register.inclusion_tag("_breadcrumbs.html", takes_context=True)
def breadcrumbs(context):
    title, obj = context.get("page_title", ""), context.get("obj")
    is_its_own = obj and conditional_escape(obj) == title.strip()
    trail = trails.to(_view_name(context.get("request")))
    return {"trail": trail, "title": title, "obj": obj if is_its_own else None}


@register.simple_tag
def own_links(place: str) -> tuple:
    return menus.links(place, get_language())


@register.simple_tag(takes_context=True)
def current(context, address: str, section: bool = False) -> str:
    """Return ``aria-current`` for a link that leads to this very page; of a section also to a page below it."""
    path = getattr(context.get("request"), "path", "")
    if path == address:
        return format_html('aria-current="{}"', "page")
    return format_html('aria-current="{}"', "true") if section and address in path else ""


@register.simple_tag(takes_context=True)
def other_languages(context) -> tuple:
    """Return this page in the other languages of the interface; nothing on a site that speaks one.

    A view that shows a text says in ``versions`` which languages it is written in.
    """
    request = context.get("request")
    if not request or len(settings.LANGUAGES) < 2:
        return ()
    return languages.elsewhere(request.get_full_path(), context.get("versions") or ())


@register.simple_tag
def is_closed_to_robots() -> bool:
    return not settings.FOUND_BY_SEARCH_ENGINES


def _canonical(request, obj) -> str:
    """Return the one address of the page: the object's own; of a list, with the number of a later page and no more."""
    if obj:
        return home.address(obj)
    number = request.GET.get("page", "")
    later = f"?page={int(number)}" if number.isdecimal() and int(number) > 1 else ""
    return settings.SITE_URL + request.path + later


def _in_each_language(url: str) -> list[tuple[str, str]]:
    """Return (language, address) of a page that is ours in each, such as a list; nothing where we speak one alone."""
    others = languages.elsewhere(url.removeprefix(settings.SITE_URL))
    pages = {get_language(): url, **{page.language: settings.SITE_URL + page.address for page in others}}
    return [*pages.items(), ("x-default", pages[settings.LANGUAGE_CODE])] if others else []


def _said(context, card):
    name = _view_name(context["request"])
    obj, graph = card["obj"], [linked_data.organisation()]
    if name == "home":
        graph.append(linked_data.website())
    if obj:
        graph.append(linked_data.described(obj, card["url"], card["image"]))
    if trail := trails.to(name):
        title = obj.title if obj else markup.plain(card["title"])
        graph.append(linked_data.breadcrumbs(trail, title, card["url"]))
    return markup.data_block({"@context": "https://schema.org", "@graph": graph})


def _view_name(request) -> str:
    match = getattr(request, "resolver_match", None)
    return match.view_name if match else ""
