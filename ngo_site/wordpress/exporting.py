"""Writes the site as a WordPress export (WXR 1.2), which WordPress's own importer and ours read; as a stream.

Numbers count within the file and say nothing about ours, so a site that has taken in an export writes the same one.
No e-mail address, account or hidden word is in it. What WordPress has no place for stands in custom fields (post meta).
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from email.utils import format_datetime
from html import escape as escape_html
from xml.sax.saxutils import escape

from django.conf import settings
from django.utils import timezone

from articles.comments.models.comment import Comment
from articles.models import Article, Mention, Photo, Tag
from core import identity
from core.richtext import embeds
from core.slugs import slugify
from organisation.models import Page

from . import converting, menus, shortcodes, wxr

AT_ONCE = 200  # rows in memory
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"""
_OWN_MEDIA = re.compile(r'(?<= src=")(?=/)')
_MARK = re.compile(r'(<p\b[^<>]*?\bdata-embed="(?P<mark>[^"<>]*)"[^<>]*>)(?P<inside>(?:(?!</p>).)*)(</p>)', re.S)


class Export:
    """One run. ``counts`` says what went out; ``text()`` yields the file in pieces."""

    def __init__(self, *, drafts: bool = False, pictures: bool = False):
        self.drafts, self.pictures = drafts, pictures
        self.counts = Counter()
        self._numbers = {}
        self._at = {}  # what is in the file, by its address: (kind, number)
        self._last_number = self._last_comment = 0

    def text(self) -> Iterator[str]:
        yield _HEAD
        yield wxr.element("title", identity.current().name)
        yield wxr.element("link", settings.SITE_URL)
        yield wxr.element("description", identity.current().tagline)
        yield wxr.element("pubDate", format_datetime(timezone.now()))
        yield wxr.element("language", settings.LANGUAGE_CODE)
        yield wxr.element("wp:wxr_version", "1.2")
        yield wxr.element("wp:base_site_url", settings.SITE_URL)
        yield wxr.element("wp:base_blog_url", settings.SITE_URL)
        yield from self._authors()
        for tag in Tag.objects.order_by("slug").iterator(AT_ONCE):
            name = wxr.cdata("wp:tag_name", tag.name)
            yield f"<wp:tag>{wxr.cdata('wp:tag_slug', wxr.quoted(tag.slug))}{name}</wp:tag>\n"
        yield from menus.terms()
        if self.pictures:
            for photo in Photo.objects.shown().order_by("slug").iterator(AT_ONCE):
                yield self._picture(photo)
        for article in self._articles():
            yield from self._article(article)
        for page in self._chosen(Page).select_related("translation_of").order_by("slug").iterator(AT_ONCE):
            yield self._page(page)
        yield from menus.items(self._at, self._last_number)
        yield "</channel>\n</rss>\n"

    def _chosen(self, model):
        """Return what goes out: what is public, and drafts and what is planned when asked for; nothing taken back."""
        return model.objects.usable() if self.drafts else model.objects.published()

    def _articles(self):
        found = self._chosen(Article).select_related("series", "picture", "translation_of")
        found = found.prefetch_related("tags", "bylines__person")
        return found.order_by("published_at", "slug").iterator(AT_ONCE)

    def _authors(self):
        names = {}
        for article in self._articles():
            for byline in article.bylines.all()[:1]:
                names.setdefault(_login(str(byline)), str(byline))
        for login, name in sorted(names.items()):
            said = wxr.cdata("wp:author_login", login) + wxr.cdata("wp:author_display_name", name)
            yield f"<wp:author>{said}</wp:author>\n"

    def _article(self, article: Article) -> Iterator[str]:
        bylines = [{"name": str(byline), "note": byline.note} for byline in article.bylines.all()]
        terms = "".join(
            wxr.category("post_tag", tag.slug, tag.name) for tag in sorted(article.tags.all(), key=lambda tag: tag.slug)
        )
        meta = {"_language": article.language, "_bylines": json.dumps(bylines, ensure_ascii=False) if bylines else ""}
        if article.series:
            names = {"title": article.series.title, "slug": article.series.slug, "summary": article.series.summary}
            series = names | {"part": article.series_position}
            meta["_series"] = json.dumps(series, ensure_ascii=False)
        if article.translation_of:
            meta["_translation_of"] = article.translation_of.slug
        if article.comments_close_after is not None:
            meta["_comments_close_after"] = str(article.comments_close_after)
        if self.pictures and article.picture:
            meta["_thumbnail_id"] = str(self._numbers.get(article.picture.slug, ""))
        yield self._open(article, "post", _login(bylines[0]["name"]) if bylines else "", terms, meta)
        yield from self._comments(article)
        yield from self._mentions(article)
        yield "</item>\n"
        self.counts["articles"] += 1

    def _page(self, page: Page) -> str:
        self.counts["pages"] += 1
        meta = {"_language": page.language}
        if page.translation_of:
            meta["_translation_of"] = page.translation_of.slug
        return self._open(page, "page", "", "", meta) + "</item>\n"

    def _picture(self, photo: Photo) -> str:
        self.counts["pictures"] += 1
        meta = {
            "_wp_attachment_image_alt": photo.alt,
            "_decorative": "1" if photo.decorative else "",
            "_credit": photo.credit,
            "_licence": photo.licence,
            "_source_url": photo.source_url,
            "_language": photo.language,
            "_in_gallery_since": wxr.date(photo.published_at) if photo.published_at else "",
            "_consent": photo.consent,
            "_consent_until": str(photo.consent_until or ""),
        }
        opened = self._open(photo, "attachment", "", "", meta, content=escape_html(photo.caption))
        self._numbers[photo.slug] = self._last_number
        return opened + wxr.cdata("wp:attachment_url", settings.SITE_URL + photo.file.url) + "</item>\n"

    def _open(self, obj, kind, creator, terms, meta, content=None) -> str:
        self._last_number += 1
        self._at[obj.get_absolute_url()] = (kind, self._last_number)
        at = obj.published_at
        is_ahead = at is not None and at > timezone.now()
        status = "draft" if at is None else "future" if is_ahead else "publish"
        dates = wxr.date(at)
        meta = meta | {"_public_until": wxr.date(obj.expires_at) if obj.expires_at else ""}
        opens = {True: "open", False: "closed", None: "closed"}
        return "".join(
            [
                "<item>\n",
                wxr.element("title", escape_html(obj.title, quote=False)),
                wxr.element("link", settings.SITE_URL + obj.get_absolute_url()),
                wxr.element("pubDate", format_datetime(at)) if at else "",
                wxr.cdata("dc:creator", creator),
                f'<guid isPermaLink="false">{escape(settings.SITE_URL + obj.get_absolute_url())}</guid>\n',
                wxr.cdata("content:encoded", _content(obj.body) if content is None else content),
                wxr.cdata("excerpt:encoded", escape_html(obj.summary, quote=False)),
                wxr.element("wp:post_id", str(self._last_number)),
                wxr.cdata("wp:post_date", dates),
                wxr.cdata("wp:post_date_gmt", dates),
                wxr.cdata("wp:comment_status", opens[getattr(obj, "comments_open", None)]),
                wxr.cdata("wp:ping_status", opens[getattr(obj, "mentions_open", None)]),
                wxr.cdata("wp:post_name", wxr.quoted(obj.slug)),
                wxr.cdata("wp:status", "inherit" if kind == "attachment" else status),
                wxr.element("wp:post_parent", "0"),
                wxr.element("wp:menu_order", "0"),
                wxr.cdata("wp:post_type", kind),
                wxr.cdata("wp:post_password", ""),
                wxr.element("wp:is_sticky", "0"),
                terms,
                *(wxr.meta("wp:postmeta", name, value) for name, value in meta.items() if value),
            ]
        )

    def _comments(self, article) -> Iterator[str]:
        comments = Comment.objects.of(article).seen_by_moderators().filter(is_removed=False).exclude(comment="")
        shown = list(comments.order_by("submit_date", "pk"))
        above = {comment.pk: comment.reply_to for comment in Comment.objects.of(article)}
        numbers = {}
        for comment in shown:
            self._last_comment += 1
            numbers[comment.pk] = self._last_comment
            parent = above.get(comment.pk)
            while parent is not None and parent not in numbers:
                parent = above.get(parent)
            text = converting.comment_text(escape_html(comment.comment, quote=False))
            yield self._response(
                self._last_comment,
                name=converting.line(escape_html(comment.user_name, quote=False)),
                text=text,
                at=comment.submit_date,
                approved=comment.is_public,
                parent=numbers.get(parent, 0),
            )
            self.counts["comments"] += 1

    def _mentions(self, article) -> Iterator[str]:
        kept = {Mention.Status.APPROVED: True, Mention.Status.VERIFIED: False}
        for mention in Mention.objects.of(article).filter(status__in=kept).order_by("received_at", "source_url"):
            self._last_comment += 1
            yield self._response(
                self._last_comment,
                name=mention.title,
                text=mention.excerpt,
                at=mention.received_at,
                approved=kept[mention.status],
                kind=mention.kind,
                url=mention.source_url,
                meta={"_author": mention.author, "_relation": mention.relation},
            )
            self.counts["mentions"] += 1

    def _response(self, number, *, name, text, at, approved, parent=0, kind="comment", url="", meta=None) -> str:
        return "".join(
            [
                "<wp:comment>\n",
                wxr.element("wp:comment_id", str(number)),
                wxr.cdata("wp:comment_author", escape_html(name, quote=False)),
                wxr.cdata("wp:comment_author_email", ""),
                wxr.cdata("wp:comment_author_url", url),
                wxr.cdata("wp:comment_author_IP", ""),
                wxr.cdata("wp:comment_date", wxr.date(at)),
                wxr.cdata("wp:comment_date_gmt", wxr.date(at)),
                wxr.cdata("wp:comment_content", escape_html(text, quote=False)),
                wxr.cdata("wp:comment_approved", "1" if approved else "0"),
                wxr.cdata("wp:comment_type", kind),
                wxr.element("wp:comment_parent", str(parent)),
                wxr.element("wp:comment_user_id", "0"),
                *(wxr.meta("wp:commentmeta", key, value) for key, value in (meta or {}).items() if value),
                "</wp:comment>\n",
            ]
        )


def _content(html: str) -> str:
    """Return the text as one block of the block editor, so that no reader of it adds paragraphs of its own."""
    html = shortcodes.escaped(_OWN_MEDIA.sub(settings.SITE_URL, _with_words(html)))
    return f"<!-- wp:html -->\n{html}\n<!-- /wp:html -->" if html else ""


def _with_words(html: str) -> str:
    """Put a link into every mark of something of ours, for a reader that does not know it."""
    if "data-embed" not in html:
        return html

    def with_link(match):
        kind, _colon, key = match["mark"].partition(":")
        known = embeds.kinds.get(kind)
        obj = known.load([key]).get(key) if known else None
        if obj is None or not hasattr(obj, "get_absolute_url"):
            return match[0]
        link = f'<a href="{obj.get_absolute_url()}">{escape_html(str(obj), quote=False)}</a>'
        return match[1] + link + match[4]

    return _MARK.sub(with_link, html)


def _login(name: str) -> str:
    return slugify(name, 60)
