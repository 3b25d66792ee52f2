"""What a page says to search engines in the words of https://schema.org (JSON-LD)."""

from django.conf import settings

from articles.models import Article, Photo
from campaigns.models import Poster, Video
from core import identity
from core.http.paths import path_of
from core.richtext import markup
from core.templatetags.site import iso
from organisation.models import Person, Report


def absolute(address: str) -> str:
    """Return the address with our origin, unless it has one."""
    return settings.SITE_URL + address if address.startswith("/") else address


def organisation() -> dict:
    said = identity.current()
    about = {
        "@type": "Organization",
        "@id": settings.SITE_URL + "/#organisation",
        "name": said.name,
        "slogan": said.tagline,
        "url": settings.SITE_URL + "/",
        "logo": _logo(),
        "email": said.email,
        "address": said.address,
        "sameAs": list(said.profiles),
    }
    return {name: value for name, value in about.items() if value}


def _logo() -> str:
    said = identity.current()
    return absolute(said.logo.url if said.logo else path_of("icon", said.icon_version, 180))


def website() -> dict:
    """Return the site with its search, for the home page."""
    return {
        "@type": "WebSite",
        "@id": settings.SITE_URL + "/#website",
        "name": identity.current().name,
        "url": settings.SITE_URL + "/",
        "publisher": {"@id": settings.SITE_URL + "/#organisation"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute(path_of("search")) + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumbs(trail: list[tuple[str, str]], title: str, url: str) -> dict:
    places = [*((str(text), absolute(path)) for text, path in trail), (title, url)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": item}
            for number, (name, item) in enumerate(places, 1)
        ],
    }


def described(obj, url: str, picture: dict | None) -> dict:
    """Return what we say of one published object; it asks the database nothing that its page did not ask."""
    said = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url if isinstance(obj, Article) else "",
        "name": obj.title,
        "description": obj.summary,
        "inLanguage": obj.language,
        "datePublished": iso(obj.published_at),
        "dateModified": iso(max(obj.updated_at, obj.published_at or obj.updated_at)),
        "image": picture and picture["url"],
        "publisher": {"@id": settings.SITE_URL + "/#organisation"},
    }
    if more := _MORE.get(type(obj)):
        said |= more(obj)
    return {name: value for name, value in said.items() if value}


def _article(article) -> dict:
    authors = [
        {"@type": "Person", "name": author.name} | ({"url": absolute(author.get_absolute_url())} if author.slug else {})
        for author in article.names
    ]
    return {
        "@type": "BlogPosting",
        "headline": article.title,
        "author": authors or [{"@id": settings.SITE_URL + "/#organisation"}],
        "keywords": [tag.name for tag in article.subjects],
        "wordCount": article.word_count,
    }


def _person(person) -> dict:
    return {
        "@type": "Person",
        "jobTitle": person.role,
        "description": person.summary or markup.excerpt(person.body),
        "image": absolute(person.share_url) if person.is_shown else "",
        "worksFor": {"@id": settings.SITE_URL + "/#organisation"},
        # A person is not published; the page is.
        **dict.fromkeys(("datePublished", "dateModified", "publisher", "inLanguage"), ""),
    }


def _photo(photo) -> dict:
    return {
        "@type": "ImageObject",
        "contentUrl": absolute(photo.share_url),
        "caption": photo.caption or photo.alt_text,
        "creditText": photo.credit,
        "license": photo.licence if photo.licence.startswith("https:") else "",
        "image": "",
    }


def _poster(poster) -> dict:
    return {"@type": "VisualArtwork", "image": absolute(poster.share_url), "text": poster.words}


def _video(video) -> dict:
    file = video.mp4 or video.webm
    return {
        "@type": "VideoObject",
        "description": video.summary or video.title,
        "thumbnailUrl": absolute(video.share_url),
        "uploadDate": iso(video.published_at),
        "contentUrl": absolute(file.url) if file else "",
        "embedUrl": video.player.frame_url if video.player else "",
        "transcript": video.transcript,
    }


def _report(report) -> dict:
    return {
        "@type": "Report",
        "headline": report.title,
        "encoding": report.document
        and {
            "@type": "MediaObject",
            "contentUrl": absolute(report.document.url),
            "encodingFormat": "application/pdf",
        },
    }


_MORE = {Article: _article, Person: _person, Photo: _photo, Poster: _poster, Video: _video, Report: _report}
