"""Films from elsewhere, made of nothing but their address, as people paste it into a text.

Title and still come from the film's host where the site asks it (see film_details). Until then, and where it does not
answer, a film has a still drawn here: its title on its campaign's colour.
"""

import re
from dataclasses import replace

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import slugs
from core.jobs.tasks import Priority, job
from core.redirects import page_registry
from core.richtext import embeds
from publishing.revisions import Revision

from ..models import Video
from . import film_details
from .players import Player, player_for, with_scheme
from .redrawing import has_drawn_still
from .stills import still_of

_YOUTUBE = re.compile(r"youtube-nocookie\.com/embed/([\w-]{11})\?autoplay=1&rel=0(?:&start=(\d+))?\Z")


def take(address: str, author, title: str, language: str) -> str:
    """Return the slug of the film at this address for a text; it is made where there is none.

    Nothing for what is no film; raise NotTaken for who may not add films. It is shown in texts at once, and has no
    page of its own until somebody publishes it. While it bears the title of its text, which may be a secret still, it
    is for texts of that title only.
    """
    player = player_for(address)
    if player is None:
        return ""
    url, text = page_of(player, with_scheme(address)) + _start(player), _title(title, player)
    known = Video.objects.usable().filter(url=url)
    told_by_host = known.filter(in_texts=True).exclude(source_url="")
    film = known.published().first() or known.filter(title=text).first() or told_by_host.first()
    if film is None and not author.has_perm("campaigns.add_video"):
        raise embeds.EmbedRefused(
            _("The film at %(address)s stays an address: you may not add films. Please ask an editor to add it.")
            % {"address": address[:100]}
        )
    return (film or _make(player, url, text, language)).slug


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


def _make(player: Player, url: str, text: str, language: str) -> Video:
    # Other hosts are asked before anything is written: no transaction waits for them.
    details = None if connection.in_atomic_block else film_details.ask(player, url)
    film = Video(url=url, title=text, decorative=True, in_texts=True)
    if language in dict(settings.CONTENT_LANGUAGES):
        film.language = language
    _fill(film, details)
    film.slug = slugs.free(slugs.slugify(film.title, 80) or "film", page_registry.is_used(Video))
    film.save()
    if details is None and connection.in_atomic_block:
        ask_its_host.enqueue(film.pk)
    return film


@job(Priority.DESK, retries=0, title=gettext_lazy("Ask a film’s host for its title and picture"))
def ask_its_host(film_id: int) -> None:
    """Give a film that was made of its address the title and the still that its host shows.

    Its host may take long. What somebody wrote or chose meanwhile stays as it is.
    """
    asked = Video.objects.filter(pk=film_id, in_texts=True, source_url="").first()
    details = film_details.ask(asked.player, asked.url) if asked and asked.player and has_drawn_still(asked) else None
    if not asked or not details:
        return
    with transaction.atomic():
        as_asked = Video.objects.filter(in_texts=True, source_url="", url=asked.url)
        film = as_asked.select_for_update(of=("self",)).filter(pk=film_id).first()
        if film and has_drawn_still(film):
            written = film.title if _has_new_title(film) else ""
            _fill(film, replace(details, title=written or details.title, maker=film.credit or details.maker))
            film.save()


def _has_new_title(film: Video) -> bool:
    """Whether somebody has given it another title than the one that it was made with."""
    first = Revision.objects.of(film).last()
    return first is not None and first.data.get("title") != film.title


def _fill(film: Video, details: film_details.FilmDetails | None) -> None:
    if details:
        film.title, film.credit, film.source_url = details.title, details.maker, details.still_url
    film.file = (details and details.still) or still_of(film)
