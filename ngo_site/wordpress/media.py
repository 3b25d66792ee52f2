"""Brings the pictures of a WordPress site into the library, one by one; what is here already is not fetched again."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.text import slugify

from articles.models import Photo
from ngo_site.lib import checklist, darkroom
from ngo_site.lib.fetch import FetchError, fetch
from ngo_site.lib.pictures import develop

from . import converting, custom, reading

TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif")
SECONDS = 30.0  # for one picture
# WordPress names smaller copies so: press-300x200.jpg, press-scaled.jpg
_COPY = re.compile(r"-(?:\d{1,5}x\d{1,5}|scaled|rotated)(?=\.\w{2,5}\Z)")


class Library:
    """The pictures of one export that are here: by their number there, and by their address."""

    def __init__(self):
        self.by_number: dict[str, Photo] = {}
        self.by_address: dict[str, Photo] = {}
        self.counts = Counter()
        self.remarks: list[str] = []

    def fetch(self, entries: Iterable, say: Callable[["Library"], None] = lambda library: None) -> None:
        """Download what is not here yet. Each picture is kept at once, so a run that is broken off can go on."""
        with checklist.exempt("public on the old site already"):
            for item in entries:
                if isinstance(item, reading.Item) and item.kind == "attachment" and item.attachment_url:
                    self._take(item)
                    say(self)

    def find(self, address: str) -> Photo | None:
        """Return the picture that an address of the old site showed, at whatever size."""
        return self.by_address.get(_key(address))

    def _take(self, item):
        photo = Photo.objects.filter(source_url=item.attachment_url[:200]).first()
        if photo:
            self.counts["pictures already here"] += 1
        else:
            photo = self._download(item)
        if photo:
            self.by_number[item.id] = photo
            self.by_address[_key(item.attachment_url)] = photo

    def _download(self, item) -> Photo | None:
        url = item.attachment_url
        try:
            answer = fetch(
                url,
                accept="image/*",
                types=TYPES,
                seconds=SECONDS,
                limit=darkroom.LARGEST_FILE,
                purpose="moving a site",
            )
            if not 200 <= answer.status < 300:
                return self._leave(url, f"the other site answered with {answer.status}")
            picture = develop(ContentFile(answer.body))
        except FetchError as error:
            return self._leave(url, str(error))
        except ValidationError as error:
            return self._leave(url, error.messages[0])
        self.counts["pictures"] += 1
        photo = Photo(file=picture, **_fields(item))
        custom.set_photo_fields(photo, item.meta)
        photo.save()
        return photo

    def _leave(self, url, reason) -> None:
        self.counts["pictures left out"] += 1
        self.remarks.append(f"picture left out: {url}: {reason}")


def _fields(item) -> dict:
    title = converting.line(item.title)[:200] or "(untitled)"
    slug = (slugify(item.slug or title, allow_unicode=True) or f"picture-{item.id}")[:90]
    free, number = slug, 1
    while free in Photo.RESERVED_SLUGS or Photo.objects.filter(slug=free).exists():
        number += 1
        free = f"{slug}-{number}"
    return {
        "title": title,
        "slug": free,
        # Plain text already: what looks like a tag in it is none.
        "alt": " ".join(html.unescape(item.meta.get("_wp_attachment_image_alt", "")).split())[:250],
        "decorative": item.meta.get("_decorative") == "1",
        "caption": converting.line(item.excerpt or item.body)[:400],
        "credit": converting.line(item.meta.get("_credit", ""))[:200],
        "licence": converting.line(item.meta.get("_licence", ""))[:100],
        "source_url": item.attachment_url[:200],
    }


def _key(address: str) -> str:
    # Host and scheme of an old site have often changed; the path below wp-content has not.
    return _COPY.sub("", unquote(urlsplit(address).path))
