"""The still that is drawn here for a film without one: its title on its campaign's colour."""

from typing import Any

from core import identity
from core.languages import speaking
from core.media import drawing
from core.media.pictures import DevelopedPicture

SIZE = (1280, 720)


def signal_of(film: Any) -> str:
    return film.campaign.signal if film.campaign else "carbon"


def still_of(film: Any) -> DevelopedPicture:
    """Return a picture in the shape of a film: its title and, in its language, who the organisation is."""
    with speaking(film.language):
        organisation = identity.current()
    return drawn(film.title, organisation.name, organisation.palette.of(signal_of(film)))


def drawn(title: str, name: str, colours: tuple[str, str]) -> DevelopedPicture:
    """Return a still with these words; ``colours`` are those of the ground and of what is written on it."""
    return DevelopedPicture(drawing.draw(title, name, colours, None, size=SIZE), *SIZE, "jpg")
