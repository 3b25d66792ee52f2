"""Brings a WordPress export into the site: all of it or nothing, and any number of times without doubling anything."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from articles import announcing
from articles.comments import MAX_LENGTH, Comment, store
from articles.models import Article, Mention, Tag
from ngo_site.lib import checklist, markup, redirects
from organisation.models import Page, Person

from . import converting, custom, reading
from .media import Library
from .menus import Menus


class Import:
    """One run. ``counts`` says what came in, ``remarks`` what did not, item by item."""

    def __init__(self, on_item=lambda run: None, library: Library | None = None):
        self.counts = Counter()
        self.remarks: list[str] = []
        self.on_item = on_item
        self.library = library
        self.names: dict[str, str] = {}
        self.site = reading.Site()
        self.translations: dict[int, str] = {}
        self.menus = Menus()
        self.remembered: set[tuple[str, str]] = set()

    # What was public there stays public here, faults and all: the desk shows what is to be mended.
    @checklist.exempt("public on the old site already")
    @transaction.atomic
    def run(self, entries: Iterable) -> None:
        """Take in what ``reading.read`` yields. Raises reading.Unreadable, and then nothing has changed."""
        for entry in entries:
            match entry:
                case reading.Site():
                    self.site = entry
                    for end in ("", "atom/"):
                        self.old_path(f"{self.folder}/feed/{end}", reverse("articles:feed") + end)
                case reading.Author():
                    self.names[entry.login] = converting.line(entry.name)
                case reading.Term():
                    self.menus.terms[entry.id] = entry.slug
                case reading.Item():
                    self.item(entry)
                    self.on_item(self)
        custom.link_translations(self.translations)
        self.menus.write(self.site, self)

    def item(self, item: reading.Item) -> None:
        if item.kind == "attachment" and self.library:
            return None
        if item.kind == "attachment":
            self.counts["files not downloaded"] += 1
            return self.remark(item, f"left out, file not downloaded: {item.attachment_url or item.link}")
        if item.kind == "nav_menu_item":
            return self.menus.take(item)
        if item.kind not in {"post", "page"}:
            self.counts["left out"] += 1
            return self.remark(item, f"left out: this site has nothing like “{item.kind}”")
        if item.status in {"trash", "auto-draft"}:
            self.counts["left out"] += 1
            return self.remark(item, f"left out: {item.status}")
        thing = self.article(item) if item.kind == "post" else self.page(item)
        if thing:
            self.menus.remember(item, thing)
            self.old_addresses(item, thing)
        return None

    def article(self, item: reading.Item) -> Article:
        key = f"wordpress:{self.site.address}#{item.id or item.link}"[:300]
        article = Article.objects.filter(source_key=key).first()
        if article:
            self.counts["articles already here"] += 1
        else:
            article = Article(source_key=key, slug=free_slug(Article, item), **self.common_fields(item))
            article.comments_open, article.mentions_open = item.comments_open, item.pings_open
            custom.set_fields(article, item.meta)
            article.picture = self.library and self.library.by_number.get(item.meta.get("_thumbnail_id", ""))
            article.save()
            article.tags.set(self.tags(item))
            if not custom.name_the_authors(article, item.meta):
                self.name_the_author(article, item.creator)
            if original := item.meta.get("_translation_of"):
                self.translations[article.pk] = original
            announcing.say_nothing_of(article)
            self.counts["articles"] += 1
        self.responses(item, article)
        return article

    def page(self, item: reading.Item) -> Page | None:
        slug = slug_of(item)
        if here := Page.objects.filter(slug=slug).first():
            self.menus.remember(item, here)
            self.counts["pages already here"] += 1
            self.remark(item, f"left out: a page with the address “{slug}” is here already")
            return None
        page = Page(slug=slug, **self.common_fields(item))
        custom.set_common(page, item.meta)
        page.save()
        self.counts["pages"] += 1
        if item.comments:
            self.remark(item, f"{len(item.comments)} comments left out: pages take none here")
        return page

    def common_fields(self, item: reading.Item) -> dict:
        body, remarks = converting.body(item.body, self.library)
        title = converting.line(item.title)
        if not title:
            remarks.append("it had no title")
        if len(title) > 200:
            remarks.append("title shortened to 200 characters")
        is_public = item.status in {"publish", "future"} and not item.password
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
            "published_at": (item.at or timezone.now()) if is_public else None,
        }

    def name_the_author(self, article: Article, login: str) -> None:
        """Name the person whose page's address is that login; without one, a guest.

        Who wrote for the old site need not work here: making people is for the editors.
        """
        person = Person.objects.filter(slug=slugify(login, allow_unicode=True)).first()
        guest = "" if person else (self.names.get(login) or converting.line(login))[:120]
        if person or guest:
            article.bylines.create(person=person, guest=guest)

    def tags(self, item: reading.Item) -> list[Tag]:
        """Return the item's categories and tags, both of which are tags here."""
        tags = {}
        for domain, slug, name in item.terms:
            name = converting.line(name)[:80]
            slug = (slugify(slug, allow_unicode=True) or slugify(name, allow_unicode=True))[:80]
            if domain not in {"category", "post_tag", "tag"} or not slug or slug == "uncategorized":
                continue
            tag = Tag.objects.filter(slug=slug).first() or Tag.objects.filter(aliases__name__iexact=name).first()
            if tag is None:
                taken = not name or Tag.objects.filter(name=name).exists()
                tag = Tag.objects.create(slug=slug, name=f"{name} ({slug})"[:80] if taken else name)
                self.counts["tags"] += 1
            tags[tag.pk] = tag
            of_all = f"/{'category' if domain == 'category' else 'tag'}/{slug}/"
            self.old_path(self.folder + of_all, tag.get_absolute_url())
        return list(tags.values())

    def responses(self, item: reading.Item, article: Article) -> None:
        here = {(c.submit_date, c.user_name, c.comment): c for c in Comment.objects.of(article)}
        stored: dict[str, Comment] = {}
        for comment in item.comments:
            if comment.approved not in {"0", "1"}:
                self.counts["spam and rubbish left out"] += 1
            elif comment.kind in Mention.Kind.values:
                self.mention(item, article, comment)
            else:
                found = self.comment(item, article, comment, stored.get(comment.parent), here)
                if found:
                    stored[comment.id] = found

    def comment(self, item, article, comment: reading.Comment, parent, here) -> Comment | None:
        text, name = converting.comment_text(comment.text), converting.line(comment.name)[:50] or "Anonymous"
        if not text:
            self.remark(item, f"comment {comment.id} left out: it is empty")
            return None
        if len(text) > MAX_LENGTH:
            self.remark(item, f"comment {comment.id} shortened to {MAX_LENGTH} characters")
            text = text[:MAX_LENGTH]
        at = comment.at or article.published_at or datetime(1970, 1, 1, tzinfo=UTC)
        if (at, name, text) in here:
            self.counts["comments already here"] += 1
            return here[at, name, text]
        self.counts["comments"] += 1
        here[at, name, text] = store(
            article, name=name, text=text, parent=parent, at=at, is_public=comment.approved == "1"
        )
        return here[at, name, text]

    def mention(self, item, article: Article, comment: reading.Comment) -> None:
        try:
            URLValidator(schemes=["http", "https"])(comment.url)
        except ValidationError:
            return self.remark(item, f"{comment.kind} {comment.id} left out: it has no address")
        at = comment.at or timezone.now()
        _mention, is_new = Mention.objects.of(article).get_or_create(
            source_hash=Mention.hash_source(comment.url),
            defaults={
                "target": article,
                "target_url": item.link[:1000],
                "source_url": comment.url,
                "kind": comment.kind,
                "title": converting.line(comment.name)[:300],
                "excerpt": converting.comment_text(comment.text)[:1000],
                **custom.of_mention(comment.meta),
                "received_at": at,
                "verified_at": at,
                "status": Mention.Status.APPROVED if comment.approved == "1" else Mention.Status.VERIFIED,
            },
        )
        self.counts["mentions" if is_new else "mentions already here"] += 1
        return None

    def old_addresses(self, item: reading.Item, thing) -> None:
        old = {f"/?{'p' if item.kind == 'post' else 'page_id'}={item.id}"} if item.id else set()
        parts = urlsplit(item.link)
        if parts.path not in {"", "/"}:
            old.add(parts.path)
        elif parts.query:
            old.add(f"/?{parts.query}")
        for path in old - {thing.get_absolute_url()}:
            self.old_path(path, thing.get_absolute_url())

    @property
    def folder(self) -> str:
        """The path below which the old site lived."""
        return urlsplit(self.site.address).path.rstrip("/")

    def old_path(self, old: str, new: str) -> None:
        """Let an address lead to a page here; no more than once, for some are named with every post."""
        if (old, new) in self.remembered:
            return
        self.remembered.add((old, new))
        try:
            redirects.remember(old, new)
        except ValueError:
            self.remarks.append(f"an old address is too odd to be kept: {old[:80]}")

    def remark(self, item: reading.Item, text: str) -> None:
        self.remarks.append(f"{item.kind} {item.id or '?'} “{converting.line(item.title)[:60]}”: {text}")


def slug_of(item: reading.Item) -> str:
    return (slugify(item.slug, allow_unicode=True) or slugify(item.title, allow_unicode=True))[:90] or f"post-{item.id}"


def free_slug(model, item: reading.Item) -> str:
    """Return the item's address, with a number behind it when another one has it or the site itself needs it."""
    slug, number = slug_of(item), 1
    while (free := slug if number == 1 else f"{slug}-{number}") in model.RESERVED_SLUGS or (
        model.objects.filter(slug=free).exists()
    ):
        number += 1
    return free
