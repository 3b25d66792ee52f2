"""The oEmbed provider: /oembed/?url=… answers in JSON or XML how a page of ours is shown elsewhere."""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Photo
from campaigns.models import Poster
from ngo_site.lib import oembed, targets
from ngo_site.lib.http import public_page
from ngo_site.lib.publishing import Publishable

from . import frames, pictures
from .linked_data import absolute

FORMATS = {"json", "xml"}


@require_safe
@public_page(300)
def answer(request):
    """Answer 404 for what is no public page of ours that can be embedded, 501 for another format than JSON and XML."""
    form = request.GET.get("format") or "json"
    if form not in FORMATS:
        return _open(HttpResponse("Only json and xml are spoken here.\n", status=501, content_type="text/plain"))
    thing = targets.resolve(request.GET.get("url", ""))
    if not isinstance(thing, Publishable) or not oembed.offers(thing):
        return _open(HttpResponse("There is nothing to embed.\n", status=404, content_type="text/plain"))
    try:
        width, height = _size(request.GET.get("maxwidth")), _size(request.GET.get("maxheight"))
    except ValueError:
        message = "maxwidth and maxheight are whole numbers above zero.\n"
        return _open(HttpResponse(message, status=400, content_type="text/plain"))
    said = _common(thing) | oembed.describe(thing, width, height)
    return _open(JsonResponse(said) if form == "json" else _xml(said))


def _size(words: str | None) -> int | None:
    if not words:
        return None
    if not (words.isascii() and words.isdecimal() and int(words[:6]) > 0):
        raise ValueError
    return int(words[:6])


def _common(thing) -> dict:
    image = pictures.of(thing)
    return {
        "version": "1.0",
        "title": thing.title,
        "provider_name": settings.ORGANISATION["name"],
        "provider_url": settings.SITE_URL + "/",
        "cache_age": 3600,
        "thumbnail_url": image["url"],
        "thumbnail_width": image["width"],
        "thumbnail_height": image["height"],
    }


def _xml(said: dict) -> HttpResponse:
    root = Element("oembed")
    for name, value in said.items():
        SubElement(root, name).text = str(value)
    return HttpResponse(tostring(root, encoding="utf-8", xml_declaration=True), content_type="text/xml; charset=utf-8")


def _open(response):
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _card(thing, fit) -> dict:
    """Show our card in a frame, and in WordPress its title as a link until the frame's script tells that it is there.

    WordPress keeps of strangers' HTML a blockquote of links, without any attribute, and one frame, and nothing without
    a frame. Who takes the HTML as it is (Ghost 5) would show both at once, so there the blockquote is hidden; Ghost 6
    takes strangers' HTML no more and makes a bookmark of the page's title, summary and share picture.
    """
    kind = thing._meta.model_name
    height = frames.HEIGHTS.get(kind, frames.HEIGHT)
    width, _height = fit(frames.WIDTH, 1)
    _width, height = fit(1, height)
    context = {
        "thing": thing,
        "width": width,
        "height": height,
        "url": absolute(thing.get_absolute_url()),
        "frame": absolute(reverse("framed-card", args=[kind, thing.slug])),
    }
    return {"type": "rich", "html": render_to_string("_oembed.html", context), "width": width, "height": height}


def _picture(thing, fit) -> dict:
    width, height = fit(thing.width or 1, thing.height or 1)
    return {"type": "photo", "url": absolute(thing.url_at(width)), "width": width, "height": height}


for _model in frames.FRAMED.values():
    oembed.register(_model, _card)
for _model in (Photo, Poster):
    oembed.register(_model, _picture)
