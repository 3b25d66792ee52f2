"""Shortcodes: words in brackets that plugins replace. Those we know come over, the others are taken out and listed.

``[sic]``, ``[translated from Russian]`` and whatever else people put in brackets stays.
"""

import html
import re

from .pictures import shown
from .tags import attributes
from .text import Text

# Code is shown as it is written; two brackets on either side stand for one that is no shortcode.
_KEPT = r"(?P<kept><(?P<raw>pre|code|kbd|samp|textarea)\b.*?</(?P=raw)\s*>|\[\[[^\[\]]*\]\])"
_ESCAPED = re.compile(r"\[(\[/?(?:audio|caption|embed|gallery|playlist|video|wp_caption)\b[^\[\]]*\])\]")
_ATTRIBUTES = r"(?:\"[^\"]*\"|'[^']*'|“[^”]*”|&quot;.*?&quot;|<[^<>]*>|[^\[\]\"'<])*?"
_SHORTCODE = re.compile(
    rf"{_KEPT}|\[(?P<closing>/?)(?P<name>[A-Za-z][\w-]*)(?P<said>(?:[\s=:,/]{_ATTRIBUTES})?)(?P<alone>/?)\]",
    re.S | re.I | re.A,
)
# Whole paragraphs or pieces of a layout: what they hold, and what follows, is no part of the line before.
_LAYOUTS = re.compile(
    r"(?:vc|et_pb|et|fusion|av|cs|fl|tve|tatsu|mk|us|wpb|kc|nectar|mpc|dt|ult|qode|eltd|trx|thb|bt_bb|siteorigin|thrive"
    r"|one|two|three|four|five|six|column|columns|row|section|tab|tabs|toggle|accordion|box|su|ld)(?:_|\Z)|.*column",
    re.I,
)
# Without attributes: what plugins of that name show.
_KNOWN = re.compile(
    r"(?:audio|archives|button|caption|contact|cta|embed|form|gallery|googlemaps|map|newsletter|playlist|poll|rss|search|"
    r"sitemap|slider|slideshow|subscribe|table|video|vimeo|youtube)\Z"
)
# What a transcript or an editor puts in brackets, alone in its line, too.
_PROSE = re.compile(
    r"(?:anonymous|applause|cartoon|censored|cheering|corrected|correction|crosstalk|deleted|ed|edit|edited|eds|ellipsis|"
    r"graphic|image|inaudible|laughs|laughter|music|note|pause|photo|picture|redacted|removed|sec|sic|silence|"
    r"translated|translation|unclear|update|updated)\Z"
)
_PICTURE = re.compile(r"https?://[^\s\"'<>]+\.(?:jpe?g|png|gif|webp|avif)(?:\?[^\s\"'<>]*)?", re.I)
_NOTES = {"footnote", "footnotes", "efn_note", "mfn", "modern_footnote", "ref", "fn"}


def take_out(content: str, text: Text) -> str:
    """Return the content without shortcodes; what they hold stays, and their names are noted."""
    found = list(_SHORTCODE.finditer(content))
    if not found:
        return content
    closed = {match["name"].lower() for match in found if match["closing"]}
    written, position = [], 0
    for match in found:
        if match["kept"]:
            instead = _ESCAPED.sub(r"\1", match[0])
        elif _is_shortcode(match, content, closed):
            instead = _instead_of(match, text)
        else:
            continue
        written += [content[position : match.start()], instead]
        position = match.end()
    return "".join([*written, content[position:]])


def escaped(content: str) -> str:
    """Return our HTML with brackets that WordPress, or this import, would take for a shortcode written otherwise."""
    found = list(_SHORTCODE.finditer(content))
    closed = {match["name"].lower() for match in found if match["closing"]}
    for match in reversed(found):
        if _ESCAPED.match(match[0]) or (not match["kept"] and _is_shortcode(match, content, closed)):
            at = match.start()
            content = f"{content[:at]}&#91;{content[at + 1 :]}"
    return content


def _is_shortcode(match, content: str, closed: set[str]) -> bool:
    name, said = match["name"], match["said"]
    if name.lower() in closed and not _PROSE.match(name.lower()):
        return True
    if re.search(r"[\w-]\s*=\s*[\"'“&\w]", said) or re.match(r"=\s*\S", said) or (said.strip() and "://" in said):
        return True
    if said.strip():
        return "_" in name
    if "_" in name or match["alone"]:
        return True
    return (
        name.islower() and not _PROSE.match(name) and (_KNOWN.match(name) or "-" in name or _is_alone(match, content))
    )


def _is_alone(match, content: str) -> bool:
    """Whether nothing else stands in its line or its paragraph."""
    before, after = content[: match.start()][-40:], content[match.end() :][:40]
    return bool(re.search(r"(?:\A|\n|<(?:p|div)\b[^<>]*>|-->)\s*\Z", before, re.I)) and bool(
        re.match(r"\s*?(?:\Z|\n|</(?:p|div)>|<!--)", after, re.I)
    )


def _instead_of(match, text: Text) -> str:
    name = match["name"].lower()
    if name in _NOTES:
        return "</small>" if match["closing"] else '<small data-note="new">'
    if not match["closing"]:
        text.left_by_name("shortcodes taken out", match["name"])
    picture = _picture_in(match, text)
    return picture or ("\n\n" if _LAYOUTS.match(name) else "")


def _picture_in(match, text: Text) -> str:
    """Return the pictures that page builders name by number or by address."""
    said = attributes(match["said"])
    sources = [said[key] for key in ("src", "image_url", "image") if _PICTURE.fullmatch(said.get(key, ""))][:1]
    numbers = re.findall(r"\d+", said.get("images") or said.get("image") or "") if not sources else []
    sources += [one.address for one in text.attachments(numbers)]
    tags = [f'<img src="{html.escape(source)}" alt="{html.escape(said.get("alt", ""))}">' for source in sources]
    return "".join(f"\n\n<p>{shown(tag, text)}</p>\n\n" for tag in tags)
