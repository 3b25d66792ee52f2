"""Differences of two texts word by word, and one text made of three. Texts are compared by sentences first."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, islice, pairwise, zip_longest

# Words, tags, white space and single marks; scripts without spaces go letter by letter.
_TOKENS = re.compile(r"<[^<>]*>|[\u3040-\u30ff\u3400-\u9fff]|\w+|\s+|.", re.S)
_SENTENCES = re.compile(r"\n+|[.!?…。]+\s+|</(?:p|li|h[2-4]|td|th|tr|[uo]l|blockquote|pre)>\s*")
# Comparisons that take a tenth of a second or so; beyond, texts are compared more coarsely.
_MANY = 1_000_000


@dataclass(frozen=True)
class DiffPiece:
    """A run of text that is in both ("same"), only in the new ("ins") or only in the old text ("del")."""

    kind: str
    text: str


def sentences(text: str) -> list[tuple[str, ...]]:
    """Return the text cut into sentences or lines, each a tuple of its words; nothing is left out."""
    cuts = [0, *(match.end() for match in _SENTENCES.finditer(text)), len(text)]
    return [tuple(_TOKENS.findall(text[a:b])) for a, b in pairwise(cuts) if b > a]


def matched(old: Sequence, new: Sequence) -> list[tuple]:
    """Return difflib's opcodes of two sequences; of very long ones only where they begin and end alike."""
    if len(old) * len(new) <= _MANY:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    tail = next((n for n in range(shorter - head) if old[-1 - n] != new[-1 - n]), shorter - head)
    middle = (head, len(old) - tail, head, len(new) - tail)
    if (middle[1] - head) * (middle[3] - head) <= _MANY:
        inner = matched(old[head : middle[1]], new[head : middle[3]])
        found = [(kind, head + a, head + b, head + c, head + d) for kind, a, b, c, d in inner]
    else:
        found = [("replace", *middle)]
    start = [("equal", 0, head, 0, head)] if head else []
    end = [("equal", middle[1], len(old), middle[3], len(new))] if tail else []
    return start + found + end


def opcodes(old: list[tuple], new: list[tuple]) -> list[tuple]:
    """Return opcodes over the words of two lists of sentences."""
    found, i, j = [], 0, 0
    for kind, a, b, c, d in _matched_sentences(old, new):
        before, after = list(chain(*old[a:b])), list(chain(*new[c:d]))
        inner = matched(before, after) if kind == "replace" else [(kind, 0, len(before), 0, len(after))]
        for op, p, q, r, s in inner:
            op = op if op != "replace" else "delete" if r == s else "insert" if p == q else op
            if p < q or r < s:
                found.append((op, i + p, i + q, j + r, j + s))
        i, j = i + len(before), j + len(after)
    return found


def _matched_sentences(old, new):
    """Yield opcodes over sentences; where very much was rewritten, one sentence against one."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        much = sum(map(len, old[a:b])) * sum(map(len, new[c:d])) > _MANY
        if kind != "replace" or not much:
            yield kind, a, b, c, d
            continue
        for x, y in zip_longest(range(a, b), range(c, d)):
            yield (
                "replace",
                *((x, x + 1) if x is not None else (b, b)),
                *((y, y + 1) if y is not None else (d, d)),
            )


def pieces(old: str, new: str) -> list[DiffPiece]:
    """Return the two texts as one, in pieces."""
    before, after = sentences(old), sentences(new)
    old_words, new_words, found = list(chain(*before)), list(chain(*after)), []
    for kind, a, b, c, d in opcodes(before, after):
        if kind == "equal":
            found.append(DiffPiece("same", "".join(old_words[a:b])))
            continue
        found += [DiffPiece("del", "".join(old_words[a:b]))] if b > a else []
        found += [DiffPiece("ins", "".join(new_words[c:d]))] if d > c else []
    return found


@dataclass(frozen=True)
class Merged:
    """One text of two; at ``overlaps`` places both had written: both wordings stand there, mine first, or only mine."""

    text: str
    overlaps: int


def merge(base: str, mine: str, theirs: str, *, only_mine: bool = False) -> Merged:
    """Return what two people made of one text, as one text; where both wrote, both wordings or ``only_mine``."""
    start = sentences(base)
    words, written, position, overlaps = list(chain(*start)), [], 0, 0
    sides = [_edits(start, mine), _edits(start, theirs)]
    for low, high in _regions(sides):
        written += words[position:low]
        position = high
        my_words, their_words = (_rewritten(words, edits, low, high) for edits in sides)
        same = words[low:high]
        if my_words == their_words or their_words == same:
            written += my_words
        elif my_words == same:
            written += their_words
        elif only_mine:
            overlaps += 1
            written += my_words
        else:
            overlaps += 1
            is_apart = not my_words or not their_words or my_words[-1].isspace() or their_words[0].isspace()
            written += [*my_words, *([] if is_apart else [" "]), *their_words]
    return Merged("".join([*written, *words[position:]]), overlaps)


def _edits(base: list[tuple], text: str) -> list[tuple[int, int, list[str]]]:
    """Return (from, to, new words) of each change, in words of the base."""
    after = sentences(text)
    words = list(chain(*after))
    return [(a, b, words[c:d]) for kind, a, b, c, d in opcodes(base, after) if kind != "equal"]


def _regions(sides) -> list[tuple[int, int]]:
    """Return the places of the base that somebody changed; changes that touch are one place."""
    found: list[tuple[int, int]] = []
    for low, high in sorted((low, high) for edits in sides for low, high, _words in edits):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _rewritten(words, edits, low, high) -> list[str]:
    """Return words low to high of the base with one side's changes in them."""
    written, position = [], low
    for start, end, new in islice(edits, bisect_left(edits, (low,)), None):
        if start > high or end > high:
            break
        written += words[position:start] + new
        position = end
    return written + words[position:high]
