"""What of an export must be known before its first text is read: what was uploaded, and what texts share.

Of each upload a line is kept, and nothing of the texts but the shared patterns, so memory hardly grows with the export.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import reading
from .uploads import Uploads


@dataclass(slots=True)
class Attachment:
    """One upload of the old site, as its item tells it."""

    id: str
    address: str
    page: str  # its own page on the old site
    title: str
    order: int
    parent: str  # the number of the post that it was uploaded to


class Survey:
    def __init__(self):
        self.site = reading.Site()
        self.patterns: dict[str, str] = {}  # the texts that posts share, by their number
        self.attachments: dict[str, Attachment] = {}
        self.by_address = Uploads()
        self._of_post: dict[str, list[str]] = defaultdict(list)

    def read(self, entries: Iterable, on_upload: Callable[[reading.ExportedItem], None] = lambda item: None) -> None:
        """Go through what ``reading.read`` yields; ``on_upload`` is told of each upload."""
        for entry in entries:
            if isinstance(entry, reading.Site):
                self.site = entry
                self.by_address = Uploads(entry.address)
            elif isinstance(entry, reading.ExportedItem) and entry.kind == "attachment" and entry.attachment_url:
                self._note(entry)
                on_upload(entry)
            elif isinstance(entry, reading.ExportedItem) and entry.kind == "wp_block":
                self.patterns[entry.id] = entry.body

    def uploaded_to(self, post: str) -> list[Attachment]:
        """Return what was uploaded while this post was written, in the order in which WordPress shows it."""
        found = [self.attachments[number] for number in self._of_post.get(post, ())]
        return sorted(found, key=lambda one: (one.order, int(one.id) if one.id.isdigit() else 0))

    def _note(self, item):
        attachment = Attachment(item.id, item.attachment_url, item.link, item.title, item.order, item.parent)
        self.attachments[item.id] = attachment
        self.by_address.add(item.attachment_url, attachment)
        if item.parent not in {"", "0"}:
            self._of_post[item.parent].append(item.id)
