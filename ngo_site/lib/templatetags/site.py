"""What every template may use: pictures, texts, dates for machines. ``{% load site %}``"""

import datetime
import math

from django import template
from django.utils import timezone

from ngo_site.lib import markup
from ngo_site.lib import pictures as _pictures

register = template.Library()

WORDS_A_MINUTE = 220  # reading silently, non-fiction: Brysbaert 2019 found 238 in English

register.filter("show", markup.show)
register.filter("paragraphs", markup.paragraphs)
register.filter("plain", markup.plain)
register.filter("excerpt", markup.excerpt)
register.filter("contents", markup.contents)
register.filter("mail_html", markup.mail_html)


@register.inclusion_tag("lib/picture.html")
def picture(picture: _pictures.Picture, sizes: str = "100vw", loading: str = "lazy", **attributes):
    """Show a picture: ``{% picture photo sizes="(min-width: 60rem) 50vw, 100vw" class="wide" %}``.

    ``sizes`` says how wide it is on the page, so that the browser fetches no more than it needs. ``loading="eager"`` is
    for the lead picture alone: it is fetched before others. Nothing is written where there is no picture.
    """
    if not (picture and picture.file):
        return {}
    return {
        "picture": picture,
        "sources": [(kind, picture.srcset(kind)) for kind in ("avif", "webp") if kind in picture.renditions],
        "src": picture.url_at(960),
        "srcset": picture.srcset("jpeg") or picture.srcset("png"),
        "sizes": sizes,
        "loading": loading,
        "css_class": attributes.get("class", ""),
    }


@register.filter
def iso(moment) -> str:
    """Return a date or a time as ``<time datetime>`` and feeds take it: to the second, with its zone."""
    if isinstance(moment, datetime.datetime):
        moment = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else ""


@register.filter
def minutes(html: str) -> int:
    """Return how many minutes the text takes to read, at least 1."""
    return max(1, math.ceil(len(markup.plain(html).split()) / WORDS_A_MINUTE))
