"""Adding published objects to the site, with files that need no looking into: they come with the site."""

from django.core.files import File
from PIL import Image

from core.media.pictures import DevelopedPicture

from .content import PICTURES, moment

CREDITS = ("credit", "licence", "source_url")


def add(model, entries: list[dict], noun: str, say) -> list:
    """Write each entry whose slug no object has yet, valid as from an editor's form; return the new objects.

    An entry holds the model's fields, and: ``days_ago`` for the date of publication (none: a draft), ``picture`` for
    the name of a picture, ``files`` for {field: name} of other files. Who has a picture that is not there is left out.
    """
    taken = set(model.objects.filter(slug__in=[entry["slug"] for entry in entries]).values_list("slug", flat=True))
    new = [entry for entry in entries if entry["slug"] not in taken and _is_complete(entry, say)]
    objs = [_write(model, entry) for entry in new]
    say(f"{noun} {len(taken) + len(objs)}/{len(entries)}")
    return objs


def credit_of(picture: dict) -> dict:
    """Return the fields of Picture that say who made it and what may be done with it."""
    return {name: picture.get(name, "") for name in CREDITS}


def _is_complete(entry, say) -> bool:
    missing = [name for name in _file_names(entry) if not (PICTURES / name).exists()]
    if missing:
        say(f"left out {entry['slug']}: {', '.join(missing)} is not there")
    return not missing


def _file_names(entry) -> list[str]:
    return [name for name in (entry.get("picture"), *entry.get("files", {}).values()) if name]


def _write(model, entry):
    fields = {name: value for name, value in entry.items() if name not in {"days_ago", "picture", "files"}}
    obj = model(**fields, published_at=moment(entry.get("days_ago")))
    if entry.get("picture"):
        obj.file = _picture(PICTURES / entry["picture"])
    for field, name in entry.get("files", {}).items():
        setattr(obj, field, _stored(getattr(obj, field), PICTURES / name))
    obj.full_clean()
    obj.save()
    # Written when it was published, not a moment ago, so that feeds and the site map tell a likely story.
    if obj.is_published:
        model.objects.filter(pk=obj.pk).update(created_at=obj.published_at, updated_at=obj.published_at)
    return obj


def _picture(path) -> DevelopedPicture:
    """Return a picture as if the decoder had made it, which takes a second for a poster."""
    with Image.open(path) as image:
        return DevelopedPicture(path.read_bytes(), *image.size, path.suffix.removeprefix("."))


def _stored(field, path) -> str:
    """Return the name of a copy in the storage. A file that lies there is neither looked into nor changed."""
    with path.open("rb") as file:
        return field.storage.save(field.field.generate_filename(field.instance, path.name), File(file))
