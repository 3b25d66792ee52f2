"""Paragraphs and line breaks for texts of the classic editor, which stores neither.

WordPress adds them each time it shows such a text (its function wpautop): a blank line, or the tag of a block, ends a
paragraph; a line break within one is kept; what is preformatted stays as it is. Where WordPress leaves a tag unclosed,
for browsers to guess, the tags are closed here.
"""

import re
from collections import Counter

_BLOCKS = """
    address area article aside blockquote caption col colgroup dd details div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr legend li map menu nav ol p section summary table tbody td tfoot th thead
    tr ul
"""
# Preformatted text and what is no text at all, or the tag of a block; whatever stands between belongs to lines.
_PIECES = re.compile(
    r"(?P<kept><(?P<raw>pre|script|style|textarea)\b.*?(?:</(?P=raw)\s*>|\Z))"
    rf"|<(?P<closing>/?)(?P<tag>{'|'.join(sorted(_BLOCKS.split(), key=len, reverse=True))})(?=[\s/>])[^<>]*>",
    re.I | re.S,
)
_VOID = {"area", "col", "hr"}
# Parts of tables and what holds a picture: no line of words stands directly in them.
_NO_WORDS = {"colgroup", "dl", "figure", "map", "table", "tbody", "tfoot", "thead", "tr"}
_LISTS = {"menu", "ol", "ul"}
# One line of words each: blank lines in them part nothing.
_ONE_LINE = {"caption", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"}
# A single line of words in them needs no paragraph, and the first one none before a list within the item.
_BARE = {"dd", "figcaption", "li", "td", "th"}
_CELLS = {"dd", "figcaption", "td", "th"}
# Their words are paragraphs even when there is only one.
_ALWAYS = {"", "blockquote"}
_CLOSED_BY = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "td": {"td", "th"}, "th": {"td", "th"},
    "tr": {"tr", "td", "th"},
}  # fmt: skip

_SPACE = r"(?:[^\S\n]|&nbsp;)*"
_BLANK_LINES = re.compile(rf"\n(?:{_SPACE}\n)+")
_TWO_BREAKS = re.compile(r"<br\s*/?>\s*<br\s*/?>", re.I)
_BREAK = re.compile(r"(?:<br\s*/?>)?[^\S\n]*\n", re.I)
_TAG = re.compile(r"<!--.*?-->|<[a-zA-Z/][^<>]*>", re.S)
_NOTHING = re.compile(r"(?:\s|&nbsp;|<br\s*/?>)*", re.I)
_EDGES = " \t\n\r\f\v"


def add_paragraphs(content: str, *, as_typed: bool = True) -> str:
    """Return the HTML of a text as WordPress shows it: with ``<p>`` and ``<br>`` for its blank lines and its lines.

    When it is not ``as_typed``, its line breaks mean nothing, and only words outside of any paragraph get one.
    """
    content = re.sub(r"\r\n?", "\n", content)
    text = _Text(_Block if as_typed else _FinishedBlock)
    position = 0
    for piece in _PIECES.finditer(content):
        text.words(content[position : piece.start()])
        position = piece.end()
        if piece["kept"]:
            text.keep(piece[0])
        elif piece["closing"]:
            text.close(piece["tag"].lower(), piece[0])
        else:
            text.open(piece["tag"].lower(), piece[0])
    text.words(content[position:])
    return text.written()


class _Text:
    """What is written so far, and the blocks that are open around the next words."""

    def __init__(self, block: type):
        self.block = block
        self.out: list[str] = []
        self.open_blocks = [block("")]
        self.open_names = Counter()

    @property
    def around(self) -> "_Block":
        return self.open_blocks[-1]

    def words(self, text: str) -> None:
        if not _NOTHING.fullmatch(text):
            self.around.words.append((len(self.out), text, self.around.has_blocks))
            self.out.append("")
        elif self.block is _FinishedBlock:
            self.out.append("\n" if "\n" in text else "")

    def keep(self, source: str) -> None:
        if source[:4].lower() == "<pre":
            self._end_what_this_ends("pre")
            source += self.around.end
        self.out.append(source)

    def open(self, name: str, tag: str) -> None:
        self._end_what_this_ends(name)
        self.out.append(tag)
        if name not in _VOID:
            self.open_blocks.append(self.block(name))
            self.open_names[name] += 1

    def close(self, name: str, tag: str) -> None:
        if not self.open_names[name]:
            # Browsers make an empty paragraph of a </p> that closes nothing.
            return None if name == "p" else self.out.append(tag)
        while self.around.name != name:
            self._leave()
        return self._leave(tag)

    def written(self) -> str:
        while len(self.open_blocks) > 1:
            self._leave()
        self._write_words_of(self.around)
        return "".join(self.out).strip()

    def _end_what_this_ends(self, name: str) -> None:
        """Close what the tag of a block closes by itself: an open <p>, and the item or cell before the next one."""
        while self.around.name == "p" or self.around.name in _CLOSED_BY.get(name, ()):
            self._leave()
        self.around.has_blocks = True

    def _leave(self, tag: str | None = None) -> None:
        block = self.open_blocks.pop()
        self.open_names[block.name] -= 1
        self._write_words_of(block)
        self.out.append((tag or f"</{block.name}>") + block.end)

    def _write_words_of(self, block: "_Block") -> None:
        for place, text, is_after_block in block.words:
            self.out[place] = block.shown(text, is_after_block)


class _Block:
    """One open tag: the words directly in it are written when it closes, for only then is it known what else is."""

    def __init__(self, name: str):
        self.name = name
        self.end = "" if name in _ONE_LINE or name in _CELLS else "\n"
        self.has_blocks = False
        self.words: list[tuple[int, str, bool]] = []  # where in the output, the words, whether a block came before

    def shown(self, text: str, is_after_block: bool) -> str:
        if self.name in _NO_WORDS:
            return text.strip(_EDGES)
        parts = _BLANK_LINES.split(_TWO_BREAKS.sub("\n\n", text))
        lines = [_with_breaks(part.strip(_EDGES)) for part in parts if not _NOTHING.fullmatch(part)]
        if self.name in _ONE_LINE:
            return "<br>\n".join(lines)
        if self.name == "p":
            return "</p>\n<p>".join(lines)
        if self.name in _LISTS:
            return "".join(f"<li>{line}</li>\n" for line in lines)
        is_first = not is_after_block if self.name in _BARE else not self.has_blocks
        if len(lines) == 1 and is_first and self.name not in _ALWAYS:
            return lines[0]
        return "".join(f"<p>{line}</p>\n" for line in lines)


class _FinishedBlock(_Block):
    """A block of a text whose paragraphs are written already; what stands between tags stays as it is."""

    def __init__(self, name: str):
        super().__init__(name)
        self.end = ""

    def shown(self, text: str, is_after_block: bool) -> str:
        text = text.strip(_EDGES)
        is_bare = self.name in _BARE and not is_after_block
        if is_bare or self.name in _NO_WORDS or self.name in _ONE_LINE or self.name == "p":
            return text
        tag = "li" if self.name in _LISTS else "p"
        return f"<{tag}>{text}</{tag}>"


def _with_breaks(part: str) -> str:
    """Return the part of a text with its line breaks as tags; those within a tag are none."""
    part = _TAG.sub(lambda tag: tag[0].replace("\n", " "), part)
    return _BREAK.sub("<br>\n", part)
