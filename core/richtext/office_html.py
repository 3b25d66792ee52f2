"""What word processors and other editors mean by their HTML, said as our texts say it; cleaning comes afterwards.

Google Docs and others write bold as a style; Word, LibreOffice and Pandoc write footnotes as two links that lead to
each other, and bookmarks as links without an address. Of all that, cleaning would leave dead links or nothing.
"""

import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import nh3

from .footnotes import NEW

# Without any of these there is nothing to do here.
_SIGNS = re.compile(r"\bname\s*=|\bhref\s*=\s*[\"']?#|\bstyle\s*=", re.I)
_INLINE = set("a abbr b bdi cite code del em i ins kbd mark q s small span strong sub sup time u".split())  # noqa: SIM905
_BLOCKS = set("aside div dd li p section td".split())  # noqa: SIM905
_KEPT = (
    "blockquote br caption dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr img ol pre table tbody tfoot th thead tr ul wbr"
)
_STYLES = {
    "strong": re.compile(r"(?:^|;)\s*font-weight:\s*(?:bold|[6-9]00)", re.I),
    "em": re.compile(r"(?:^|;)\s*font-style:\s*(?:italic|oblique)", re.I),
    "sup": re.compile(r"(?:^|;)\s*vertical-align:\s*super", re.I),
    "sub": re.compile(r"(?:^|;)\s*vertical-align:\s*sub\b", re.I),
    "s": re.compile(r"(?:^|;)\s*text-decoration[^;:]*:[^;]*line-through", re.I),
}
_NORMAL = re.compile(r"(?:^|;)\s*font-(?:weight:\s*(?:normal|[1-4]00)|style:\s*normal)\b", re.I)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
# What stands for a footnote in its sentence and before its words: 1, [2], (iii), *, १, ١.
_MARK = re.compile(r"[\[(]?(?:\w{1,5}|[*†‡§¶#]{1,3}|[↩↑^⏎]\ufe0e?)[\])]?[.)]?")
# Names that programs give: bookmarks of Word and LibreOffice, headings of Google Docs.
_PROGRAMS = re.compile(r"_|OLE_LINK|sd(?:foot|end)note|ftnt|docs-internal|kix\.|(?:heading|bookmark)=")
_NOTE_OF_PROGRAM = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
_PARAGRAPH_IN_ITEM = re.compile(
    r"(<li(?:\s[^<>]*)?>)\s*<p(?:\s[^<>]*)?>((?:(?!</?(?:p|li)\b).)*)</p>\s*(</li>|<[ou]l\b)", re.S
)
_DOCS = re.compile(r"\bid=.?docs-internal-guid")
_GONE = "\x00"
MOST_LEVELS = 20  # of what is left empty around notes, and in which no program goes deeper
_LEFT_EMPTY = re.compile(
    rf"{_GONE}\s*{_GONE}|<(div|ol|ul|section|aside)(?:\s[^<>]*)?>\s*{_GONE}\s*</\1>|<(?:hr|br)(?:\s[^<>]*)?>\s*{_GONE}"
)


class _Element(NamedTuple):
    tag: str
    attributes: dict
    start: int  # of its first tag
    inside: int
    end_inside: int
    end: int

    @property
    def names(self) -> set[str]:
        return {self.attributes[name] for name in ("name", "id") if self.attributes.get(name)}

    @property
    def target(self) -> str:
        return self.attributes.get("href", "").partition("#")[2] if self.attributes.get("href", "")[:1] == "#" else ""

    def holds(self, other: "_Element") -> bool:
        return self.start < other.start and other.end <= self.end


def ours(html: str) -> str:
    """Return the HTML with footnotes, emphasis and bookmarks in our way; what it does not know stays as it is."""
    if not _SIGNS.search(html):
        return html
    if _DOCS.search(html) and not re.search(r"\bdir=.?rtl", html):
        html = re.sub(r"\sdir=\"ltr\"", "", html)  # Google Docs says it of every paragraph
    html = re.sub(r"<br class=.?Apple-interchange-newline.?>", "", html)  # Safari and Chrome, at the end
    html = _with_emphasis(_reader().clean(html))
    html = _without_bookmarks(_with_notes(html))
    return _PARAGRAPH_IN_ITEM.sub(r"\1\2\3", html)


@lru_cache(maxsize=1)
def _reader() -> nh3.Cleaner:
    """Return what brings HTML into the one spelling that can be read below; it lets styles and names through."""
    tags = _INLINE | _BLOCKS | set(_KEPT.split())
    looks = {"style", "class", "name", "id", "href", "src", "alt", "width", "height", "title", "scope", "datetime"}
    more = {"lang", "dir", "colspan", "rowspan", "start", "reversed", "data-embed", "data-note", "hreflang"}
    dropped = set("script style template iframe object noscript svg math title textarea".split())  # noqa: SIM905
    return nh3.Cleaner(
        tags=tags,
        attributes={"*": looks | more},
        clean_content_tags=dropped,
        # Files and pictures in the text itself are looked at, and refused, later on.
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _elements(html: str, tags: set[str]) -> list[_Element]:
    """Return the elements of these kinds, in the order in which they end: what is inside comes first."""
    found, opened = [], []
    for match in _TAG.finditer(html):
        closing, tag = match[1], match[2]
        if tag not in tags:
            continue
        if not closing:
            opened.append((tag, match))
            continue
        if opened and opened[-1][0] == tag:
            _tag, first = opened.pop()
            attributes = dict(_ATTRIBUTE.findall(first[3]))
            found.append(_Element(tag, attributes, first.start(), first.end(), match.start(), match.end()))
    return found


def _edited(html: str, edits: list[tuple[int, int, str]]) -> str:
    """Return the HTML with each piece, from its start to its end, replaced; no two of them overlap."""
    written, at = [], 0
    for start, end, piece in sorted(edits):
        written += [html[at:start], piece]
        at = end
    return "".join([*written, html[at:]])


def _with_emphasis(html: str) -> str:
    """Return the HTML with tags for what only a style said, and without bold that a style takes back."""
    edits = []
    for element in _elements(html, {"b", "em", "i", "span", "strong"}):
        style = element.attributes.get("style", "")
        if element.tag == "span" and not element.attributes.keys() & {"id", "lang", "dir"}:
            said = [tag for tag, looks in _STYLES.items() if looks.search(style)]
            before, after = "".join(f"<{tag}>" for tag in said), "".join(f"</{tag}>" for tag in reversed(said))
        elif element.tag != "span" and _NORMAL.search(style):
            before, after = "", ""
        else:
            continue
        edits += [(element.start, element.inside, before), (element.end_inside, element.end, after)]
    return _edited(html, edits)


def _with_notes(html: str) -> str:
    """Return the HTML with each footnote in its sentence: two links lead to each other, the words are at the second."""
    links = [link for link in _elements(html, {"a"}) if link.target]
    leading_to = defaultdict(list)
    for link in links:
        leading_to[link.target].append(link)
    blocks = _elements(html, _BLOCKS)
    edits, taken = [], set()
    for reference in links:
        backs = [back for name in reference.names for back in leading_to[name][:3] if back.start > reference.start]
        for back in backs:
            block = _block_of_note(html, reference, back, blocks)
            if block and reference.start not in taken and block.start not in taken:
                taken |= {reference.start, block.start}
                text = _inline(html[block.inside : back.start] + html[back.end : block.end_inside])
                edits.append((reference.start, reference.end, f'<small data-note="{NEW}">{text}</small>'))
                edits.append((block.start, block.end, _GONE))
                break
    if not edits:
        return html
    html = _edited(html, edits)
    for _attempt in range(MOST_LEVELS):
        html = _LEFT_EMPTY.sub(_GONE, html)
    html = html.replace(_GONE, "")
    raised = rf'<(sup|span)(?:\s[^<>]*)?>\s*(<small data-note="{NEW}">(?:(?!</?small).)*</small>)\s*</\1>'
    return re.sub(raised, r"\2", re.sub(raised, r"\2", html, flags=re.S), flags=re.S)


def _block_of_note(html, reference: _Element, back: _Element, blocks: list[_Element]) -> _Element | None:
    """Return what holds the words of a note, if the two links are its two ends."""
    if not _is_mark(html, reference) or not _is_mark(html, back):
        return None
    around = [block for block in blocks if block.holds(back)]
    if not around or around[0].holds(reference):
        return None
    ids = back.names.union(*(block.names for block in around))
    if reference.target not in ids:
        return None
    whole = (b for b in around if any(n == reference.target or _NOTE_OF_PROGRAM.fullmatch(n) for n in b.names))
    return next((block for block in whole if not block.holds(reference)), around[0])


def _is_mark(html: str, link: _Element) -> bool:
    text = re.sub(r"<[^<>]*>|&nbsp;|\s", "", html[link.inside : link.end_inside])
    return not text or _MARK.fullmatch(text) is not None


def _inline(html: str) -> str:
    """Return the HTML of a note's words without blocks, which a sentence cannot hold; a line break parts them."""
    html = re.sub(r"<(sup|span)(?:\s[^<>]*)?>\s*</\1>", "", html)
    html = re.sub(r"</(?:p|li|div|h\d|tr|blockquote)>\s*(?=\S)", "<br>", html)
    allowed = "|".join(sorted((_INLINE - {"small"}) | {"br"}))
    html = re.sub(rf"</?(?!(?:{allowed})[\s>])[a-z][^<>]*>", " ", html)
    html = re.sub(r"\s*<br>\s*", "<br>", html)
    return re.sub(r"^(?:\s|&nbsp;|<br>)+|(?:\s|&nbsp;|<br>)+$", "", html)


def _without_bookmarks(html: str) -> str:
    """Return the HTML without what leads nowhere; a name to which something leads, or that a person gave, is an id."""
    links = _elements(html, {"a"})
    wanted = {link.target for link in links if link.target}
    there = set(re.findall(r'\b(?:id|name)="([^"]*)"', html))
    edits = []
    for link in links:
        name = link.attributes.get("name", "") or link.attributes.get("id", "")
        kept = name if name in wanted or (name and not _PROGRAMS.match(name)) else ""
        target = link.target
        is_dead = not link.attributes.get("href") or (target and target not in there and _PROGRAMS.match(target))
        if not is_dead and not link.attributes.get("name"):
            continue
        opening = "<a" if not is_dead else "<span"
        if not is_dead:
            rest = {key: value for key, value in link.attributes.items() if key not in {"name", "id"}}
            opening += "".join(f' {key}="{value}"' for key, value in rest.items())
        opening += f' id="{kept}">' if kept else ">"
        is_bare = is_dead and not kept
        edits.append((link.start, link.inside, "" if is_bare else opening))
        edits.append((link.end_inside, link.end, "" if is_bare else "</a>" if not is_dead else "</span>"))
    return _edited(html, edits)
