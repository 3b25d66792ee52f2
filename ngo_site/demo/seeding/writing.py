"""The articles with their authors and tags."""

from articles.models import Article, Series, Tag
from organisation.models import Person

from .adding import add
from .content import articles, content
from .library import picture_of


def add_articles(say) -> list[Article]:
    """Return the new ones."""
    for series in content("series")["series"]:
        Series.objects.get_or_create(slug=series["slug"], defaults=series)
    written = {article["slug"]: article for article in articles()}
    new = add(Article, [_entry(article) for article in written.values()], "articles", say)
    for article in new:
        _name_authors(article, written[article.slug])
        article.tags.set([Tag.objects.named(name) for name in written[article.slug].get("tags", [])])
        if original := written[article.slug].get("translation_of"):
            article.translation_of = Article.objects.get(slug=original)
            article.save(update_fields=["translation_of"])
    return new


def _entry(article) -> dict:
    return {
        "slug": article["slug"],
        "title": article["title"],
        "summary": article["summary"],
        "language": article["language"],
        "body": article["body"],
        "picture_id": getattr(picture_of(article["picture"]), "pk", None),
        "series": Series.objects.filter(slug=article.get("series")).first(),
        "series_position": article.get("place"),
        "days_ago": article.get("days_ago"),
    }


def _name_authors(article, head) -> None:
    """Name those who work here, in order, then the guests, who have no page of their own."""
    notes = {guest["name"]: guest["note"] for guest in content("people").get("guest", [])}
    people = Person.objects.in_bulk(head.get("authors", []), field_name="slug")
    names = [{"person": people[slug]} for slug in head.get("authors", []) if slug in people]
    names += [{"guest": name, "note": notes.get(name, "")} for name in head.get("guest_authors", [])]
    for position, name in enumerate(names, 1):
        article.bylines.create(position=position, **name)
