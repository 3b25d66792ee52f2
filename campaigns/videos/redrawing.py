"""Stills that were drawn here follow what they were drawn of, until somebody chooses another."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import identity
from core.cache import generations
from core.identity.colours import Palette
from core.identity.models import THE_ONE
from core.jobs.tasks import Priority, job
from core.media.copied_pictures import replace_file
from core.media.pictures import DevelopedPicture

from ..models import StillIdentity, Video
from .stills import SIZE, drawn, signal_of, still_of


def has_drawn_still(film: Video) -> bool:
    """Whether its still is the one drawn here, and not one that somebody chose."""
    return _shows(film, still_of(film))


def redraw(film: Video, before: Video) -> None:
    """Draw the still anew where title or campaign changed and nobody chose another; the caller saves."""
    has_changed = _drawn_of(film) != _drawn_of(before)
    if has_changed and film.file.name == before.file.name and has_drawn_still(before):
        film.file = still_of(film)


@transaction.atomic
def follow_organisation() -> None:
    """Have stills drawn anew where the organisation has another name or colour, at the desk or in the environment."""
    identity.read()
    now = {"names": identity.names(), "colour": identity.current().palette.colour}
    last, is_first = StillIdentity.objects.get_or_create(pk=THE_ONE, defaults=now)
    before = {"names": last.names, "colour": last.colour}
    if not is_first and before != now:
        StillIdentity.objects.filter(pk=THE_ONE).update(**now)
        redraw_all.enqueue(last.names, last.colour)


@job(Priority.PICTURES, title=_("Draw stills of films with the organisation’s new name or colour"))
def redraw_all(names: list[str], colour: str) -> None:
    """Draw anew the stills that were drawn while the organisation had one of these names, and this colour."""
    identity.read()
    palette = Palette(colour)
    films = Video.objects.filter(width=SIZE[0], height=SIZE[1], copied_from="").exclude(file="")
    for film in films.select_related("campaign"):
        colours = palette.of(signal_of(film))
        if any(_shows(film, drawn(film.title, name, colours)) for name in names):
            with transaction.atomic():
                if replace_file(film, still_of(film)):
                    generations.forget_pages()


def _drawn_of(film: Video) -> tuple[str, str, str]:
    return film.title, film.language, signal_of(film)


def _shows(film: Video, picture: DevelopedPicture) -> bool:
    if not film.file or not film.file.storage.exists(film.file.name):
        return False
    with film.file.storage.open(film.file.name) as kept:
        return kept.read() == picture.read()
