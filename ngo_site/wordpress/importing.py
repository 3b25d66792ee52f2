"""Brings a WordPress export into the site: all of it or nothing, and any number of times without doubling anything."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Tag
from core.cache import generations
from core.richtext import markup
from core.search import index
from core.slugs import slugify
from organisation.models import Page
from publishing import checks
from publishing.translatable import Translatable

from . import converting, custom, languages, reading
from .films import Films
from .media import Library
from .menus import Menus
from .new_posts import NewPosts
from .old_addresses import OldAddresses, page_of
from .responses import take_responses
from .survey import Survey
from .text import Text


class Import:
    """One run. ``counts`` says what came in, ``remarks`` what did not, item by item."""

    def __init__(self, on_item=lambda run: None, library: Library | None = None, survey: Survey | None = None):
        self.counts = Counter()
        self.survey = survey or Survey()
        self.films = Films()
        self.remarks: list[str] = []
        self.on_item = on_item
        self.library = library
        self.names: dict[str, str] = {}
        self.authors: list[reading.Author] = []
        self.site = reading.Site()
        self.translations: dict[tuple[type[Translatable], int], str] = {}
        self.groups = languages.Translations()
        self.page_slugs = Counter()
        self.menus = Menus()
        self.old = OldAddresses()
        self.posts = NewPosts(self)
        self.known_tags: dict[tuple[str, str], Tag] = {}

    # What was public there stays public here, faults and all: the desk shows what is to be mended.
    @checks.exempt("public on the old site already")
    @transaction.atomic
    @generations.forgetting_once()
    @index.left_to_a_job()
    def run(self, entries: Iterable) -> None:
        """Take in what ``reading.read`` yields. Raises reading.Unreadable, and then nothing has changed."""
        for entry in entries:
            match entry:
                case reading.Site():
                    self.site = entry
                    self.old.of_site(entry)
                case reading.Author():
                    self.names[entry.login] = converting.line(entry.name)
                    self.authors.append(entry)
                case reading.Term():
                    self.menus.terms[entry.id] = entry
                case reading.ExportedItem():
                    self.item(entry)
                    self.on_item(self)
        self.posts.write()
        self.counts += self.films.counts
        custom.link_translations(self.translations)
        self.remarks += self.groups.link(languages.known(self.site.language) or settings.LANGUAGE_CODE)
        self.old.of_terms(self.menus.terms)
        self.old.of_authors(self.authors)
        self.lead_uploads()
        self.old.write()
        self.remarks += self.old.remarks
        self.menus.write(self.site, self)

    def item(self, item: reading.ExportedItem) -> None:
        if item.kind == "attachment" and self.library:
            return None
        if item.kind == "attachment":
            self.counts["files not downloaded"] += 1
            return self.remark(item, f"left out, file not downloaded: {item.attachment_url or item.link}")
        if item.kind == "nav_menu_item":
            return self.menus.take(item)
        if item.kind == "wp_block":
            return None  # stands in the texts that name it
        if item.kind not in {"post", "page"}:
            self.counts["left out"] += 1
            return self.remark(item, f"left out: this site has nothing like “{item.kind}”")
        if item.status in {"trash", "auto-draft"}:
            self.counts["left out"] += 1
            return self.remark(item, f"left out: {item.status}")
        if item.kind == "post":
            self.article(item)
        elif page := self.page(item):
            self.came_in(item, page)
        return None

    def came_in(self, item: reading.ExportedItem, obj) -> None:
        self.menus.remember(item, obj)
        self.old.of_item(item, obj)

    def is_new(self, item: reading.ExportedItem, obj: Translatable) -> None:
        """Remember what it translates; whatever that is may come later in the file."""
        self.groups.take(item, obj)
        if original := item.meta.get("_translation_of"):
            self.translations[type(obj), obj.pk] = original

    def article(self, item: reading.ExportedItem) -> None:
        key = f"wordpress:{self.site.address}#{item.id or item.link}"[:300]
        if self.posts.has(key):
            article = self.posts.find(key)
            self.counts["articles already here"] += 1
            take_responses(self, item, article)
            self.came_in(item, article)
            return
        article = Article(source_key=key, slug=slug_of(item), **self.common_fields(item))
        article.comments_open, article.mentions_open = item.comments_open, item.pings_open
        custom.set_fields(article, item.meta)
        picture = self.library and self.library.by_number.get(item.meta.get("_thumbnail_id", ""))
        article.picture_id = picture.pk if picture else None
        self.counts["articles"] += 1
        self.posts.add(item, article, self.tags(item))

    def page(self, item: reading.ExportedItem) -> Page | None:
        slug = slug_of(item)
        # Below different pages there may be two of one name.
        self.page_slugs[slug] += 1
        if (number := self.page_slugs[slug]) > 1:
            slug = f"{slug[:90]}-{number}"
        if here := Page.objects.filter(slug=slug).first():
            self.menus.remember(item, here)
            self.counts["pages already here"] += 1
            self.remark(item, f"left out: a page with the address “{slug}” is here already")
            return None
        page = Page(slug=slug, **self.common_fields(item))
        custom.set_common(page, item.meta)
        page.save()
        self.counts["pages"] += 1
        self.is_new(item, page)
        if item.comments:
            self.remark(item, f"{len(item.comments)} comments left out: pages take none here")
        return page

    def common_fields(self, item: reading.ExportedItem) -> dict:
        title = converting.line(item.title)
        is_public = item.status in {"publish", "future"} and not item.password
        published_at = (item.at or timezone.now()) if is_public else None
        language, unknown = languages.of(item, self.site)
        about = {"title": title[:200], "published_at": published_at, "language": language}
        text = Text(item, survey=self.survey, library=self.library, films=self.films, **about)
        body, remarks = converting.body(item.body, text)
        if unknown:
            remarks.append(f"its language, “{unknown}”, is none of this site's: it is marked as “{language}”")
        if not title:
            remarks.append("it had no title")
        if len(title) > 200:
            remarks.append("title shortened to 200 characters")
        if item.is_sticky:
            remarks.append("it was pinned to the top: here the newest comes first")
        if item.password:
            remarks.append("draft now: it was protected by a password")
        if item.status == "private":
            remarks.append("draft now: it was private")
        for remark in remarks:
            self.remark(item, remark)
        return {
            "title": title[:200] or "(untitled)",
            "summary": markup.excerpt(item.excerpt, 300) if item.excerpt else "",
            "body": body,
            "language": language,
            "published_at": published_at,
        }

    def tags(self, item: reading.ExportedItem) -> list[Tag]:
        """Return the item's categories and tags, both of which are tags here."""
        tags = {}
        for domain, old_slug, name in item.terms:
            name = converting.line(name)[:80]
            slug = slugify(old_slug, 80) or slugify(name, 80)
            if domain not in {"category", "post_tag", "tag"} or not slug or slug == "uncategorized":
                continue
            tag = self.known_tags.get((slug, name)) or self.tag(slug, name)
            self.known_tags[slug, name] = tag
            tags[tag.pk] = tag
            self.old.of_tag("category" if domain == "category" else "tag", old_slug or slug, tag)
        return list(tags.values())

    def tag(self, slug: str, name: str) -> Tag:
        tag = Tag.objects.filter(slug=slug).first() or Tag.objects.filter(aliases__name__iexact=name).first()
        if tag is None:
            taken = not name or Tag.objects.filter(name=name).exists()
            tag = Tag.objects.create(slug=slug, name=f"{name} ({slug})"[:80] if taken else name)
            self.counts["tags"] += 1
        return tag

    def lead_uploads(self) -> None:
        """Let the addresses of uploads lead to what came of them, when all that they belong to is here."""
        pages = {}
        for upload in self.survey.attachments.values():
            if upload.parent not in pages:
                pages[upload.parent] = page_of(self.menus.imported.get(upload.parent))
            kept = self.library and self.library.by_number.get(upload.id)
            self.old.of_attachment(upload, kept, pages[upload.parent], self.survey.by_address)

    def remark(self, item: reading.ExportedItem, text: str) -> None:
        self.remarks.append(f"{item.kind} {item.id or '?'} “{converting.line(item.title)[:60]}”: {text}")


def slug_of(item: reading.ExportedItem) -> str:
    return slugify(item.slug) or slugify(item.title) or f"post-{item.id}"
