"""Small pieces of HTML: what stands in a tag, where an element ends, links."""

import html
import re

_CODE = re.compile(r"<(pre|code|textarea)\b.*?</\1\s*>", re.I | re.S)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a tag, unescaped; of a name used twice the first, as browsers do."""
    found = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def link(address: str, text: str = "") -> str:
    return f'<a href="{html.escape(address)}">{html.escape(text or address)}</a>' if address else html.escape(text)


def file_name(address: str) -> str:
    return address.partition("?")[0].rstrip("/").rpartition("/")[2]


def outside_code(content: str, change) -> str:
    """Return the content with ``change(part)`` in place of what stands between pieces of code."""
    written, position = [], 0
    for match in _CODE.finditer(content):
        written += [change(content[position : match.start()]), match[0]]
        position = match.end()
    return "".join([*written, change(content[position:])])


def replace_elements(content: str, tag: str, is_meant, put) -> str:
    """Return the content with each outermost element of this name, of whose first tag ``is_meant`` says so, replaced.

    ``put`` gets the whole element. One that is never closed stays.
    """
    written, position = [], 0
    for start, end in _elements(content, tag, is_meant):
        written += [content[position:start], put(content[start:end])]
        position = end
    return "".join([*written, content[position:]])


def _elements(content, tag, is_meant):
    depth, start = 0, None
    for match in re.finditer(rf"<(/?){tag}\b[^<>]*>", content, re.I):
        if start is None:
            if not match[1] and is_meant(match[0]):
                depth, start = 1, match.start()
            continue
        depth += -1 if match[1] else 1
        if depth == 0:
            yield start, match.end()
            start = None
