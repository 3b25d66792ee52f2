"""What the addresses of the old site lead to: each page once; ``core.redirects.old_addresses`` has its spellings."""

import re
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from articles.models import Tag
from core import redirects
from core.http.paths import path_of
from core.slugs import slugify
from organisation.models import Person

from . import reading
from .survey import Attachment
from .uploads import Uploads

AT_ONCE = 500


class OldAddresses:
    """Collects what leads where, and writes it a few hundred at a time."""

    def __init__(self):
        self.folder = ""  # the path below which the old site lived
        self.remarks: list[str] = []
        self._waiting: dict[str, str] = {}
        self._known: set[tuple[str, str]] = set()  # what is named with many posts

    def of_site(self, site: reading.Site) -> None:
        self.folder = urlsplit(site.address).path.rstrip("/")
        articles = reverse("articles:list")
        for end in ("feed/", "feed/atom/"):
            self.lead(f"/{end}", articles + end)
        self.lead("/comments/feed/", f"{articles}feed/")
        self.lead("/page/", articles)
        self.lead("/category/uncategorized/", articles)
        for name in ("wp-sitemap.xml", "sitemap_index.xml"):
            self.lead(f"/{name}", reverse("sitemap"))
        if self.folder:
            self.lead("/", articles)

    def of_item(self, item: reading.ExportedItem, obj) -> None:
        """Let the addresses of a post or a page, and the lists of its month, lead here."""
        here = obj.get_absolute_url()
        if item.id:
            self.lead(f"/?{'p' if item.kind == 'post' else 'page_id'}={item.id}", here)
        self.lead_whole(item.link, here)
        if item.kind == "post" and obj.was_public:
            at = timezone.localtime(obj.published_at)
            self.lead_once(f"/{at:%Y}/", path_of("articles:archive-year", at.year))
            self.lead_once(f"/{at:%Y/%m}/", path_of("articles:archive-month", at.year, at.month))

    def of_tag(self, kind: str, slug: str, tag: Tag) -> None:
        self.lead_once(f"/{kind}/{slug}/", tag.get_absolute_url())

    def of_terms(self, terms: dict[str, reading.Term]) -> None:
        """Let ?cat=7 lead to the tag that came of the category with that number."""
        tags = {tag.slug: tag.get_absolute_url() for tag in Tag.objects.all()}
        tags["uncategorized"] = reverse("articles:list")
        for term in terms.values():
            if term.is_category and (here := tags.get(slugify(term.slug, 80))):
                self.lead(f"/?cat={term.id}", here)

    def of_authors(self, authors: list[reading.Author]) -> None:
        """Let an author's list lead to their page, or, for those who have none here, to all articles."""
        for author in authors:
            person = Person.objects.published().filter(slug=slugify(author.login)).first()
            here = person.get_absolute_url() if person else reverse("articles:list")
            if slugify(author.login):
                self.lead(f"/author/{slugify(author.login)}/", here)
            if author.id:
                self.lead(f"/?author={author.id}", here)

    def of_attachment(self, upload: Attachment, kept, page: str, uploads: Uploads) -> None:
        """Let an upload's own page lead to the page it was made for, and its file to the file here."""
        here = page or (kept.address if kept else "")
        if here:
            self.lead(f"/?attachment_id={upload.id}", here)
            self.lead_whole(upload.page, here)
        if kept and uploads.is_ours(upload.address):
            self.lead_whole(upload.address, kept.address)

    def lead(self, old: str, new: str) -> None:
        """Let a path below the old site's folder lead to a path here."""
        self._add(self.folder + old, new)

    def lead_once(self, old: str, new: str) -> None:
        if (old, new) not in self._known:
            self._known.add((old, new))
            self.lead(old, new)

    def lead_whole(self, address: str, new: str) -> None:
        """Let a whole address of the old site lead to a path here."""
        parts = urlsplit(address)
        path = re.sub(r"^/+", "/", parts.path)
        if path.rstrip("/") != self.folder:
            self._add(path, new)
        elif parts.query:
            self._add(f"{self.folder}/?{parts.query}", new)

    def _add(self, old: str, new: str) -> None:
        self._waiting[old] = new
        if len(self._waiting) >= AT_ONCE:
            self.write()

    def write(self) -> None:
        odd = redirects.remember_all(self._waiting)
        self.remarks += [f"an old address is too odd to be kept: {old[:80]}" for old in odd]
        self._waiting.clear()


def page_of(parent: tuple[type, int] | None) -> str:
    """Return the address of what came in of a post, given as the kind and key of what it is here."""
    model, key = parent or (None, None)
    obj = model and model.objects.only("slug").filter(pk=key).first()
    return obj.get_absolute_url() if obj else ""
