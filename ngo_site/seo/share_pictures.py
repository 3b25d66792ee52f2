"""The share picture of each public page: where it lives, when it is drawn, and that it is always the present one.

Its address carries a version that follows from all that is seen on it, so caches may keep it and an old one never
shows. A job draws it soon after a change; a visitor who comes first has it drawn at once. Files lie below share/ under
names nobody can guess, for the last picture of what was withdrawn must not be found.
"""

import datetime
import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from PIL import Image

from articles.models import Photo
from campaigns.models import Poster
from core import identity
from core.http.paths import path_of
from core.jobs.tasks import Priority, job
from core.media import drawing
from core.media.pictures import Picture
from core.redirects import page_registry

LAYOUT = 1  # one more whenever drawing.py draws something else
FOLDER = "share"
LOOK_BACK = datetime.timedelta(minutes=3)


def of(obj=None) -> dict:
    """Return what a page says of its share picture: url, width, height, alt. Without an object it is the site's own."""
    version = version_of(obj)
    if obj is None:
        path, alt = path_of("site-picture", version), identity.current().tagline
    else:
        path, alt = path_of("share-picture", obj._meta.model_name, obj.slug, version), obj.title
    alt = f"{alt} · {identity.current().name}"
    return {"url": settings.SITE_URL + path, "width": drawing.WIDTH, "height": drawing.HEIGHT, "alt": alt}


def version_of(obj=None) -> str:
    """Return a word that changes with everything that is seen on the picture."""
    picture = lead(obj)
    seen = [LAYOUT, identity.current().name, words(obj), *identity.current().palette.of(signal(obj))]
    seen += [picture.file.name, *picture.focus] if picture else [identity.current().sharing_picture]
    return hashlib.blake2s(repr(seen).encode(), digest_size=6).hexdigest()


def words(obj) -> str:
    """Return the title; the organisation's own words where we have no letters for it."""
    tagline = identity.current().tagline
    return obj.title if obj and drawing.face_for(obj.title) else tagline


def signal(obj) -> str:
    campaign = getattr(obj, "campaign", None)
    return str(getattr(obj, "signal", None) or getattr(campaign, "signal", None) or "carbon")


def lead(obj) -> Picture | None:
    """Return the picture that stands for the object, as far as it may be shown."""
    if isinstance(obj, Picture):
        picture = obj
    else:
        picture = getattr(obj, "share_picture", None) or getattr(obj, "picture", None)
    return picture if picture and picture.is_shown else None


def kinds() -> dict[str, type]:
    """Return the models whose objects have a page, by their name in the picture's address."""
    return {model._meta.model_name: model for model in page_registry.page_kinds}


def load(kind: str, slug: str):
    """Return the published object with what its picture needs, or None."""
    model = kinds().get(kind)
    return model and with_pictures(model.objects.published()).filter(slug=slug).first()


def file_of(obj=None) -> bytes:
    """Return the present picture; drawn now if it is not there yet, and the one before is removed then."""
    folder = f"{FOLDER}/{obj._meta.model_name}-{obj.pk}" if obj else f"{FOLDER}/site"
    name = salted_hmac("share picture", f"{folder} {version_of(obj)}", algorithm="sha256").hexdigest()[:32] + ".jpg"
    if default_storage.exists(f"{folder}/{name}"):
        with default_storage.open(f"{folder}/{name}") as file:
            return file.read()
    data = _drawn(obj)
    default_storage.save(f"{folder}/{name}", ContentFile(data))
    for old in default_storage.listdir(folder)[1]:
        if old != name:
            default_storage.delete(f"{folder}/{old}")
    return data


def _drawn(obj) -> bytes:
    picture, name = lead(obj), identity.current().name
    colours = identity.current().palette.of(signal(obj))
    if picture is None:
        return _of_the_organisation() or drawing.draw(words(obj), name, colours, None)
    whole = isinstance(obj, Poster) or ((picture.height or 0) > 1.2 * (picture.width or 0) > 0 and not _is_cut(obj))
    image = _opened(picture.file.name)  # where the file is lost, the words are not
    return drawing.draw(words(obj), name, colours, image, picture.focus, whole)


def _of_the_organisation() -> bytes | None:
    """Return the picture that the organisation has chosen for pages without one of their own, if any."""
    name = identity.current().sharing_picture
    picture = _opened(name) if name else None
    return drawing.cut(picture) if picture else None


def _opened(name: str) -> Image.Image | None:
    try:
        with default_storage.open(name) as file:
            image = Image.open(file)
            image.load()
            return image
    except OSError:
        return None


def _is_cut(obj) -> bool:
    """True for what shows a photograph, of which a part may stand for all; a cover or a poster is one whole."""
    return isinstance(lead(obj), Photo) or obj._meta.model_name in {"person", "video"}


def with_pictures(queryset):
    related = _shown_with(queryset.model)
    related += ["campaign__picture"] if "campaign" in related else []
    return queryset.select_related(*related) if related else queryset


def _shown_with(model) -> list[str]:
    """Return the relations to what is seen on a picture of such an object."""
    fields = {field.name for field in model._meta.get_fields()}
    return [name for name in ("picture", "campaign") if name in fields]


def draw_what_changed():
    """Have the pictures drawn of what was changed, or appeared by the clock, a moment ago."""
    since = timezone.now() - LOOK_BACK
    for kind, model in kinds().items():
        objs = model.objects.published()
        changed = Q(updated_at__gte=since) | Q(published_at__gte=since)
        for other in _shown_with(model):
            changed |= Q(**{f"{other}__updated_at__gte": since})
        for pk in objs.filter(changed).values_list("pk", flat=True)[:500]:
            draw_picture.enqueue(kind, pk)


@job(Priority.PICTURES, title=_("Draw the picture that other sites show of a page"))
def draw_picture(kind: str, pk: int):
    """Draw the picture that other sites show of a page."""
    obj = with_pictures(kinds()[kind].objects.published()).filter(pk=pk).first()
    if obj:
        file_of(obj)
