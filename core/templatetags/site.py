"""What every template may use: pictures, texts, dates for machines. ``{% load site %}``"""

import datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.formats import get_format
from django.utils.html import format_html
from django.utils.translation import get_language

from .. import languages
from ..counted import kind_beside
from ..form_errors import errors_of
from ..http.scripts import OwnScript
from ..media import pictures as _pictures
from ..punctuation import colon
from ..richtext import mail_html, markup

register = template.Library()

register.filter("show", markup.show)
register.filter("paragraphs", markup.paragraphs)
register.filter("plain", markup.plain)
register.filter("excerpt", markup.excerpt)
register.filter("contents", markup.contents)
register.filter("mail_html", markup.mail_html)
register.filter("own_address", languages.own_address)
register.filter("kind_beside", kind_beside)
register.filter("colon", colon)


@register.simple_tag
def script(path: str) -> OwnScript:
    """Have the page run a script of ours when it is read: ``{% script "js/site.js" %}``."""
    return OwnScript(path, defer=True)


@register.inclusion_tag("core/picture.html")
def picture(
    picture: _pictures.Picture, sizes: str = "100vw", eager: bool = False, width: int | None = None, **attributes: str
) -> dict[str, Any]:
    """Show a picture: ``{% picture photo sizes="(min-width: 60rem) 50vw, 100vw" class="wide" %}``.

    ``sizes`` says how wide it is on the page, so that the browser fetches no more than it needs. ``eager`` is for the
    first picture of a page alone: it is fetched before others. ``width`` is how many pixels it is wide, where that is
    to be less than it has. Nothing is written where there is no picture.
    """
    if not (picture and picture.is_shown):
        return {}
    shown_width, height = picture.width, picture.height
    if width and shown_width and height and width < shown_width:
        sizes, shown_width, height = f"{width}px", width, round(height * width / shown_width)
    return {
        "picture": picture,
        "sizes": sizes,
        "width": shown_width,
        "height": height,
        "across": picture.focus[0],
        "down": picture.focus[1],
        "eager": eager,
        "css_class": attributes.get("class", ""),
    }


@register.inclusion_tag("admin/_error_summary.html")
def error_summary(*forms: Any, kept: bool = False) -> dict[str, Any]:
    """Show above a form of the desk what is wrong in it: ``{% error_summary form other_form %}``.

    ``kept`` is for a form of which something may have been done already, or that saves nothing.
    """
    wrong = [error for form in forms if form and form.is_bound for error in errors_of(form)]
    return {"wrong": wrong, "kept": kept}


@register.inclusion_tag("core/mail/picture.html")
def mail_picture(picture: _pictures.Picture | None, width: int | None = None) -> dict[str, Any]:
    """Show a picture in a mail, at most so many pixels wide: one JPEG or PNG that every mail program knows."""
    if not (picture and picture.is_shown):
        return {}
    width = min(width or mail_html.WIDEST, mail_html.WIDEST)
    shown = min(width, picture.width or width)
    height = round(picture.height * shown / picture.width) if picture.width and picture.height else ""
    return {"picture": picture, "address": picture.url_at(640), "width": shown, "height": height}


@register.simple_tag
def language_of(obj: Any) -> str:
    """Return ``lang`` and ``dir`` for an element with words of an object, or in a language given by its code.

    Always both: words from the right in a frame from the left, or the other way round, are in disorder without.
    """
    language = obj if isinstance(obj, str) else obj.language
    return format_html('lang="{}" dir="{}"', language, languages.direction_of(language))


@register.filter
def bdi(words: Any) -> str:
    """Return words of any script for the middle of a sentence: they do not disturb the order of what is around them.

    Of an object it is the title, said to be in the object's language where that is not the page's.
    """
    if not hasattr(words, "language"):
        return format_html("<bdi>{}</bdi>", words)
    if words.language == get_language():
        return format_html("<bdi>{}</bdi>", words.title)
    return format_html("<bdi {}>{}</bdi>", language_of(words), words.title)


@register.inclusion_tag("core/language_label.html")
def language_label(obj: Any) -> dict[str, Any]:
    """Name the language of an object in a list, where it is another one than that of the page around it."""
    is_another = obj.language != get_language()
    return {"obj": obj, "name": dict(settings.CONTENT_LANGUAGES).get(obj.language)} if is_another else {}


@register.filter
def kind_and_size(file: FieldFile) -> str:
    """Return what to expect of a download, such as “PDF, 2.1 MB”; of a file that is lost, its kind alone."""
    kind = str(file.name).rpartition(".")[2].upper()
    try:
        return f"{kind}, {filesizeformat(file.size)}"
    except OSError:
        return kind


@register.filter
def ending(name: str) -> str:
    """Return what kind of file it is by its name, such as “PDF”."""
    return name.rpartition(".")[2].upper()


@register.filter
def iso(moment: Any) -> str:
    """Return a date or a time as ``<time datetime>`` and feeds take it: to the second, with its zone."""
    if isinstance(moment, datetime.datetime):
        moment = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if moment else ""


@register.filter
def day(moment: datetime.datetime) -> str:
    """Return the date in words, such as 22 November 2026; a tenth of the work of Django's date filter."""
    moment = timezone.localtime(moment)
    # Russian and others bend a month's name beside a day; their own format of dates says so.
    months = MONTHS_ALT if "E" in get_format("DATE_FORMAT") else MONTHS
    return f"{moment.day} {months[moment.month]} {moment.year}"


@register.filter
def month_name(moment: datetime.datetime) -> str:
    """Return the name of its month, such as November."""
    return str(MONTHS[timezone.localtime(moment).month]).capitalize()


@register.filter
def hour(moment: datetime.datetime) -> str:
    """Return the time of day, such as 14:16."""
    return f"{timezone.localtime(moment):%H:%M}"


@register.simple_tag(takes_context=True)
def page_address(context: template.Context, number: int) -> str:
    """Return the address of page ``number`` of a list or of what was asked (``query``); the first says no number."""
    path, query = context["request"].path, context.get("query", "")
    if number == 1:
        return path + query
    return f"{path}{query}&page={number}" if query else f"{path}?page={number}"


@register.filter
def numbers(paginator: Paginator, current: int) -> list[int | None]:
    """Return the pages to link to: the first, the last and the current's neighbours; None where some are left out."""
    shown = paginator.get_elided_page_range(current, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]
