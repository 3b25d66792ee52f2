"""The articles with their authors and tags."""

from django.utils.html import format_html
from django.utils.text import slugify

from articles.models import Article, Tag
from organisation.models import Person

from .adding import add
from .library import picture_of
from .words import articles, words


def add_articles(say) -> list[Article]:
    """Return the new ones."""
    written = {article["slug"]: article for article in articles()}
    new = add(Article, [_entry(article) for article in written.values()], "articles", say)
    for article in new:
        article.authors.set(Person.objects.filter(slug__in=written[article.slug].get("authors", [])))
        article.tags.set([_tag(name) for name in written[article.slug].get("tags", [])])
    return new


def _entry(article) -> dict:
    guests = article.get("guest_authors", [])
    return {
        "slug": article["slug"],
        "title": article["title"],
        "summary": article["summary"],
        "language": article["language"],
        "body": article["body"] + "".join(_note(name) for name in guests),
        "guest_author": ", ".join(guests),
        "picture_id": getattr(picture_of(article["picture"]), "pk", None),
        "days_ago": article.get("days_ago"),
    }


def _note(name) -> str:
    """Return the line below an article that introduces somebody who has no page of their own."""
    notes = {guest["name"]: guest["note"] for guest in words("people").get("guest", [])}
    return format_html("<p><em>{}</em></p>", notes[name]) if name in notes else ""


def _tag(name) -> Tag:
    return Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]
