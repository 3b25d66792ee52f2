"""One text of the old site on its way here: what it may refer to, and what becomes of that."""

from collections import Counter
from typing import NamedTuple

from articles.models import Photo

from . import reading
from .survey import Attachment, Survey


class Kept(NamedTuple):
    """What was uploaded to the old site and is here; of a picture what its mark in a text needs."""

    pk: int
    mark: str
    address: str
    alt: str = ""
    caption: str = ""
    width: int | None = None


def kept(photo: Photo) -> Kept:
    return Kept(photo.pk, f"photo:{photo.slug}", photo.file.url, photo.alt, photo.caption, photo.width)


class Text:
    """``library`` is what was fetched of the uploads (media.Library), ``films`` takes in films from elsewhere."""

    def __init__(self, item: reading.ExportedItem | None = None, *, survey=None, library=None, films=None, **about):
        self.item, self.library, self.films = item, library, films
        self.title, self.language = about.get("title", ""), about.get("language", "")
        self.published_at = about.get("published_at")
        self.survey = survey or Survey()
        self.is_classic = False  # written in the classic editor, without blocks
        self.marks: set[str] = set()  # tags of our own pictures, as they were put into the text
        self._counted = Counter()
        self._named: dict[str, Counter] = {}

    def left(self, what: str, number: int = 1) -> None:
        """Note that something did not come over as it was, such as "pictures left as links"."""
        self._counted[what] += number

    def left_by_name(self, what: str, name: str) -> None:
        """Note the same with its name, such as ("shortcodes taken out", "vc_row")."""
        self._named.setdefault(what, Counter())[name] += 1

    @property
    def remarks(self) -> list[str]:
        counted = [f"{what}: {number}" for what, number in self._counted.items()]
        named = [
            f"{what}: {', '.join(_times(name, number) for name, number in sorted(names.items()))}"
            for what, names in self._named.items()
        ]
        return named + counted

    def fetched(self, address: str):
        """Return what we have of an upload, by its address, or None."""
        return self.library and self.library.uploads and self.library.uploads.find(address)

    def attachments(self, numbers: list[str]) -> list[Attachment]:
        return [self.survey.attachments[number] for number in numbers if number in self.survey.attachments]


def _times(name: str, number: int) -> str:
    return f"{name} ({number} times)" if number > 1 else name
