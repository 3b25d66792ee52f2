"""What one entry of a feed holds, made to stand alone elsewhere: whole addresses, no script, nothing of our style."""

import mimetypes
import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.feedgenerator import Enclosure
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.richtext import markup

from .. import responses

# What XML 1.0 cannot hold, not even escaped (§2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = re.compile(r"<[a-z][^<>]*>", re.I)
_OURS = re.compile(r'\b(href|src|poster)="/(?!/)')
_BELOW = re.compile(r'\bhref="#')
_FOR_OUR_PAGES = re.compile(
    r"<source\b[^<>]*\bsrcset=[^<>]*>|\s(?:srcset|sizes|class|loading|decoding|fetchpriority|tabindex|data-[\w-]+)=\"[^\"]*\"",
    re.I,
)


def of_article(article) -> dict:
    link = settings.SITE_URL + article.get_absolute_url()
    html = render_to_string("articles/_feed_text.html", {"article": article})
    names = [line(author.name) for author in article.names]
    return {
        "title": line(article.title),
        "link": link,
        "description": line(article.summary or markup.excerpt(article.body, 300)),
        "text": text_for_elsewhere(html, link),
        "language": article.language,
        "names": names,
        "author_name": ", ".join(names) or None,
        "pubdate": article.published_at,
        "updateddate": max(article.updated_at, article.published_at),
        "unique_id": _id("articles", article.pk),
        "unique_id_is_permalink": False,
        "categories": [line(subject.name) for subject in article.subjects],
        "enclosures": _enclosures(article.picture),
    }


def of_response(response, article) -> dict:
    """Return the entry of a public comment or mention below the article."""
    kind, _dash, pk = response.anchor.partition("-")
    if kind == "mention":
        mention = response.obj
        name, changed = line(mention.author or mention.source_host), response.at
        text = format_html('<p><a href="{}">{}</a></p>', mention.source_url, mention.title or mention.source_host)
        text += markup.paragraphs(mention.excerpt)
    else:
        name, changed = line(response.obj["name"]), response.obj["edited_at"] or response.at
        text = markup.paragraphs(response.obj["text"])
    title = _("%(name)s on “%(title)s”") % {"name": name, "title": article.title}
    return {
        "title": line(title),
        "link": settings.SITE_URL + responses.permalink_of(article, kind, pk),
        "description": "",
        "text": text_for_elsewhere(text, settings.SITE_URL + article.get_absolute_url()),
        "language": get_language(),
        "names": [name],
        "author_name": name,
        "pubdate": response.at,
        "updateddate": changed,
        "unique_id": _id(f"{kind}s", pk),
        "unique_id_is_permalink": False,
        "categories": [],
        "enclosures": [],
    }


def text_for_elsewhere(html: str, page: str = "") -> str:
    """Return shown HTML for feed readers: whole addresses, and none of what only our style sheet understands."""
    html = re.sub(r"<(form|button|script|template|iframe)\b.*?</\1>", "", _NOT_XML.sub("", html), flags=re.S)

    def whole(match):
        tag = _OURS.sub(rf'\1="{settings.SITE_URL}/', _FOR_OUR_PAGES.sub("", match[0]))
        return _BELOW.sub(f'href="{page}#', tag)

    return _TAG.sub(whole, html)


def line(text: str) -> str:
    """Return plain text on one line, as any XML can hold it."""
    return " ".join(_NOT_XML.sub("", text).split())


def _id(kind: str, pk) -> str:
    # The same for ever, whatever becomes of the address (RFC 4151).
    return f"tag:{settings.SITE_URL.split('://')[1].split(':')[0]},2026:{kind}/{pk}"


def _enclosures(picture) -> list[Enclosure]:
    """Return the lead picture in a size for readers, or nothing when there is none, or its file is lost."""
    if not (picture and picture.file and picture.is_shown):
        return []
    url = picture.share_url
    folder = picture.file.name.rpartition("/")[0]
    try:
        length = picture.file.storage.size(f"{folder}/{url.rpartition('/')[2]}")
    except OSError:
        return []
    kind = mimetypes.guess_type(url)[0] or "image/jpeg"
    return [Enclosure(url if "://" in url else settings.SITE_URL + url, str(length), kind)]
