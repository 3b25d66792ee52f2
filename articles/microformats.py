"""What a stranger's page says about itself in microformats, as far as a linkback needs it.

http://microformats.org/wiki/h-entry · https://indieweb.org/responses. Read from the stream of tags, for a tree of a
hostile page takes minutes (see ``ngo_site.lib.html_tokens``); so the first of each counts, wherever it stands.
"""

RELATIONS = {
    "u-in-reply-to": "reply",
    "u-like-of": "like",
    "u-repost-of": "repost",
    "u-bookmark-of": "bookmark",
}
_VOID = {"area", "br", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Microformats:
    """Fed with tags, texts and the links to us; ``relation`` is one of RELATIONS, or "mention"."""

    def __init__(self):
        self.relation = "mention"
        self._author, self._content, self._cited = _Span(), _Span(), _Span()

    @property
    def author(self) -> str:
        return self._author.text

    @property
    def content(self) -> str:
        """The words of the first ``e-content``."""
        return self._content.text

    def start(self, name: str, classes: list[str]) -> None:
        for span, mark in ((self._author, "p-author"), (self._content, "e-content")):
            span.start(name, mark if mark in classes and not span.text else "")
        self._cited.start(name, _relation(classes))

    def text(self, text: str) -> None:
        self._author.take(text)
        self._content.take(text)

    def link(self, classes: list[str]) -> None:
        """Take note of a link to our page: a mark of its own, or of the citation (h-cite) that it stands in."""
        if self.relation == "mention":
            self.relation = _relation(classes) or self._cited.value or "mention"

    def end(self, name: str) -> None:
        for span in (self._author, self._content, self._cited):
            span.end(name)


def _relation(classes):
    return next((RELATIONS[mark] for mark in classes if mark in RELATIONS), "")


class _Span:
    """From one start tag to its own end tag: ``value`` is empty outside; ``text`` is there once it has ended."""

    def __init__(self):
        self.value, self.text, self._name, self._depth, self._words = "", "", "", 0, []

    def start(self, name, value):
        if self.value:
            self._depth += name == self._name
        elif value and name not in _VOID:
            self.value, self._name, self._depth = value, name, 1

    def take(self, text):
        if self.value:
            self._words.append(text)

    def end(self, name):
        if self.value and name == self._name:
            self._depth -= 1
            if self._depth == 0:
                self.value, self.text = "", " ".join("".join(self._words).split())
