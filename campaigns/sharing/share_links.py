"""Plain links that pass a page on: no script, no picture and no frame of anybody else's, only an address to follow."""

import random
from typing import NamedTuple
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from . import spreading
from .models import Channel, Petition, ShareCode

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


class Way(NamedTuple):
    channel: Channel
    href: str

    @property
    def label(self):
        return self.channel.label


class Passing(NamedTuple):
    """How a page is passed on: links, the address to copy, what to paste into Signal, and the QR code of a petition."""

    ways: list[Way]
    address: str
    signal: str
    qr: str
    asks_to_sign: bool


def of(thing, code: ShareCode | None = None) -> Passing:
    """Return the ways to pass ``thing`` on.

    A petition's links are short ones that tell the channel; where an editor gave several words, one of them is drawn
    for this making of the page, which is the same for everybody who gets it: nobody is followed to compare them. With
    a ``code`` all links carry that one.
    """
    codes = _drawn(thing, code) if code or isinstance(thing, Petition) else {}

    def address(channel) -> str:
        found = codes.get(channel)
        return short(found, thing) if found else settings.SITE_URL + thing.get_absolute_url()

    def words(channel) -> str:
        return (codes[channel].words if channel in codes else "") or thing.title

    ways = [Way(channel, _fill(pattern, thing.title, words(channel), address(channel)))
            for channel, pattern in _ADDRESSES.items()]  # fmt: skip
    qr = reverse("campaigns:petition-qr", args=[thing.slug]) if isinstance(thing, Petition) else ""
    if qr and code:
        qr += f"?via={code.code}"
    signal = f"{words(Channel.SIGNAL)} {address(Channel.SIGNAL)}"
    return Passing(ways, address(Channel.COPY), signal, qr, isinstance(thing, Petition) and thing.is_open)


def short(code: ShareCode, thing=None) -> str:
    """Return the short link; where a campaign was adopted, one to ``thing``, if that is a petition of it."""
    if code.campaign_id and isinstance(thing, Petition):
        return settings.SITE_URL + reverse("short-link-petition", args=[code.code, thing.slug])
    return settings.SITE_URL + reverse("short-link", args=[code.code])


def _drawn(thing, code) -> dict[Channel, ShareCode]:
    """Return one code for each channel: the given one, or one of those that are suggested there."""
    if code:
        return dict.fromkeys(Channel, code)
    # A preview shows a petition that is not saved yet.
    found = spreading.codes_of(thing) if thing.pk else {}
    return {Channel(channel): random.choice(several) for channel, several in found.items()}


def _fill(pattern: str, title: str, words: str, url: str) -> str:
    parts = {"title": title, "words": words, "url": url, "both": f"{words} {url}"}
    return pattern.format(**{name: quote(part, safe="") for name, part in parts.items()})
