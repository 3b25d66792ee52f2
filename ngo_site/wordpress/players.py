"""Films, sound and frames in a text: what we have or can show in their place, else a link."""

import html
import re
from urllib.parse import urljoin, urlsplit

from .tags import attributes, link, outside_code, replace_elements
from .text import Text

_PLAYERS = re.compile(r"<(video|audio)\b([^<>]*)>(.*?)</\1\s*>", re.I | re.S)
_FRAMES = re.compile(r"<iframe\b([^<>]*)>(?:.*?</iframe\s*>)?", re.I | re.S)
_LONE_EMBEDS = re.compile(r"<embed\b([^<>]*)>(?:\s*</embed\s*>)?", re.I)
_SOURCE = re.compile(r"<source\b([^<>]*)>", re.I)
_PARAMETER = re.compile(r"<(?:param|embed)\b([^<>]*)>", re.I)
_SHORTCODES = re.compile(
    r"(?<!\[)\[(embed|video|audio|playlist|youtube|vimeo|dailymotion|soundcloud|iframe|googlemaps)\b([^\]]*)\]"
    r"(?:([^\[\]]*)\[/\1\])?",
    re.I,
)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s\"'<>\[\]|]+", re.I)
# An address alone in its paragraph, its line or the block editor's wrapper: WordPress shows what is there.
_ADDRESS_ALONE = r"\s*(?P<address>https?://[^\s<>\"\[\]]+)\s*"
_PARAGRAPH = re.compile(rf"<(p|div)(?:\s[^<>]*)?>{_ADDRESS_ALONE}</\1>", re.I)
_LINE = re.compile(r"(?m)^[^\S\n]*(?P<address>https?://[^\s<>\"\[\]]+)[^\S\n]*$", re.I)
# What holds a player in the block editor, with its caption.
_HOLDER = re.compile(r"wp-block-(?:embed|video|audio|file)")
_FIGCAPTION = re.compile(r"<(/?)figcaption\b[^<>]*>", re.I)
_FILE_PREVIEW = re.compile(
    r"<object\b[^<>]*wp-block-file__embed.*?</object>|<a\b[^<>]*wp-block-file__button.*?</a>", re.I | re.S
)
_FILES = ("src", "mp4", "m4v", "webm", "ogv", "wmv", "flv", "mp3", "m4a", "ogg", "wma", "wav", "url")
_NUMBERS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}


def put_players(content: str, text: Text) -> str:
    """Return the content without players: what they play stands in their place, or a link to it."""
    content = _FILE_PREVIEW.sub("", content)
    content = replace_elements(content, "figure", _holds_a_player, _without_holder)
    content = replace_elements(content, "object", lambda tag: True, lambda element: _object(element, text))
    content = _PLAYERS.sub(lambda match: _player(match, text), content)
    content = _FRAMES.sub(lambda match: _frame(match[1], text), content)
    content = _LONE_EMBEDS.sub(lambda match: _frame(match[1], text), content)
    content = outside_code(content, lambda part: _SHORTCODES.sub(lambda match: _shortcode(match, text), part))
    lone = [_PARAGRAPH, _LINE] if text.is_classic else [_PARAGRAPH]
    for pattern in lone:
        content = outside_code(content, lambda part, pattern=pattern: pattern.sub(lambda m: _alone(m, text), part))
    return content


def _holds_a_player(tag: str) -> bool:
    return bool(_HOLDER.search(attributes(tag).get("class", "")))


def _without_holder(element: str) -> str:
    inside = element[element.index(">") + 1 : element.rindex("<")]
    return _FIGCAPTION.sub(r"<\1p>", inside)


def _player(match, text: Text) -> str:
    found = attributes(match[2])
    sources = [found.get("src", ""), *(attributes(tag).get("src", "") for tag in _SOURCE.findall(match[3]))]
    return _shown([source for source in sources if source], text, "films and sound left as links", found.get("title"))


def _frame(tag: str, text: Text) -> str:
    found = attributes(tag)
    return _shown([found.get("src") or found.get("data-src") or ""], text, "embedded frames left as links", "")


def _object(element: str, text: Text) -> str:
    sources = [attributes(element[: element.find(">") + 1]).get("data", "")]
    for tag in _PARAMETER.findall(element):
        found = attributes(tag)
        named = found.get("name", "").lower()
        sources.append(found.get("src") or (found.get("value", "") if named in {"movie", "src", "url"} else ""))
    return _shown([source for source in sources if source], text, "embedded objects left as links", "")


def _shortcode(match, text: Text) -> str:
    name, said, inside = match[1].lower(), match[2], html.unescape((match[3] or "").strip())
    found = attributes(said)
    if name == "playlist" or found.get("ids"):
        numbers = re.findall(r"\d+", found.get("ids", ""))
        uploads = text.attachments(numbers)
        shown = [_shown([one.address], text, "films and sound left as links", one.title) for one in uploads]
        return "".join(shown) or match[0]
    addresses = [inside, *(found.get(key, "") for key in _FILES), *_ADDRESS.findall(html.unescape(said))]
    addresses = [address.rstrip("&") for address in addresses if _ADDRESS.match(address) or "/" in address]
    if not addresses and name in _NUMBERS and (number := re.search(r"[\w-]{6,}", found.get("id") or said)):
        addresses = [_NUMBERS[name] + number[0]]
    if not addresses:
        return match[0]  # taken out, and named, with the other shortcodes
    return _shown(addresses, text, "films and sound left as links", "")


def _alone(match, text: Text) -> str:
    return _shown([html.unescape(match["address"])], text, "addresses on a line of their own left as links", "")


def _shown(addresses: list[str], text: Text, left: str, words: str | None) -> str:
    """Return the first of the addresses that can be shown here, else a link to the first."""
    addresses = [_whole(address, text) for address in addresses]
    addresses = [address for address in addresses if address]
    for address in addresses:
        if mark := _mark_of(address, text):
            return f'\n\n<p data-embed="{mark}"></p>\n\n'
    if not addresses:
        return ""
    text.left(left)
    return f"\n\n<p>{link(addresses[0], (words or '').strip())}</p>\n\n"


def _mark_of(address: str, text: Text) -> str:
    kept = text.fetched(address)
    if kept is None:
        return text.films.mark_of(address, text) if text.films else ""
    return text.films.show(kept, text) if text.films and kept.mark.startswith("video:") else kept.mark


def _whole(address: str, text: Text) -> str:
    """Return the address with its scheme and host, or nothing for what is none of the web."""
    try:
        whole = urljoin(text.survey.site.address or "https:", address.strip())
        return whole if urlsplit(whole).scheme in {"http", "https"} and urlsplit(whole).netloc else ""
    except ValueError:
        return ""
