"""What the block editor only names in a text: shared patterns, footnotes, blocks without words of their own."""

import json
import re

from .tags import replace_elements
from .text import Text

IS_THERE = "<!-- wp:"
IS_RAW = re.compile(r"\s*<!-- wp:html -->(?:(?!<!-- wp:).)*<!-- /wp:html -->\s*", re.S)
_SHARED = re.compile(r"<!-- wp:(?:core/)?block (\{[^<>]*?\}) (?:/-->|-->.*?<!-- /wp:(?:core/)?block -->)", re.S)
_EMPTY = re.compile(r"<!-- wp:([a-z][\w/-]*)\s+(?:\{(?:(?!-->).)*\}\s+)?/-->", re.S)
# Blocks that have nothing to show by themselves.
_SILENT = {"block", "footnotes", "more", "nextpage", "spacer", "separator", "pattern"}
_NOTED = re.compile(r"<sup\b[^<>]*\bdata-fn=[\"']([^\"'<>]+)[\"'][^<>]*>.*?</sup>", re.S | re.I)
_SMALL = re.compile(r"</?small\b[^<>]*>", re.I)
_DEEPEST = 5  # patterns within patterns; a pattern may even name itself


def unfold(content: str, text: Text) -> str:
    """Return the content with shared patterns and footnotes in their places; blocks without words are noted."""
    for _level in range(_DEEPEST):
        content, found = _SHARED.subn(lambda match: _pattern(match[1], text), content)
        if not found:
            break
    content = _SHARED.sub("", content)
    for name in _EMPTY.findall(content):
        if (plain := name.removeprefix("core/")) not in _SILENT:
            text.left_by_name("blocks without words of their own left out", plain)
    return _with_notes(content, text)


def _pattern(said: str, text: Text) -> str:
    try:
        number = str(json.loads(said).get("ref", ""))
    except (ValueError, AttributeError):
        number = ""
    if number not in text.survey.patterns:
        text.left("shared blocks that are not in the file left out")
        return ""
    return text.survey.patterns[number]


def _with_notes(content: str, text: Text) -> str:
    """Put each footnote where its number stands; WordPress keeps their words in a custom field (since 6.3)."""
    notes = _notes(text)
    unused = dict(notes)

    def put(match):
        words = notes.get(match[1])
        if words is None:
            text.left("footnotes that are not in the file left out")
            return ""
        unused.pop(match[1], None)
        return f'<small data-note="new">{_SMALL.sub("", words)}</small>'

    content = _NOTED.sub(put, content)
    if unused:
        text.left("footnotes to which nothing in the text refers left out", len(unused))
    return replace_elements(content, "ol", lambda tag: "wp-block-footnotes" in tag, lambda element: "")


def _notes(text: Text) -> dict[str, str]:
    kept = text.item.meta.get("footnotes", "") if text.item else ""
    try:
        found = json.loads(kept) if kept.strip() else []
        return {note["id"]: str(note.get("content", "")) for note in found}
    except (ValueError, TypeError, KeyError, AttributeError):
        text.left("footnotes that cannot be read left out")
        return {}
