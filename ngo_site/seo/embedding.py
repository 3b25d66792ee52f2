"""The oEmbed provider: /oembed/?url=… answers in JSON or XML how a page of ours is shown elsewhere."""

from functools import partial
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from articles.mentions import mention_targets
from articles.models import Photo
from campaigns.models import Poster
from core import identity
from core.http.decorators import public_page
from core.languages import speaking
from publishing.publishable import Publishable

from . import frames, share_pictures
from .linked_data import absolute

FORMATS = {"json", "xml"}


@require_safe
@public_page(300, knows=["url", "format", "maxwidth", "maxheight"])
def answer(request):
    """Answer 404 for what is no public page of ours that can be embedded, 501 for another format than JSON and XML."""
    form = request.GET.get("format") or "json"
    if form not in FORMATS:
        return _open(HttpResponse("Only json and xml are spoken here.\n", status=501, content_type="text/plain"))
    obj = mention_targets.resolve(request.GET.get("url", ""))
    if not isinstance(obj, Publishable) or not offers(obj):
        return _open(HttpResponse("There is nothing to embed.\n", status=404, content_type="text/plain"))
    try:
        width, height = _size(request.GET.get("maxwidth")), _size(request.GET.get("maxheight"))
    except ValueError:
        message = "maxwidth and maxheight are whole numbers above zero.\n"
        return _open(HttpResponse(message, status=400, content_type="text/plain"))
    with speaking(translation.get_language_from_path(urlsplit(request.GET["url"]).path) or settings.LANGUAGE_CODE):
        said = _common(obj) | _SHOWN[type(obj)](obj, partial(_fit, width, height))
    return _open(JsonResponse(said) if form == "json" else _xml(said))


def offers(obj) -> bool:
    """Return True for what other sites may embed."""
    return type(obj) in _SHOWN


def _size(words: str | None) -> int | None:
    if not words:
        return None
    if not (words.isascii() and words.isdecimal() and int(words[:6]) > 0):
        raise ValueError
    return int(words[:6])


def _common(obj) -> dict:
    image = share_pictures.of(obj)
    return {
        "version": "1.0",
        "title": obj.title,
        "provider_name": identity.current().name,
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


def _fit(max_width: int | None, max_height: int | None, width: int, height: int) -> tuple[int, int]:
    """Return the size that a picture of this size may take within what was asked for."""
    scale = min(1, (max_width or width) / width, (max_height or height) / height)
    return max(1, int(width * scale)), max(1, int(height * scale))


def _card(obj, fit) -> dict:
    """Show our card in a frame, and in WordPress its title as a link until the frame's script tells that it is there.

    WordPress keeps of strangers' HTML a blockquote of links, without any attribute, and one frame, and nothing without
    a frame. Who takes the HTML as it is (Ghost 5) would show both at once, so there the blockquote is hidden; Ghost 6
    takes strangers' HTML no more and makes a bookmark of the page's title, summary and share picture.
    """
    kind = obj._meta.model_name
    width, _height = fit(frames.WIDTH, 1)
    _width, height = fit(1, frames.HEIGHTS.get(kind, frames.HEIGHT))
    html = format_html(
        '<blockquote hidden><a href="{}">{}</a> {}</blockquote><iframe src="{}" width="{}" height="{}" title="{}"'
        ' frameborder="0" marginwidth="0" marginheight="0" style="border:0;max-width:100%"></iframe>',
        absolute(obj.get_absolute_url()), obj.title, obj.summary,
        absolute(reverse("framed-card", args=[kind, obj.slug])), width, height, obj.title,
    )  # fmt: skip
    return {"type": "rich", "html": html, "width": width, "height": height}


def _picture(obj, fit) -> dict:
    width, height = fit(obj.width or 1, obj.height or 1)
    return {"type": "photo", "url": absolute(obj.url_at(width)), "width": width, "height": height}


# None of them runs a script, so that WordPress and others that clean what they embed keep all of it.
_SHOWN = {**dict.fromkeys(frames.FRAMED.values(), _card), Photo: _picture, Poster: _picture}
