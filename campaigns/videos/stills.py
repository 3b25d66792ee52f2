"""The still that is drawn here for a film without one: its title on its campaign's colour."""

from typing import Any

from core import identity
from core.media import drawing
from core.media.pictures import DevelopedPicture

SIZE = (1280, 720)


def signal_of(film: Any) -> str:
    return film.campaign.signal if film.campaign else "carbon"


def still(title: str = "", signal: str = "carbon") -> DevelopedPicture:
    """Return a picture in the shape of a film with these words on a campaign's colour."""
    name = identity.current().name
    return DevelopedPicture(drawing.draw(title, name, signal, None, size=SIZE), *SIZE, "jpg")
