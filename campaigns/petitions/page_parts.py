"""What stands on a petition's page beside the petition itself: its languages, who signed last, its letters and links.

All of it are a few narrow rows of seven tables, so one query brings them together.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.db.models import DateTimeField, Q, QuerySet, Value
from django_countries.fields import Country

from core.http.paths import path_of
from core.prepared import Prepared

from ..models import Appeal, Channel, Correction, Petition, ShareCode, ShareText, Signature
from ..sharing.share_codes import suggested

NAMES_SHOWN = 12


class Version(NamedTuple):
    """The petition in one of its languages, as much of it as a link shows."""

    pk: int
    slug: str
    title: str
    language: str

    def get_absolute_url(self) -> str:
        return path_of("campaigns:petition", self.slug)

    @property
    def language_name(self) -> str:
        """The language's name in that language."""
        return dict(settings.CONTENT_LANGUAGES).get(self.language, self.language)


class SignedName(NamedTuple):
    display_name: str
    region: str
    country: Country


@dataclass
class PageParts:
    """``versions`` has the original first, and nothing when there is only one language."""

    versions: list[Version] = field(default_factory=list)
    names: list[SignedName] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    is_written_to: bool = False
    share_codes: dict[str, list[ShareCode]] = field(default_factory=dict)


def parts_of(petition: Petition) -> PageParts:
    root = petition.root.pk
    kinds: dict[str, list[tuple]] = {}
    for kind, *row in _rows.ask(petition=petition.pk, root=root, original=petition.translation_of_id):
        kinds.setdefault(kind, []).append(tuple(row))
    versions = [Version(*row[:4]) for row in kinds.get("version", [])]
    versions.sort(key=lambda version: (version.pk != root, version.language))
    names = sorted(kinds.get("name", []), key=lambda row: row[4], reverse=True)
    corrections = sorted(kinds.get("correction", []), key=lambda row: row[4])
    texts = {(channel, text) for _pk, channel, text, *_rest in kinds.get("text", [])}
    codes = sorted(kinds.get("code", []))
    return PageParts(
        versions if len(versions) > 1 else [],
        [SignedName(name, region, Country(code)) for _pk, name, region, code, _at in names],
        [Correction(pk=pk, was=was, is_now=now, reason=why, made_at=at) for pk, was, now, why, at in corrections],
        "appeal" in kinds,
        suggested([ShareCode(pk=row[0], code=row[1], channel=row[2], words=row[3]) for row in codes], texts),
    )


def _build(petition, root, original) -> QuerySet:
    names = Signature.objects.confirmed().filter(petition=root).exclude(display_name="").order_by("-confirmed_at")
    appeals = Appeal.objects.filter(Q(petition=petition) | Q(petition=original))
    codes = ShareCode.objects.filter(petition=petition).exclude(channel=Channel.ADOPTED)
    return _narrow("name", names[:NAMES_SHOWN], "display_name", "region", "country", "confirmed_at").union(
        _narrow("version", Petition.objects.published().filter(Q(pk=root) | Q(translation_of=root)).order_by(),
                "slug", "title", "language"),
        _narrow("correction", Correction.objects.filter(petition=petition).order_by(),
                "was", "is_now", "reason", "made_at"),
        _narrow("appeal", appeals.order_by()[:1]),
        _narrow("text", ShareText.objects.filter(petition=petition), "channel", "text"),
        _narrow("code", codes, "code", "channel", "words"),
        all=True,
    )  # fmt: skip


def _narrow(kind: str, objects: QuerySet, one="", two="", three="", at="") -> QuerySet:
    """Return rows of a kind, a key, three texts and a moment: the same columns for every table."""
    texts = [name or Value("") for name in (one, two, three)]
    return objects.values_list(Value(kind), "pk", *texts, at or Value(None, DateTimeField()))


_rows = Prepared(_build, petition=int, root=int, original=int)
