"""Brings the uploads of a WordPress site here, one by one; what is here already is not fetched again.

Pictures go into the library, films become films of ours, other files (PDF, sound, office) documents.
"""

import html
from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from articles.models import Photo
from campaigns.models import Video
from campaigns.videos.stills import still_of
from core import slugs
from core.fetch import FetchError, fetch
from core.media import pictures
from core.media.documents import KINDS, MEGABYTE
from core.media.pictures import develop
from core.redirects import page_registry
from organisation.models import Document
from publishing import checks

from . import converting, custom, languages, reading
from .survey import Survey
from .tags import file_name
from .text import Kept, kept
from .uploads import Uploads

TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif")
PICTURES = ("jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "")
SECONDS = 30.0  # for one picture
SECONDS_FOR_A_FILE = 300.0
LONGEST = Photo._meta.get_field("source_url").max_length


class Library:
    """The uploads of one export that are here: by their number there, and by their address."""

    def __init__(self):
        self.by_number: dict[str, Kept] = {}
        self.uploads: Uploads | None = None
        self.site = reading.Site()
        self.counts = Counter()
        self.remarks: list[str] = []

    def fetch(self, entries: Iterable, survey: Survey, say: Callable[["Library"], None] = lambda library: None) -> None:
        """Download what is not here yet. Each upload is kept at once, so a run that is broken off can go on."""

        def take(item):
            if self.uploads is None:
                self.site = survey.site
                self.uploads = Uploads(survey.site.address)
            self._take(item)
            say(self)

        with checks.exempt("public on the old site already"):
            survey.read(entries, take)

    def _take(self, item):
        address, ending = _address(item.attachment_url), _ending(item.attachment_url)
        what, take = self._taker(ending)
        if take is None:
            return self._leave(what, item.attachment_url, f"files that end in .{ending} are not taken")
        if len(address) > LONGEST:
            return self._leave(what, item.attachment_url, "its address is too long")
        here = _here(what, address)
        if here:
            self.counts[f"{what} already here"] += 1
        else:
            try:
                here = take(item, address)
            except FetchError as error:
                return self._leave(what, item.attachment_url, str(error))
            except ValidationError as error:
                return self._leave(what, item.attachment_url, error.messages[0])
            self.counts[what] += 1
        self.by_number[item.id] = here
        for known in {item.attachment_url, item.guid}:
            self.uploads.add(known, here)
        return None

    def _taker(self, ending: str):
        """Return what a file with this ending becomes, and how; nothing for what is not taken."""
        if ending in PICTURES:
            return "pictures", self._picture
        if ending in KINDS["mp4"].endings + KINDS["webm"].endings:
            return "films", self._film
        return "documents", self._document if ending in KINDS["file"].endings else None

    def _picture(self, item, address) -> Kept:
        body = _download(item.attachment_url, SECONDS, pictures.LARGEST_FILE, accept="image/*", types=TYPES)
        photo = Photo(file=develop(ContentFile(body)), source_url=address, **_fields(item))
        photo.language, _unknown = languages.of(item, self.site)
        custom.set_photo_fields(photo, item.meta)
        photo.save()
        return kept(photo)

    def _film(self, item, address) -> Kept:
        """Take a film in as a draft; it is public as soon as a public text shows it."""
        title = converting.line(item.title)[:200] or "Film"
        film = Video(title=title, source_url=address, decorative=True)
        film.slug = slugs.free(slugs.slugify(item.slug or title) or "film", page_registry.is_used(Video))
        film.language, _unknown = languages.of(item, self.site)
        film.file = still_of(film)
        self._put(film, "webm" if _ending(address) == "webm" else "mp4", item.attachment_url)
        return _kept_film(film)

    def _document(self, item, address) -> Kept:
        title = converting.line(item.title)[:200] or file_name(address)[:200]
        slug = slugs.slugify(item.slug or title) or f"document-{item.id}"
        taken = Document.objects.filter
        document = Document(title=title, slug=slugs.free(slug, lambda one: taken(slug=one).exists()))
        document.source_url = address
        document.language, _unknown = languages.of(item, self.site)
        self._put(document, "file", item.attachment_url)
        return _kept_document(document)

    def _put(self, obj, field: str, url: str) -> None:
        body = _download(url, SECONDS_FOR_A_FILE, settings.LARGEST_DOCUMENT * MEGABYTE)
        setattr(obj, field, ContentFile(body, unquote(file_name(url))))
        obj._meta.get_field(field).run_validators(getattr(obj, field))
        obj.save()

    def _leave(self, what, url, reason) -> None:
        self.counts[f"{what} left out"] += 1
        self.remarks.append(f"{what.removesuffix('s')} left out: {url}: {reason}")


def _download(url: str, seconds: float, limit: int, accept: str = "*/*", types: tuple | None = None) -> bytes:
    answer = fetch(url, accept=accept, types=types, seconds=seconds, limit=limit, purpose="moving a site")
    if not 200 <= answer.status < 300:
        raise ValidationError(f"the other site answered with {answer.status}")
    return answer.body


def _here(what: str, address: str) -> Kept | None:
    model, shown = {
        "pictures": (Photo, kept), "films": (Video, _kept_film), "documents": (Document, _kept_document),
    }[what]  # fmt: skip
    found = model.objects.filter(source_url=address).first()
    return found and shown(found)


def _kept_film(film: Video) -> Kept:
    return Kept(film.pk, f"video:{film.slug}", (film.mp4 or film.webm).url)


def _kept_document(document: Document) -> Kept:
    return Kept(document.pk, f"document:{document.slug}", document.file.url)


def _address(url: str) -> str:
    """Return the address under which an upload is remembered, whole: two that begin alike are two."""
    return url if len(url) <= LONGEST else unquote(url)


def _ending(url: str) -> str:
    name = file_name(url)
    return name.rpartition(".")[2].lower() if "." in name else ""


def _fields(item: reading.ExportedItem) -> dict:
    title = converting.line(item.title)[:200] or "(untitled)"
    slug = slugs.slugify(item.slug or title) or f"picture-{item.id}"
    return {
        "title": title,
        "slug": slugs.free(slug, page_registry.is_used(Photo)),
        # Plain text already: what looks like a tag in it is none.
        "alt": " ".join(html.unescape(item.meta.get("_wp_attachment_image_alt", "")).split())[:250],
        "decorative": item.meta.get("_decorative") == "1",
        "caption": converting.line(item.excerpt or item.body)[:400],
        "credit": converting.line(item.meta.get("_credit", ""))[:200],
        "licence": converting.line(item.meta.get("_licence", ""))[:100],
    }
