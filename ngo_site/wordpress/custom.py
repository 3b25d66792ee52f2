"""What WordPress has no place for and our own export keeps in custom fields; damaged ones are passed over."""

import json
from datetime import date

from django.conf import settings
from django.utils import timezone

from articles.models import Article, Mention, Photo, Series
from core import slugs
from organisation.models import Person
from publishing.translatable import Translatable

from . import converting, reading


def set_common(obj, meta: dict[str, str]) -> None:
    """Set the language, and until when it is public."""
    if meta.get("_language") in dict(settings.CONTENT_LANGUAGES):
        obj.language = meta["_language"]
    until = reading.date(meta.get("_public_until"))
    if until and until > (obj.published_at or timezone.now()):
        obj.expires_at = until


def set_photo_fields(photo: Photo, meta: dict[str, str]) -> None:
    """Set since when a photograph is in the gallery, and whether the people in it agreed.

    Consent that cannot be read is none.
    """
    photo.published_at = reading.date(meta.get("_in_gallery_since"))
    set_common(photo, meta)
    if "_consent" in meta:
        known = meta["_consent"] in ("", *Photo.Consent.values)
        photo.consent = meta["_consent"] if known else Photo.Consent.WITHDRAWN
    if photo.consent == Photo.Consent.GIVEN and meta.get("_consent_until"):
        try:
            photo.consent_until = date.fromisoformat(meta["_consent_until"])
        except ValueError:
            photo.consent = Photo.Consent.WITHDRAWN


def set_fields(article: Article, meta: dict[str, str]) -> None:
    """Set the language, the place in a series and when comments close, on an article that is not saved yet."""
    set_common(article, meta)
    days = meta.get("_comments_close_after", "")
    if days.isascii() and days.isdigit() and len(days) < 5:
        article.comments_close_after = int(days)
    series = _read(meta.get("_series"), dict)
    slug, title = slugs.tidy(str(series.get("slug", "")))[:80], converting.line(str(series.get("title", "")))[:200]
    if slugs.is_slug(slug) and title:
        summary = converting.line(str(series.get("summary", "")))[:300]
        new = {"title": title, "summary": summary}
        article.series, _is_new = Series.objects.get_or_create(slug=slug, defaults=new)
        part = series.get("part")
        article.series_position = part if isinstance(part, int) and 0 <= part < 10_000 else None


def name_the_authors(article: Article, meta: dict[str, str]) -> bool:
    """Name the authors in their order, those of our people who have such a name as themselves; False without any."""
    found = [name for name in _read(meta.get("_bylines"), list) if isinstance(name, dict) and name.get("name")]
    for position, entry in enumerate(found[:50]):
        name = converting.line(str(entry["name"]))[:120]
        person = Person.objects.filter(title=name).exclude(byline__article=article).first()
        if person:
            article.bylines.create(person=person, position=position)
        elif name:
            note = converting.line(str(entry.get("note", "")))[:200]
            article.bylines.create(guest=name, note=note, position=position)
    return bool(found)


def of_mention(meta: dict[str, str]) -> dict:
    """Return the fields of a mention that are in its comment's meta."""
    relation = meta.get("_relation", "")
    return {
        "author": converting.line(meta.get("_author", ""))[:200],
        "relation": relation if relation in Mention.Relation.values else Mention.Relation.MENTION,
    }


def link_translations(originals: dict[tuple[type[Translatable], int], str]) -> None:
    """Link texts to what they translate, given {(kind, id): the original's address}, where that is here."""
    for (model, pk), slug in originals.items():
        original = model.objects.filter(slug=slug, translation_of=None).exclude(pk=pk).first()
        translation = model.objects.get(pk=pk)
        if original and original.language != translation.language:
            taken = model.objects.filter(translation_of=original, language=translation.language).exists()
            if not taken:
                model.objects.filter(pk=pk).update(translation_of=original)


def _read(value: str | None, kind: type):
    try:
        found = json.loads(value or "")
    except (ValueError, RecursionError):
        return kind()
    return found if isinstance(found, kind) else kind()
