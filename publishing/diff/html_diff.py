"""The difference of two texts as readers would see them: one page with insertions and deletions marked.

Paragraphs, items and cells are matched first, then their words. A word counts with its link and emphasis, so that a
new address under old words shows, too.
"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from html.parser import HTMLParser
from itertools import groupby, pairwise

from .text_diff import matched, opcodes

_BLOCKS = """
    p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre div figure figcaption table caption thead tbody tfoot tr td th
"""
BLOCKS = frozenset(_BLOCKS.split())
VOID = frozenset({"br", "hr", "img", "wbr"})
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+|\s+|.", re.S)
# How many paragraphs on to look for the old form of a new one, and how much of it must be there.
_NEAR, _ALIKE = 8, 0.5


@dataclass(frozen=True)
class Word:
    text: str
    marks: tuple[str, ...] = ()
    raw: bool = False  # a picture, a line break or an embed, as it stands in the source


@dataclass(frozen=True)
class Block:
    """The words directly inside one block, and the way to it: (opening tag, number) from the outside in."""

    path: tuple[tuple[str, int], ...]
    words: tuple[Word, ...]

    @property
    def key(self) -> tuple:
        return tuple(tag for tag, _number in self.path), self.words


class Blocks(HTMLParser):
    """Takes cleaned HTML apart."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self.path: list[tuple[str, int]] = []
        self.marks: list[str] = []
        self.words: list[Word] = []
        self.count = 0
        self.embed = False
        self.feed(html)
        self.close()
        self.flush()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = self.get_starttag_text() or ""
        if tag == "p" and any(name == "data-embed" for name, _value in attrs):
            self.flush()
            self.found.append(Block((*self.path,), (Word(f"{source}</p>", raw=True),)))
            self.embed = True
        elif tag in VOID:
            if tag == "hr":
                self.flush()
            self.words.append(Word(source, tuple(self.marks), raw=True))
            if tag == "hr":
                self.flush()
        elif tag in BLOCKS:
            self.flush()
            self.count += 1
            self.path.append((source, self.count))
        else:
            self.marks.append(source)

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self.embed:
            self.embed = False
        elif tag in BLOCKS:
            is_leaf = bool(self.path) and (not self.found or self.path[-1] not in self.found[-1].path)
            self.flush(even_empty=is_leaf)
            if self.path:
                self.path.pop()
        elif tag not in VOID and self.marks:
            self.marks.pop()

    def handle_data(self, data: str) -> None:
        self.words += [Word(text, tuple(self.marks)) for text in _WORDS.findall(data)]

    def flush(self, *, even_empty: bool = False) -> None:
        if even_empty or any(word.raw or word.text.strip() for word in self.words):
            self.found.append(Block(tuple(self.path), tuple(self.words)))
        self.words = []


def compared(old: str, new: str) -> str:
    """Return one HTML of two cleaned ones, changes in <ins> and <del>; ``markup.show`` makes it safe and whole."""
    pairs = _paired(Blocks(old).found, Blocks(new).found)
    same_place: dict[tuple, tuple] = {}
    for before, after in pairs:
        if before and after and len(before.path) == len(after.path):
            same_place.update(zip(before.path, after.path, strict=True))
    page = _Page()
    for before, after in pairs:
        if after:
            page.go_to([("new", *place) for place in after.path])
        elif before:
            mapped = [(place, same_place.get(place)) for place in before.path]
            page.go_to([("new", *new) if new else ("old", *place) for place, new in mapped])
        page.write(before.words if before else None, after.words if after else None)
    return page.finished()


def _paired(old: list[Block], new: list[Block]) -> list[tuple[Block | None, Block | None]]:
    pairs: list[tuple[Block | None, Block | None]] = []
    for kind, a, b, c, d in matched([block.key for block in old], [block.key for block in new]):
        if kind == "equal":
            pairs += zip(old[a:b], new[c:d], strict=True)
        else:
            pairs += _alike(old[a:b], new[c:d])
    return pairs


def _alike(old: list[Block], new: list[Block]) -> list[tuple[Block | None, Block | None]]:
    """Pair each new block with the next old one that has much in common with it."""
    pairs: list[tuple[Block | None, Block | None]] = []
    position = 0
    for block in new:
        near = range(position, min(position + _NEAR, len(old)))
        found = next((place for place in near if _have_much_in_common(old[place], block)), None)
        if found is not None:
            pairs += [(gone, None) for gone in old[position:found]]
            position = found + 1
        pairs.append((old[found] if found is not None else None, block))
    return pairs + [(gone, None) for gone in old[position:]]


def _have_much_in_common(old: Block, new: Block) -> bool:
    if old.path[-1:] and new.path[-1:] and old.path[-1][0] != new.path[-1][0]:
        return False
    before, after = ([word.text for word in block.words if not word.text.isspace()] for block in (old, new))
    return SequenceMatcher(None, before, after, autojunk=False).quick_ratio() >= _ALIKE


@dataclass
class _Page:
    written: list[str] = field(default_factory=list)
    open: list[tuple] = field(default_factory=list)

    def go_to(self, path: list[tuple]) -> None:
        """Close and open blocks until we stand in this one."""
        shared = 0
        while shared < min(len(path), len(self.open)) and path[shared] == self.open[shared]:
            shared += 1
        while len(self.open) > shared:
            self.written.append(f"</{_name(self.open.pop()[1])}>")
        for place in path[shared:]:
            self.written.append(place[1])
            self.open.append(place)

    def write(self, old, new) -> None:
        if old is None or new is None:
            self._run("ins" if old is None else "del", new or old or ())
            return
        for kind, a, b, c, d in opcodes(_sentences(old), _sentences(new)):
            if kind == "equal":
                self._run("", new[c:d])
            else:
                self._run("del", old[a:b])
                self._run("ins", new[c:d])

    def _run(self, mark: str, words) -> None:
        for marks, group in groupby(words, key=lambda word: word.marks):
            inner = "".join(_shown(word, mark) for word in group)
            closing = "".join(f"</{_name(tag)}>" for tag in reversed(marks))
            inner = f"{''.join(marks)}{inner}{closing}"
            self.written.append(f"<{mark}>{inner}</{mark}>" if mark else inner)

    def finished(self) -> str:
        self.go_to([])
        return "".join(self.written)


def _shown(word: Word, mark: str) -> str:
    if not word.raw:
        return escape(word.text)
    embed = re.match(r'<p\b[^>]*\bdata-embed="([^"]*)"', word.text)
    # An embed that came or went is named, for what it shows cannot be marked.
    return f"<p>[{embed[1]}]</p>" if embed and mark else word.text


def _sentences(words) -> list[tuple[Word, ...]]:
    cuts = [0, *(place + 1 for place, word in enumerate(words) if word.text in ".!?…。"), len(words)]
    return [words[a:b] for a, b in pairwise(cuts) if b > a]


def _name(tag: str) -> str:
    return re.findall(r"^</?([a-z0-9]+)", tag, re.I)[0]
