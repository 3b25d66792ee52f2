"""Films from elsewhere, made of nothing but their address, as people paste it into a text.

A film needs a still, and here there is none: it gets a plain one, until an editor chooses another.
"""

import re
from functools import cache
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from core import slugs
from core.media.pictures import DevelopedPicture
from core.redirects import page_registry
from core.richtext import embeds

from ..models import Video
from .players import Player, player_for, with_scheme

_YOUTUBE = re.compile(r"youtube-nocookie\.com/embed/([\w-]{11})\?autoplay=1&rel=0(?:&start=(\d+))?\Z")
STILL = (1280, 720)


def take(address: str, author, title: str, language: str) -> str:
    """Return the slug of the film at this address for a text; it is made where there is none.

    Nothing for what is no film; raise NotTaken for who may not add films. It is shown in texts at once, and has no
    page of its own until somebody publishes it. Until then it bears the title of its text, which may be a secret
    still: so it is for texts of that title only.
    """
    player = player_for(address)
    if player is None:
        return ""
    url, text = page_of(player, with_scheme(address)) + _start(player), _title(title, player)
    known = Video.objects.usable().filter(url=url)
    film = known.published().first() or known.filter(title=text).first()
    if film is None and not author.has_perm("campaigns.add_video"):
        raise embeds.EmbedRefused(
            _("The film at %(address)s stays an address: you may not add films. Please ask an editor to add it.")
            % {"address": address[:100]}
        )
    return (film or _make(url, text, language)).slug


def page_of(player: Player, address: str) -> str:
    """Return the film's page, the same for all the ways in which players name it; of YouTube without a start time."""
    youtube = _YOUTUBE.search(player.frame_url)
    if youtube:
        return f"https://www.youtube.com/watch?v={youtube[1]}"
    return re.sub(r"(?<=//)player\.vimeo\.com/video/", "vimeo.com/", address)


def _start(player: Player) -> str:
    youtube = _YOUTUBE.search(player.frame_url)
    return f"&t={youtube[2]}s" if youtube and youtube[2] else ""


def _title(title: str, player: Player) -> str:
    return _("Film in “%(title)s”") % {"title": title[:150]} if title else _("Film (%s)") % player.platform


def _make(url: str, text: str, language: str) -> Video:
    film = Video(url=url, title=text, decorative=True, in_texts=True, file=still())
    film.slug = slugs.free(slugs.slugify(text, 80) or "film", page_registry.is_used(Video))
    if language in dict(settings.CONTENT_LANGUAGES):
        film.language = language
    film.save()
    return film


@cache
def _plain() -> bytes:
    file = BytesIO()
    Image.new("RGB", STILL, "#1c1c20").save(file, "PNG", optimize=True)
    return file.getvalue()


def still() -> DevelopedPicture:
    """Return a plain picture in the shape of a film."""
    return DevelopedPicture(_plain(), *STILL, "png")
