"""What every template may use: pictures, texts, dates for machines. ``{% load site %}``"""

import datetime

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.formats import get_format

from ngo_site.lib import interface, markup
from ngo_site.lib import pictures as _pictures

register = template.Library()

register.filter("show", markup.show)
register.filter("paragraphs", markup.paragraphs)
register.filter("plain", markup.plain)
register.filter("excerpt", markup.excerpt)
register.filter("contents", markup.contents)
register.filter("mail_html", markup.mail_html)
register.filter("own_address", interface.own_address)


@register.inclusion_tag("lib/picture.html")
def picture(picture: _pictures.Picture, sizes: str = "100vw", loading: str = "lazy", **attributes):
    """Show a picture: ``{% picture photo sizes="(min-width: 60rem) 50vw, 100vw" class="wide" %}``.

    ``sizes`` says how wide it is on the page, so that the browser fetches no more than it needs. ``loading="eager"`` is
    for the lead picture alone: it is fetched before others. Nothing is written where there is no picture.
    """
    if not (picture and picture.is_shown):
        return {}
    return {
        "picture": picture,
        "sizes": sizes,
        "across": picture.focus[0],
        "down": picture.focus[1],
        "loading": loading,
        "css_class": attributes.get("class", ""),
    }


@register.filter
def kind_and_size(file) -> str:
    """Return what to expect of a download, such as “PDF, 2.1 MB”; of a file that is lost, its kind alone."""
    kind = file.name.rpartition(".")[2].upper()
    try:
        return f"{kind}, {filesizeformat(file.size)}"
    except OSError:
        return kind


@register.filter
def ending(name: str) -> str:
    """Return what kind of file it is by its name, such as “PDF”."""
    return name.rpartition(".")[2].upper()


@register.filter
def iso(moment) -> str:
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


@register.filter
def page_query(number: int) -> str:
    """Return what stands behind the path of page ``number`` of a list; the first has the bare path."""
    return f"?page={number}" if number > 1 else ""


@register.filter
def numbers(paginator, current: int) -> list[int | None]:
    """Return the pages to link to: the first, the last and the current's neighbours; None where some are left out."""
    shown = paginator.get_elided_page_range(current, on_each_side=1, on_ends=1)
    return [number if isinstance(number, int) else None for number in shown]
