"""What a stranger's page says about itself in microformats, as far as a linkback needs it.

The parsing algorithm of https://microformats.org/wiki/microformats2-parsing: properties belong to the item (h-*) they
stand in, not to one nested in it; here, to the entry that holds the link to us. Read from the stream of tags, for a
tree of a hostile page takes minutes (see ``core.richtext.html_tokens``): texts are kept once, in their order, and a
value is a range of them. https://indieweb.org/responses names the relations.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

RELATIONS = {
    f"{kind}-{name}-of" if name != "in-reply-to" else f"{kind}-{name}": relation
    for kind in ("u", "p")
    for name, relation in {"in-reply-to": "reply", "like": "like", "repost": "repost", "bookmark": "bookmark"}.items()
}
# The items there are. CSS frameworks have other classes that begin with "h-".
_ITEMS = {
    "h-entry", "h-cite", "h-card", "h-feed", "h-event", "h-review", "h-recipe", "h-product", "h-item", "h-resume",
    "h-adr", "h-geo", "h-listing", "h-app",
}  # fmt: skip
_PARTS = {"h-card", "h-adr", "h-geo", "h-app"}  # never what holds a link: who, where and with what
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_PROPERTIES = {"author": {"p-author", "u-author"}, "name": {"p-name"}, "content": {"e-content", "p-content"}}
_MOST_FEEDS = 4  # around an entry; a hostile page has thousands
_WORDS = ("p-", "e-", "dt-")  # properties whose words are theirs, and no part of a name around them
_ENDS_A_PARAGRAPH = {
    "address", "article", "aside", "blockquote", "div", "dl", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip


@dataclass
class _Value:
    """A range of the texts, an attribute that stands for it, or an item; there once its element has ended."""

    start: int
    end: int | None = None
    said: str = ""
    item: "_Item | None" = None


@dataclass
class _Item:
    parent: "_Item | None" = None
    holder: "_Item | None" = None  # the entry that a link in here belongs to
    values: dict[str, _Value] = field(default_factory=dict)  # the first of each of author, name and content
    inner: list[_Value] = field(default_factory=list)  # what is no part of an implied name
    cited: list[_Value] = field(default_factory=list)  # the context of an answer, which is not its own words
    has_url: bool = False


@dataclass
class _Open:
    """An element that has not ended."""

    name: str
    item: _Item | None = None
    values: list[_Value] = field(default_factory=list)
    is_citation: bool = False


@dataclass
class _Link:
    relation: str
    item: _Item
    within: _Item | None  # the citation it stands in
    is_url: bool

    @property
    def says_so(self) -> bool:
        """A citation has the address of what it cites, and perhaps other links."""
        return bool(self.relation) and (self.is_url or self.within is None or not self.within.has_url)


class Microformats:
    """Fed with tags, texts and the links to us; then ``relation`` is a value of RELATIONS, or "mention"."""

    def __init__(self):
        self._page = _Item()  # properties that stand in no item
        self._page.holder = self._page
        self._texts: list[str] = []
        self._alternatives: list[tuple[int, str]] = []  # of pictures, each with its place between the texts
        self._open: list[_Open] = []
        self._names = Counter()
        self._items, self._citations = [self._page], []
        self._links: list[_Link] = []

    # What was found

    @property
    def relation(self) -> str:
        link = self._link()
        return link.relation if link and link.says_so else "mention"

    @property
    def author(self) -> str:
        """Return who wrote the entry that holds the link; or the feed it is in, or the page."""
        item = self._holder()
        for _level in range(_MOST_FEEDS):
            if item and (name := self._name(item.values.get("author"))):
                return name
            item = item.parent if item else None
        return ""

    @property
    def content(self) -> str:
        """Return the words of the entry that holds the link, without what it answers."""
        holder = self._holder()
        value = holder.values.get("content")
        return self._words(value.start, value.end, holder.cited) if value and value.end is not None else ""

    # What comes in

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._open and name in _ENDS_A_PARAGRAPH and self._open[-1].name == "p":
            self.end("p")
        classes = attributes.get("class", "").split()
        around, element = self._items[-1], _Open(name)
        if _ITEMS.intersection(classes):
            element.item = _Item(parent=around)
        if name == "img" and attributes.get("alt"):
            self._alternatives.append((len(self._texts), attributes["alt"]))
        self._properties(classes, attributes, around, element)
        if name in _VOID:
            self._close(element)
            return
        if element.item:
            self._items.append(element.item)
        self._open.append(element)
        self._names[name] += 1

    def _properties(self, classes, attributes, around: _Item, element: _Open):
        relation = _relation(classes)
        value = _Value(len(self._texts), said=_said(element.name, attributes), item=element.item)
        if "u-url" in classes and not element.item:
            around.has_url = True
        for property_name, marks in _PROPERTIES.items():
            if marks.intersection(classes) and property_name not in around.values:
                around.values[property_name] = value
        if element.item or any(mark.startswith(_WORDS) for mark in classes):
            around.inner.append(value)
        if relation:
            around.cited.append(value)
            element.is_citation = True
            self._citations.append((relation, around, element.item))
        if element.item:
            element.item.holder = _holder(element.item, classes, bool(relation))
        element.values.append(value)

    def text(self, text: str) -> None:
        self._texts.append(text)

    def link(self, classes: list[str]) -> None:
        """Take note of a link to our page, in the element that has just started."""
        item, own = self._items[-1], _relation(classes)
        relation, around, within = self._citations[-1] if self._citations else (own, item, None)
        is_url = bool(own) or ("u-url" in classes and item is within)
        self._links.append(_Link(own or relation, (around if relation else item).holder, within, is_url))

    def end(self, name: str) -> None:
        """End the nearest open element of that name and what is still open in it."""
        while self._names[name]:
            element = self._open.pop()
            self._names[element.name] -= 1
            if element.item:
                self._items.pop()
            self._close(element)
            if element.name == name:
                return

    def _close(self, element: _Open):
        if element.is_citation:
            self._citations.pop()
        for value in element.values:
            value.end = len(self._texts)

    # How it is put together

    def _link(self) -> _Link | None:
        return next((link for link in self._links if link.says_so), self._links[0] if self._links else None)

    def _holder(self) -> _Item:
        link = self._link()
        return link.item if link else self._page

    def _name(self, value: _Value | None) -> str:
        if value is None or value.end is None:
            return ""
        if value.item is None:
            return value.said or self._words(value.start, value.end) or self._alternative(value)
        card = value.item
        own = card.values.get("name")
        named = self._name(own) if own and own.item is None else ""
        return named or value.said or self._words(value.start, value.end, card.inner) or self._alternative(value)

    def _alternative(self, value: _Value) -> str:
        place = bisect_left(self._alternatives, (value.start, ""))
        found = self._alternatives[place : place + 1]
        return found[0][1] if found and found[0][0] <= value.end else ""

    def _words(self, start: int, end: int, without: list[_Value] = ()) -> str:
        """Return the texts of a range on one line, without those of ranges in it."""
        kept = []
        for left_out in without:
            if left_out.start >= end:
                break
            if left_out.start >= start and left_out.end is not None:
                kept += self._texts[start : left_out.start]
                start = max(start, left_out.end)
        return " ".join("".join([*kept, *self._texts[start:end]]).split())


def _relation(classes) -> str:
    return next((RELATIONS[mark] for mark in classes if mark in RELATIONS), "")


def _holder(item: _Item, classes: list[str], is_cited: bool) -> _Item:
    """Return what a link in the item belongs to: a citation is of the entry around it, unless it is a comment."""
    is_part = is_cited or not _PARTS.isdisjoint(classes) or ("h-cite" in classes and not _is_comment(classes))
    return item.parent.holder if is_part else item


def _is_comment(classes) -> bool:
    return not {"u-comment", "p-comment"}.isdisjoint(classes)


def _said(name: str, attributes: dict[str, str]) -> str:
    """Return the attribute that stands for the text of an element, where there is one."""
    if name in {"img", "area"}:
        return attributes.get("alt", "").strip()
    if name in {"data", "input"}:
        return attributes.get("value", "").strip()
    return attributes.get("title", "").strip() if name == "abbr" else ""
