"""What the host of a film says of it – title, maker, still (https://oembed.com) – asked through the one outbound door.

Only hosts that the site's settings name are asked. Whatever goes wrong, the film stays as it is.
"""

import json
import time
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from core.fetch import FetchError, fetch
from core.media.pictures import DevelopedPicture, develop
from core.richtext.cleaning import UNPRINTABLE

from .players import Player

SECONDS = 3.0  # for each of two questions; somebody waits for them
LARGEST_STILL = 8 * 1024 * 1024
PURPOSE = "showing a film"
_PATHS = {"YouTube": "/oembed", "Vimeo": "/api/oembed.json"}
_HOSTS = {"YouTube": "www.youtube.com", "Vimeo": "vimeo.com", "Dailymotion": "www.dailymotion.com"}
REST = 60.0  # seconds for which a host that did not answer is left alone, so that nobody waits for it twice
_silent_until: dict[str, float] = {}
_WIDE, _NARROW = 16 / 9, 4 / 3


@dataclass(frozen=True)
class FilmDetails:
    """``still`` and its address may be missing."""

    title: str
    maker: str
    still: DevelopedPicture | None
    still_url: str


def forget_silence() -> None:
    """Ask those again that did not answer."""
    _silent_until.clear()


def ask(player: Player, page: str) -> FilmDetails | None:
    """Return what the host says of the film at this page; None where it is not asked, or says nothing of use."""
    host = _HOSTS.get(player.platform) or urlsplit(page).hostname or ""
    # Each is a host, or host=address of what stands in for it.
    named = dict(entry.partition("=")[::2] for entry in settings.FILM_DETAILS_HOSTS)
    if host not in named or _silent_until.get(host, 0) > time.monotonic():
        return None
    base = (named[host] or f"https://{host}") + _PATHS.get(player.platform, "/services/oembed")
    try:
        said = _json(f"{base}?{urlencode({'format': 'json', 'url': page})}")
    except FetchError:
        _silent_until[host] = time.monotonic() + REST
        return None
    except (ValueError, RecursionError):
        return None
    title = _line(said.get("title"), 200)
    if not title:
        return None
    still_url = _line(said.get("thumbnail_url"), 500)
    still = _still(still_url) if still_url else None
    return FilmDetails(title, _line(said.get("author_name"), 200), still, still_url if still else "")


def _json(address: str) -> dict:
    answer = fetch(address, accept="application/json", seconds=SECONDS, limit=65536, purpose=PURPOSE)
    said = json.loads(answer.text()) if answer.status == 200 else {}
    return said if isinstance(said, dict) else {}


def _line(value: object, longest: int) -> str:
    text = UNPRINTABLE.sub("", value) if isinstance(value, str) else ""
    return " ".join(text.split())[:longest]


def _still(address: str) -> DevelopedPicture | None:
    try:
        answer = fetch(address, accept="image/*", seconds=SECONDS, limit=LARGEST_STILL, purpose=PURPOSE)
        return _wide(develop(ContentFile(answer.body, "still"))) if answer.status == 200 else None
    except (FetchError, ValidationError):
        return None


def _wide(still: DevelopedPicture) -> DevelopedPicture:
    """Return the still without the black bars above and below, which YouTube's have where they are 4:3."""
    if abs(still.width / still.height - _NARROW) > 0.01:
        return still
    still.seek(0)
    with Image.open(still) as image:
        cut = ImageOps.fit(image, (still.width, round(still.width / _WIDE)))
        file = BytesIO()
        cut.convert("RGB").save(file, "JPEG", quality=90)
    return DevelopedPicture(file.getvalue(), *cut.size, "jpg")
