"""Plain links that pass a page on: no script, no picture and no frame of anybody else's, only an address to follow."""

import random
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings

from core.http.paths import path_of

from ..models import Channel, Petition, ShareCode
from . import share_codes

# Where each takes words and address: {words} and {url} are filled in, {both} is one after the other.
_ADDRESSES = {
    Channel.MAIL: "mailto:?subject={title}&body={both}",
    Channel.MASTODON: "https://share.joinmastodon.org/#text={both}",
    Channel.BLUESKY: "https://bsky.app/intent/compose?text={both}",
    Channel.WHATSAPP: "https://wa.me/?text={both}",
    Channel.TELEGRAM: "https://t.me/share/url?url={url}&text={words}",
    Channel.X: "https://x.com/intent/post?text={words}&url={url}",
    Channel.FACEBOOK: "https://www.facebook.com/sharer/sharer.php?u={url}",
}


class ShareService(NamedTuple):
    channel: Channel
    href: str

    @property
    def label(self):
        return self.channel.label


class ShareLinks(NamedTuple):
    """How a page is passed on: links, the address to copy, what to paste into Signal, and the QR code of a petition."""

    ways: tuple[ShareService, ...]
    address: str
    signal: str
    qr: str
    asks_to_sign: bool


def of(obj, code: ShareCode | None = None, codes: dict[str, list[ShareCode]] | None = None) -> ShareLinks:
    """Return the ways to pass ``obj`` on.

    A petition's links are short ones that tell the channel; where an editor gave several words, one of them is drawn
    for this making of the page, which is the same for everybody who gets it: nobody is followed to compare them. With
    a ``code`` all links carry that one. ``codes`` are the petition's, where its page has asked for them already.
    """
    drawn = _drawn(obj, code, codes) if code or isinstance(obj, Petition) else {}

    own = settings.SITE_URL + obj.get_absolute_url()

    def address(channel) -> str:
        found = drawn.get(channel)
        return short(found, obj) if found else own

    def words(channel) -> str:
        return (drawn[channel].words if channel in drawn else "") or obj.title

    ways = tuple(_way(channel, obj.title, words(channel), address(channel)) for channel in _ADDRESSES)
    qr = path_of("campaigns:petition-qr", obj.slug) if isinstance(obj, Petition) else ""
    if qr and code:
        qr += f"?via={code.code}"
    signal = f"{words(Channel.SIGNAL)} {address(Channel.SIGNAL)}"
    return ShareLinks(ways, address(Channel.COPY), signal, qr, isinstance(obj, Petition) and obj.is_open)


def short(code: ShareCode, obj=None) -> str:
    """Return the short link; where a campaign was adopted, one to ``obj``, if that is a petition of it."""
    if code.campaign_id and isinstance(obj, Petition):
        return settings.SITE_URL + path_of("short-link-petition", code.code, obj.slug)
    return settings.SITE_URL + path_of("short-link", code.code)


def _drawn(obj, code, codes) -> dict[Channel, ShareCode]:
    """Return one code for each channel: the given one, or one of those that are suggested there."""
    if code:
        return dict.fromkeys(Channel, code)
    # A preview shows a petition that is not saved yet.
    found = codes or (share_codes.codes_of(obj) if obj.pk and codes is None else {})
    return {Channel(channel): random.choice(several) for channel, several in found.items()}


@lru_cache(maxsize=2000)
def _way(channel: Channel, title: str, text: str, url: str) -> ShareService:
    parts = {"title": title, "words": text, "url": url, "both": f"{text} {url}"}
    quoted = {name: quote(part, safe="") for name, part in parts.items()}
    return ShareService(channel, _ADDRESSES[channel].format(**quoted))
