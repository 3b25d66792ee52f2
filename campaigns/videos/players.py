"""Films that live elsewhere: from whatever address of a film people copy to its player.

One function for each host. The players are the ones without cookies where there is a choice. What is no single film is
told with what to do.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}\Z")
_YOUTUBE_LIST = re.compile(r"(?:PL|UU|FL|OL|RD)[A-Za-z0-9_-]{10,60}\Z")
_VIMEO = re.compile(
    r"(?:(?:channels|groups)/[^/]+/(?:videos/)?|(?:album|showcase)/\d+/video/|video/|videos/|manage/videos/)?"
    r"(\d{1,12})(?:/([0-9a-fA-F]{6,20}))?\Z"
)
_VIMEO_KEY = re.compile(r"[0-9a-fA-F]{6,20}\Z")
# What follows the first underline is the title.
_DAILYMOTION = re.compile(r"([A-Za-z0-9]{5,30})(?:_[^/]*)?\Z")
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_PEERTUBE_ID = rf"(\d{{1,12}}|[1-9A-HJ-NP-Za-km-z]{{22}}|{_UUID})(?:;.*)?\Z"
_PEERTUBE = re.compile(rf"(?:w|videos/watch|videos/embed)/{_PEERTUBE_ID}")
_PEERTUBE_LIST = re.compile(rf"(?:w/p|videos/watch/playlist|video-playlists/embed)/{_PEERTUBE_ID}")
_TIME = re.compile(r"(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,6})(?:\.\d+)?s?)?\Z")

_NO_FILM = _(
    "This is a page of %(platform)s, but of no single film. Please open the film there, press “Share”, and copy its "
    "address."
)
_EVENT = _(
    "This is a live event of Vimeo, which has no player for other sites. Please give the address of the film that is "
    "made of it."
)
_CLIP = _("This is a clip of YouTube, which has no player for other sites. Please give the address of the whole film.")
_UNKNOWN = _(
    "Films from YouTube, Vimeo, Dailymotion and these PeerTube servers can be shown: %(hosts)s. Please give the "
    "address of the film's page there, or upload the film as a file."
)


class NoPlayerError(Exception):
    """There is no player for an address; the argument says why, and what to do, for who typed it."""


@dataclass(frozen=True)
class Player:
    platform: str
    frame_url: str


@dataclass(frozen=True)
class _Address:
    """An address in the parts that matter: ``path`` without slashes at its ends, ``query`` with the first values."""

    host: str
    path: str
    query: dict
    fragment: str

    @property
    def start(self) -> int:
        """Return the second at which to begin; it is written as t=95, t=1m35s, start=95 or #t=95s."""
        after_hash = self.fragment.removeprefix("t=") if self.fragment.startswith("t=") else ""
        written = self.query.get("t") or self.query.get("start") or after_hash
        match = _TIME.match(written.partition("&")[0])
        hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        return hours * 3600 + minutes * 60 + seconds


def player_for(url: str) -> Player | None:
    """Return the player of a film on YouTube, Vimeo, Dailymotion or a host in ``PEERTUBE_HOSTS``, else None."""
    try:
        return find_player(url)
    except NoPlayerError:
        return None


def find_player(url: str) -> Player:
    """Return the player of a film; raise NoPlayerError with a sentence for who typed the address."""
    try:
        parts = urlsplit(with_scheme(url))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        parts, host = urlsplit(""), ""
    find = _FINDERS.get(host) or (_peertube if host in settings.PEERTUBE_HOSTS else None)
    if parts.scheme != "https" or find is None:
        raise NoPlayerError(_UNKNOWN % {"hosts": ", ".join(settings.PEERTUBE_HOSTS)})
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return find(_Address(host, parts.path.strip("/"), query, parts.fragment))


def with_scheme(url: str) -> str:
    """Return a web address as https: all these hosts have it, and people copy it with http or with nothing."""
    url = url.strip()
    if url.startswith("//"):
        return f"https:{url}"
    scheme, colon, rest = url.partition("://")
    if colon:
        return f"https://{rest}" if scheme.lower() == "http" else url
    return f"https://{url}" if re.match(r"[\w-]+(\.[\w-]+)+(/|\Z)", url) else url


def _youtube(address: _Address) -> Player:
    first, _slash, rest = address.path.partition("/")
    if address.host == "youtu.be":
        key = first
    elif first == "watch":
        key = address.query.get("v", rest)
    else:
        key = rest.partition("/")[0] if first in {"embed", "shorts", "live", "v", "e"} else ""
    playlist = address.query.get("list", "")
    if _YOUTUBE_ID.match(key) and key != "videoseries":
        begins = f"&start={address.start}" if address.start else ""
        return Player("YouTube", f"https://www.youtube-nocookie.com/embed/{key}?autoplay=1&rel=0{begins}")
    if (first == "playlist" or key == "videoseries") and _YOUTUBE_LIST.match(playlist):
        frame = f"https://www.youtube-nocookie.com/embed/videoseries?list={playlist}&autoplay=1&rel=0"
        return Player("YouTube", frame)
    raise NoPlayerError(_CLIP if first == "clip" else _no_film("YouTube"))


def _vimeo(address: _Address) -> Player:
    match = _VIMEO.match(address.path)
    if match is None:
        raise NoPlayerError(_EVENT if address.path.startswith("event/") else _no_film("Vimeo"))
    # Films that are not listed have a second key, without which their player shows nothing.
    key = match[2] or address.query.get("h", "")
    unlisted = f"h={key}&" if _VIMEO_KEY.match(key) else ""
    begins = f"#t={address.start}s" if address.start else ""
    return Player("Vimeo", f"https://player.vimeo.com/video/{match[1]}?{unlisted}autoplay=1&dnt=1{begins}")


def _dailymotion(address: _Address) -> Player:
    steps = address.path.split("/")
    written = address.query.get("video", "")
    if not written and (address.host == "dai.ly" or "video" in steps[:-1]):
        written = steps[-1]
    begins = f"&startTime={address.start}" if address.start else ""
    if match := _DAILYMOTION.match(written):
        return Player("Dailymotion", f"https://geo.dailymotion.com/player.html?video={match[1]}{begins}")
    if "playlist" in steps[:-1] and (match := _DAILYMOTION.match(steps[-1])):
        return Player("Dailymotion", f"https://geo.dailymotion.com/player.html?playlist={match[1]}")
    raise NoPlayerError(_no_film("Dailymotion"))


def _peertube(address: _Address) -> Player:
    server = f"https://{address.host}"
    begins = f"&start={address.start}s" if address.start else ""
    if match := _PEERTUBE.match(address.path):
        return Player("PeerTube", f"{server}/videos/embed/{match[1]}?autoplay=1&p2p=0{begins}")
    if match := _PEERTUBE_LIST.match(address.path):
        return Player("PeerTube", f"{server}/video-playlists/embed/{match[1]}?autoplay=1&p2p=0")
    raise NoPlayerError(_no_film("PeerTube"))


def _no_film(platform: str) -> Promise | str:
    return _NO_FILM % {"platform": platform}


_YOUTUBE_HOSTS = ["youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"]
_FINDERS: dict[str, Callable[[_Address], Player]] = {
    **dict.fromkeys(_YOUTUBE_HOSTS, _youtube),
    **dict.fromkeys(["vimeo.com", "player.vimeo.com"], _vimeo),
    **dict.fromkeys(["dailymotion.com", "m.dailymotion.com", "geo.dailymotion.com", "dai.ly"], _dailymotion),
}  # fmt: skip
