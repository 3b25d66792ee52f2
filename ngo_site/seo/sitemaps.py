"""sitemap.xml: every public page that is worth finding, with its pictures and its other languages.

An index names one file for each kind and each 50,000 addresses (https://www.sitemaps.org/protocol.html); the files are
written as they are read from the database, so a large site needs no more memory than a small one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from articles.models import Album, Article, Photo, Series, Tag
from articles.views.lists import months
from campaigns.models import Campaign, Petition, Poster, Video
from core.http.decorators import public_page
from core.media.pictures import Picture
from core.templatetags.site import iso
from newsletters.models import Issue
from organisation.models import Page, Person, Report
from publishing.publishable import Publishable

from . import home

# In one file. The protocol allows ten times as many, but such a file costs the machine seconds whoever asks for it.
MOST_ADDRESSES = 5_000
MOST_FILES = 50_000  # in the index
_XMLNS = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
# Pages that are always there.
ENTRANCES = (
    "home",
    "articles:list",
    "articles:archive",
    "articles:photos",
    "campaigns:list",
    "campaigns:petition-list",
    "campaigns:petition-archive",
    "campaigns:poster-list",
    "campaigns:video-list",
    "organisation:people",
    "organisation:report-list",
    "organisation:join",
    "newsletters:subscribe",
)


@dataclass(frozen=True)
class Section:
    """One kind of page: its objects in an order that new ones do not disturb, and when each changed last."""

    objs: Callable[[], QuerySet | list]
    changed: Callable[[object], datetime | None] = lambda obj: None
    path: Callable[[object], str] = lambda obj: obj.get_absolute_url()
    last_change: Callable[[], datetime | None] = lambda: None
    families: Callable[[], dict[int, dict[str, str]]] = dict


def _published(model) -> Section:
    names = {field.name for field in model._meta.get_fields()}

    def objs():
        found = model.objects.published().order_by("pk")
        picture = ["file", "renditions"] if issubclass(model, Picture) else []
        if "picture" in names:
            found = found.select_related("picture")
            picture = [f"picture__{field.name}" for field in Photo._meta.concrete_fields]
        if issubclass(model, Photo):
            return found
        family = ["translation_of"] if "translation_of" in names else []
        return found.only("slug", "language", "updated_at", "published_at", *family, *picture)

    def families():
        if "translation_of" not in names:
            return {}
        found = {}
        related = model.objects.published().filter(Q(translation_of__isnull=False) | Q(translations__isnull=False))
        for obj in related.only("slug", "language", "translation_of").distinct():
            found.setdefault(_root(obj), {})[obj.language] = home.address(obj)
        return found

    return Section(
        objs,
        changed=lambda obj: max(obj.updated_at, obj.published_at),
        last_change=lambda: model.objects.published().aggregate(at=Max(Greatest("updated_at", "published_at")))["at"],
        families=families,
    )


def _root(obj) -> int:
    """Return the key of the text that this one was translated from, or its own."""
    return getattr(obj, "translation_of_id", None) or obj.pk


def _archive() -> list:
    """Return the years and months in which something was published."""
    times = [month for month, _count in months(Article.objects.published())]
    return [(year,) for year in sorted({time.year for time in times})] + [(t.year, t.month) for t in times]


def _archive_path(item) -> str:
    return reverse("articles:archive-year" if len(item) == 1 else "articles:archive-month", args=item)


sections = {
    "entrances": Section(lambda: list(ENTRANCES), path=reverse),
    "letters": Section(
        lambda: Issue.objects.published().of_newsletter().order_by("pk"),
        changed=lambda issue: issue.queued_at,
        path=lambda issue: reverse("newsletters:issue", args=[issue.pk]),
    ),
    "archive": Section(_archive, path=_archive_path),
    "series": Section(lambda: Series.objects.in_use().order_by("pk")),
    "tags": Section(lambda: Tag.objects.in_use().order_by("pk")),
} | {
    model._meta.model_name: _published(model)
    for model in (Album, Article, Campaign, Petition, Page, Person, Photo, Poster, Report, Video)
}


@require_safe
@public_page(300)
def index(request):
    """Name the files, each with the last change of what is in it."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<sitemapindex {_XMLNS.split(' ')[0]}>"]
    for name, section in sections.items():
        objs = section.objs()
        count = len(objs) if isinstance(objs, list) else objs.count()
        changed = section.last_change() if count else None
        for number in range(1, -(-count // in_one_file()) + 1):
            address = settings.SITE_URL + reverse("sitemap-section", args=[name, number])
            lines.append(f"<sitemap><loc>{escape(address)}</loc>{_lastmod(changed)}</sitemap>")
    return HttpResponse("\n".join([*lines, "</sitemapindex>", ""]), content_type="application/xml")


@require_safe
def section(request, name, number):
    """Stream one file."""
    if name not in sections or not 1 <= number <= MOST_FILES:
        raise Http404
    first = (number - 1) * in_one_file()
    objs = sections[name].objs()[first : first + in_one_file()]
    if number > 1 and not objs[:1]:
        raise Http404
    # Not "public": the cache in front would put the whole file together first.
    headers = {"Cache-Control": "max-age=300"}
    return StreamingHttpResponse(_written(sections[name], objs), content_type="application/xml", headers=headers)


def in_one_file() -> int:
    """Return how many objects go into one file: each has one address in every language."""
    return MOST_ADDRESSES // len(settings.LANGUAGES)


def _written(section, objs) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_XMLNS}>\n'
    families = section.families()
    for obj in objs if isinstance(objs, list) else objs.iterator(chunk_size=1000):
        if isinstance(obj, Publishable):
            # Every interface shows it; it is mapped where it is at home, beside its translations.
            address = home.address(obj)
            yield from _urls(section, obj, [address], families.get(_root(obj), {}))
        else:
            addresses = _in_each_language(section, obj)
            default = {"x-default": addresses[settings.LANGUAGE_CODE]}
            yield from _urls(section, obj, addresses.values(), addresses | default if len(addresses) > 1 else {})
    yield "</urlset>\n"


def _in_each_language(section, obj) -> dict[str, str]:
    addresses = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            addresses[language] = settings.SITE_URL + section.path(obj)
    return addresses


def _urls(section, obj, addresses, alternates: dict[str, str]) -> Iterator[str]:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address)}"/>'
        for language, address in alternates.items()
        if len(alternates) > 1
    )
    picture = obj if isinstance(obj, Picture) else getattr(obj, "picture", None)
    image = ""
    if picture and picture.is_shown:
        image = f"<image:image><image:loc>{escape(_absolute(picture.share_url))}</image:loc></image:image>"
    for address in addresses:
        yield f"<url><loc>{escape(address)}</loc>{_lastmod(section.changed(obj))}{others}{image}</url>\n"


def _absolute(address: str) -> str:
    return settings.SITE_URL + address if address.startswith("/") else address


def _lastmod(moment) -> str:
    return f"<lastmod>{iso(moment)}</lastmod>" if moment else ""
