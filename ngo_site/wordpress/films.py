"""Films that the old site showed from YouTube, Vimeo and others: each becomes one film of ours, loaded after a click.

A film needs a still, and in an export there is none: it gets a plain one, until an editor chooses another.
"""

import re
from collections import Counter

from campaigns.models import Video
from campaigns.videos.linked_videos import page_of
from campaigns.videos.players import player_for
from campaigns.videos.stills import still_of
from core import slugs
from core.redirects import page_registry
from publishing import checks

from .text import Text

# As Flash players were written: youtube.com/v/ID&hl=en
_FLASH = re.compile(r"/v/([\w-]+).*", re.S)


class Films:
    """The films of one import; each is made once, whatever number of texts show it."""

    def __init__(self):
        self.counts = Counter()
        self._marks: dict[str, tuple[str, bool]] = {}  # by the address of the player: mark, whether it is public

    def mark_of(self, address: str, text: Text) -> str:
        """Return the mark of the film at this address, which is made where there is none; "" for what is no film."""
        address = re.sub(r"^(?:http:)?//", "https://", address)
        if "youtube" in address:
            address = _FLASH.sub(r"/embed/\1", address)
        player = player_for(address)
        if not player:
            return ""
        mark, is_public = self._marks.get(player.frame_url, ("", False))
        if mark and (is_public or not text.published_at):
            return mark
        film = self._film(page_of(player, address), text)
        self._marks[player.frame_url] = f"video:{film.slug}", bool(film.published_at)
        return f"video:{film.slug}"

    def show(self, kept, text: Text) -> str:
        """Return the mark of a film of ours that came with the uploads; public from now on if its text is."""
        film = Video.objects.filter(pk=kept.pk, published_at=None).first() if text.published_at else None
        if film:
            self._publish(film, text)
        return kept.mark

    def _film(self, url: str, text: Text) -> Video:
        film = Video.objects.filter(url=url).first()
        if film is None:
            title = text.title or "Film"
            film = Video(url=url, title=title, slug=_free_slug(title), decorative=True)
            film.language = text.language or film.language
            film.file = still_of(film)
            self.counts["films"] += 1
        elif film.published_at or not text.published_at:
            return film
        self._publish(film, text)
        return film

    def _publish(self, film: Video, text: Text) -> None:
        """Make it as public as its text: a film that only drafts show is a draft."""
        film.published_at = text.published_at
        with checks.exempt("public on the old site already"):
            film.save()


def _free_slug(title: str) -> str:
    return slugs.free(slugs.slugify(title) or "film", page_registry.is_used(Video))
