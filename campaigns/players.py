"""Films that live elsewhere: from a film's page to its player, without cookies where there is a choice."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

_ID = re.compile(r"[A-Za-z0-9_-]{4,64}\Z")


@dataclass(frozen=True)
class Player:
    platform: str
    frame_url: str


def player_for(url: str) -> Player | None:
    """Return the player of a film on YouTube, Vimeo, Dailymotion or a host in ``PEERTUBE_HOSTS``, else None."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    steps = [step for step in parts.path.split("/") if step]
    if parts.scheme != "https" or not host:
        return None
    if host in {"youtube.com", "youtube-nocookie.com"}:
        key = (
            parse_qs(parts.query).get("v", [""])[0]
            if steps == ["watch"]
            else _after(steps, {"embed", "shorts", "live"})
        )
        return _player("YouTube", "https://www.youtube-nocookie.com/embed/{}?autoplay=1&rel=0", key)
    if host == "youtu.be":
        return _player(
            "YouTube", "https://www.youtube-nocookie.com/embed/{}?autoplay=1&rel=0", steps[0] if steps else ""
        )
    if host in {"vimeo.com", "player.vimeo.com"}:
        return _player("Vimeo", "https://player.vimeo.com/video/{}?autoplay=1&dnt=1", steps[-1] if steps else "")
    if host in {"dailymotion.com", "geo.dailymotion.com"}:
        return _player("Dailymotion", "https://geo.dailymotion.com/player.html?video={}", _after(steps, {"video"}))
    if host == "dai.ly":
        return _player("Dailymotion", "https://geo.dailymotion.com/player.html?video={}", steps[0] if steps else "")
    if host in settings.PEERTUBE_HOSTS:
        key = _after(steps, {"w", "watch", "embed"})
        return _player("PeerTube", f"https://{host}/videos/embed/{{}}?autoplay=1&p2p=0", key)
    return None


def _after(steps: list[str], words: set[str]) -> str:
    return steps[-1] if len(steps) >= 2 and steps[-2] in words else ""


def _player(platform: str, pattern: str, key: str) -> Player | None:
    return Player(platform, pattern.format(key)) if _ID.match(key) else None
