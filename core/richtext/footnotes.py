"""Footnotes: written where they belong, as ``<small data-note="key">words</small>``, shown below the text.

The key is given once, when the text is saved, and stays when words change or notes are added: links to a note keep
working. Where there is no place below (search, an old row), the words simply stand in small print.
"""

import hashlib
import re
from html import escape

from django.utils.translation import gettext as _

KEY = re.compile(r"[a-z0-9]{4,16}(?:-\d{1,3})?")
NEW = "new"

_NOTE = re.compile(
    r'<small\b(?P<before>[^<>]*?) data-note="(?P<key>[^"<>]*)"(?P<after>[^<>]*)>'
    r"(?P<words>(?:(?!</?small\b).)*)</small>",
    re.S,
)
_EMPTY = re.compile(r"(?:\s|&nbsp;|<br>)*")


def keyed(html: str) -> str:
    """Return cleaned HTML in which every note has a key of its own; doing it again changes nothing."""
    if "data-note" not in html:
        return html
    taken: set[str] = set()
    kept = {match["key"] for match in _NOTE.finditer(html) if match["key"] != NEW}

    def with_key(match):
        if _EMPTY.fullmatch(match["words"]):
            return ""
        key = match["key"]
        if key == NEW or key in taken:
            key = _free(hashlib.sha256(match["words"].encode()).hexdigest()[:8], taken | kept)
        taken.add(key)
        return f'<small{match["before"]} data-note="{key}"{match["after"]}>{match["words"]}</small>'

    return _NOTE.sub(with_key, html)


def render(html: str) -> str:
    """Return cleaned HTML with a number where each note was, and the notes with links back at the end."""
    if "data-note" not in html:
        return html
    notes = []

    def number(match):
        key = escape(match["key"])
        notes.append((key, match["words"].strip()))
        link = f'<a href="#note-{key}" id="noteref-{key}" role="doc-noteref">{len(notes)}</a>'
        return f'<sup class="noteref">{link}</sup>'

    html = re.sub(r"[^\S\n]+(?=<small\b[^<>]*data-note=)", "", html)
    html = _NOTE.sub(number, html)
    if not notes:
        return html
    back = escape(_("Back to the text"))
    items = "".join(
        f'<li id="note-{key}">{text} <a href="#noteref-{key}" role="doc-backlink" aria-label="{back}">↩︎</a></li>'
        for key, text in notes
    )
    title = escape(_("Notes"))
    return f'{html}<section class="notes" role="doc-endnotes" aria-label="{title}"><ol>{items}</ol></section>'


def numbered(html: str) -> str:
    """Return the HTML with a number in brackets where each note was and the notes at the end, without links.

    For mail: programs that show it take ids away or open links within it in a browser.
    """
    notes = []

    def number(match):
        notes.append(match["words"].strip())
        return f"<sup>[{len(notes)}]</sup>"

    html = _NOTE.sub(number, re.sub(r"[^\S\n]+(?=<small\b[^<>]*data-note=)", "", html))
    items = "".join(f"<p><small>[{count}] {text}</small></p>" for count, text in enumerate(notes, 1))
    return f"{html}<hr>{items}" if notes else html


def bracketed(html: str) -> str:
    """Return the HTML with the words of each note in brackets, for where there is no place below."""
    return _NOTE.sub(lambda match: f" <small>[{match['words'].strip()}]</small>", html)


def removed(html: str) -> str:
    """Return the HTML without notes, for excerpts."""
    return _NOTE.sub("", html)


def _free(key: str, taken: set[str]) -> str:
    name, number = key, 1
    while name in taken:
        number += 1
        name = f"{key}-{number}"
    return name
