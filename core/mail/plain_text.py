"""HTML as plain text, for the text part of a mail: lists, quotations, tables and links stay readable.

Read as a stream of tags (see ``html_tokens``), so that neither depth nor length of a text costs more than its bytes.
"""

import re
from urllib.parse import unquote

from django.utils.translation import gettext as _

from ..richtext.html_tokens import tokens
from .plain_tables import Table

_PARAGRAPHS = set("p h2 h3 h4 pre blockquote figure ul ol dl hr table".split())  # noqa: SIM905
_LINES = set("li dt dd tr td th caption figcaption div".split())  # noqa: SIM905
_UNDERLINED = {"h2": "=", "h3": "-", "h4": "-"}
_LINK_SCHEMES = re.compile(r"(?i:mailto|tel):")


def text_of(html: str) -> str:
    """Return what cleaned HTML says, unescaped.

    A link has its address behind its words, a picture its description in brackets, a row of a table stands in one
    line with the name of the column before each value, a table with role="presentation" is only layout. It is not
    safe HTML: a template escapes it.
    """
    writer = _Writer()
    for kind, value, attributes in tokens(html):
        if kind == "text":
            writer.say(value)
        elif kind == "start":
            writer.start(value, attributes)
        else:
            writer.end(value)
    return writer.finished()


class _Prefix:
    """What each line within an element begins with; the first line of a list's item has its bullet or number."""

    def __init__(self, first: str, rest: str):
        self.first, self.rest, self.is_new = first, rest, True

    def take(self) -> str:
        taken, self.is_new = (self.first if self.is_new else self.rest), False
        return taken


class _Page:
    """Lines written so far, and the words of the line that is being written."""

    def __init__(self):
        self.lines, self.words, self.prefixes = [], [], []
        self.breaks = 0  # line breaks before the next line: 1, or 2 for an empty line between

    def part(self, breaks: int):
        """End the line, and keep this distance to the next; what has just begun (a bullet) stays with its words."""
        self.flush()
        if not (self.prefixes and self.prefixes[-1].is_new):
            self.breaks = max(self.breaks, breaks)

    def flush(self, is_kept=False):
        words, self.words = "".join(self.words), []
        if not is_kept:
            words = "\n".join(" ".join(line.split()) for line in words.split("\n"))
        for line in words.strip("\n").split("\n") if words.strip() else ():
            self._write(line.rstrip())

    def _write(self, line):
        if self.lines and self.breaks > 1:
            self.lines.append("".join(prefix.rest for prefix in self.prefixes if not prefix.is_new).rstrip())
        self.lines.append("".join([*(prefix.take() for prefix in self.prefixes), line]).rstrip())
        self.breaks = 1


class _Writer:
    def __init__(self):
        self.pages, self.tables, self.lists, self.links = [_Page()], [], [], []
        self.is_pre = False
        self.alt = self.picture = ""

    @property
    def page(self):
        return self.pages[-1]

    def finished(self) -> str:
        self.page.flush()
        return "\n".join(self.page.lines).strip()

    def say(self, text):
        self.page.words.append(text if self.is_pre else re.sub(r"\s+", " ", text))

    def start(self, tag, attributes):
        if tag in _PARAGRAPHS:
            self.page.part(1 if self.lists and tag in {"ul", "ol"} else 2)
        elif tag in _LINES:
            self.page.part(1)
        if begin := getattr(self, f"_start_{tag}", None):
            begin(attributes)

    def end(self, tag):
        if tag in _UNDERLINED:
            self._underline(_UNDERLINED[tag])
        if finish := getattr(self, f"_end_{tag}", None):
            finish()
        if tag in _PARAGRAPHS:
            self.page.part(1 if self.lists and tag in {"ul", "ol"} else 2)
        elif tag in _LINES:
            self.page.part(1)

    def _underline(self, sign):
        longest = max((len(line.strip()) for line in "".join(self.page.words).split("\n")), default=0)
        if longest:
            self.page.words.append("\n" + sign * min(max(longest, 3), 60))

    def _start_br(self, _attributes):
        self.page.words.append("\n")

    def _start_hr(self, _attributes):
        self.page.words.append("* * *")
        self.page.part(2)

    def _start_pre(self, _attributes):
        self.is_pre = True

    def _end_pre(self):
        self.is_pre = False
        self.page.flush(is_kept=True)

    def _start_q(self, _attributes):
        self.say("“")

    def _end_q(self):
        self.say("”")

    def _start_blockquote(self, _attributes):
        self.page.prefixes.append(_Prefix("> ", "> "))

    def _end_blockquote(self):
        self._end_prefix()

    def _start_dd(self, _attributes):
        self.page.prefixes.append(_Prefix("  ", "  "))

    def _end_dd(self):
        self._end_prefix()

    def _end_prefix(self):
        self.page.flush()
        if self.page.prefixes:
            self.page.prefixes.pop()

    # Lists: what stands in ``lists`` is None for bullets, or the next number and the step to the one after it.

    def _start_ul(self, _attributes):
        self.lists.append(None)

    def _start_ol(self, attributes):
        start = attributes.get("start", "")
        self.lists.append([int(start) if start.isdecimal() else 1, -1 if "reversed" in attributes else 1])

    def _end_ul(self):
        self.page.flush()
        self.lists = self.lists[:-1]

    _end_ol = _end_ul

    def _start_li(self, attributes):
        number = self.lists[-1] if self.lists else None
        if number is not None:
            value = attributes.get("value", "")
            number[0] = int(value) if value.isdecimal() else number[0]
        bullet = "- " if number is None else f"{number[0]}. "
        if number is not None:
            number[0] += number[1]
        self.page.prefixes.append(_Prefix(bullet, " " * len(bullet)))

    def _end_li(self):
        self._end_prefix()
        self.page.breaks = 1  # items stand close, even those with paragraphs in them

    def _start_a(self, attributes):
        self.links.append((self.page, len(self.page.lines), len(self.page.words), attributes.get("href", "")))

    def _end_a(self):
        page, lines, first, href = self.links.pop() if self.links else (None, 0, 0, "")
        address = "" if href.startswith("#") else _LINK_SCHEMES.sub("", href)
        if page is not self.page or not address:
            return
        if href[:7].lower() == "mailto:":
            address = unquote(address.partition("?")[0])
        said = "".join(page.words[first:] if len(page.lines) == lines else page.words).strip()
        if not said:
            page.words.append(address)
        elif said == self.picture.strip():  # a link of a picture alone: what is in the picture is what it says
            page.words[first:] = [f"{self.alt} ({address})"]
        elif said.rstrip("/") != address.rstrip("/"):
            page.words.append(f" ({address})")

    def _start_img(self, attributes):
        if alt := " ".join(attributes.get("alt", "").split()):
            self.alt, self.picture = alt, f"[{_('Picture: %(alt)s') % {'alt': alt}}]"
            self.say(self.picture)

    # Tables: each cell is a page of its own, whose lines become one line of the row.

    def _start_table(self, attributes):
        self.tables.append(None if attributes.get("role") == "presentation" else Table())

    def _end_table(self):
        table = self.tables.pop() if self.tables else None
        if table is None:
            return
        for line in table.lines():
            self.page.words.append(line)
            self.page.part(1)

    def _start_tr(self, _attributes):
        if self.tables and self.tables[-1]:
            self.tables[-1].start_row()

    def _start_td(self, attributes, is_header=False):
        if self.tables and self.tables[-1]:
            self.tables[-1].start_cell(attributes, is_header)
            self.pages.append(_Page())

    def _start_th(self, attributes):
        self._start_td(attributes, is_header=True)

    def _end_td(self):
        if self.tables and self.tables[-1] and len(self.pages) > 1:
            self.page.flush()
            cell = self.pages.pop()
            self.tables[-1].end_cell(" / ".join(line for line in cell.lines if line))

    _end_th = _end_td
