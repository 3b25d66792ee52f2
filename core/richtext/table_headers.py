"""Header cells for tables that have none: their first row, as those who paste and draw tables mean it."""

import re

_TABLE = re.compile(
    r"(?P<open><table(?:\s[^<>]*)?>\s*(?:<caption(?:\s[^<>]*)?>(?:(?!</caption>).)*</caption>\s*)?)"
    r"(?P<group><(?P<tag>thead|tbody)(?:\s[^<>]*)?>)\s*(?P<row><tr(?:\s[^<>]*)?>(?:(?!</tr>).)*</tr>)"
    r"(?P<rest>(?:(?!</?table\b).)*)</table>",
    re.S,
)
_CELL = re.compile(r"<(/?)td\b([^<>]*)>")
_ROWS = re.compile(r"</tr>")
_SPANS_ROWS = re.compile(r'\browspan="(?!1")')


def added(html: str) -> str:
    """Return cleaned HTML in which the first row of each table without any header cell holds its headers.

    A table of one row stays as it is, and so does one whose first row is not filled.
    """
    return _TABLE.sub(_with_headers, html) if "<table" in html else html


def without(html: str) -> int:
    """Return how many tables ``added`` gives headers to."""
    return sum(_with_headers(match) != match[0] for match in _TABLE.finditer(html)) if "<table" in html else 0


def _with_headers(match) -> str:
    row, rest = match["row"], match["rest"]
    cells = re.findall(r"<td\b[^<>]*>(.*?)</td>", row, re.S)
    if "<th" in row + rest.replace("<thead", "") or not _ROWS.search(rest) or not any(map(_is_filled, cells)):
        return match[0]
    row = _CELL.sub(lambda cell: "</th>" if cell[1] else f'<th{cell[2]} scope="col">', row)
    # What reaches down into the next rows cannot leave them.
    if match["tag"] == "tbody" and not _SPANS_ROWS.search(row):
        return f"{match['open']}<thead>{row}</thead>{match['group']}{rest}</table>"
    return f"{match['open']}{match['group']}{row}{rest}</table>"


def _is_filled(cell: str) -> bool:
    return bool(re.sub(r"<(?!img)[^<>]*>|&nbsp;|\s", "", cell))
