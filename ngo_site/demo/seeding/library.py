"""The picture library: photographs for the gallery, and pictures that only campaigns and articles show."""

from articles.models import Album, AlbumPlace, Photo

from .adding import add, credit_of
from .content import articles, content, credits


def add_photographs(say):
    add(Photo, gallery() + banners() + posters_as_pictures(), "photographs and banners", say)
    add_albums(say)


def add_albums(say):
    """Add the albums with those of their photographs that are there."""
    photos = {album["slug"]: album["photos"] for album in content("photos")["album"]}
    entries = [{key: album[key] for key in album if key != "photos"} for album in content("photos")["album"]]
    for album in add(Album, entries, "albums", say):
        for place, slug in enumerate(photos[album.slug]):
            if photo := Photo.objects.filter(slug=slug).first():
                AlbumPlace.objects.create(album=album, photo=photo, place=place)


def gallery() -> list[dict]:
    """Return the photographs of the words, and those that only the list of pictures knows."""
    written = {photo["key"]: photo for photo in content("photos")["photo"]}
    listed = credits("photo", key="key")
    merged = [{**written.get(key, {}), **listed.get(key, {})} for key in {**written, **listed}]
    return [
        {
            "slug": photo["key"],
            "title": photo["title"],
            "days_ago": photo["days_ago"],
            "caption": photo["caption"],
            "summary": photo["caption"],
            "alt": photo["alt"],
            "consent": Photo.Consent.GIVEN,
            "picture": photo.get("file", f"{photo['key']}.jpg"),
            **credit_of(photo),
        }
        for photo in merged
    ]


def banners() -> list[dict]:
    """Return the pictures above the campaigns; they stand in the library and not in the gallery."""
    return [
        _unlisted(f"campaign-{campaign['slug']}", campaign["title"], credits("picture", key="key"))
        for campaign in content("campaigns")["campaign"]
    ]


def posters_as_pictures() -> list[dict]:
    """Return the posters that stand above an article."""
    titles = {poster["slug"]: poster["title"] for poster in content("posters")["poster"]}
    listed = {f"poster-{slug}": poster for slug, poster in credits("poster").items()}
    return [_unlisted(f"poster-{slug}", titles[slug], listed) for slug in _posters_above_articles()]


def picture_of(reference: str) -> Photo | None:
    """Return the photograph that words mean by ``photo:key`` or ``poster:slug``."""
    kind, _, key = reference.partition(":")
    return Photo.objects.filter(slug=key if kind == "photo" else f"{kind}-{key}").first()


def _posters_above_articles() -> list[str]:
    named = (article["picture"].partition(":") for article in articles())
    return sorted({key for kind, _, key in named if kind == "poster"})


def _unlisted(slug, title, listed) -> dict:
    picture = listed[slug]
    return {
        "slug": slug,
        "title": title,
        "alt": picture["alt"],
        "consent": Photo.Consent.GIVEN,
        "picture": picture["file"],
        **credit_of(picture),
    }
