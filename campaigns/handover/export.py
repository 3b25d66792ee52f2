"""The sealed file that is handed to whoever keeps the private key: made on the server, which cannot read it.

JSON lines in UTF-8, described in docs/hand-over.md: a header, one line for each confirmed signature, one for each
approved batch on paper, and a last line that says how many there were, so that half a download is noticed.
"""

import json
from base64 import b64encode
from collections.abc import Iterator

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from django_countries import countries

from core import identity

from ..models import Petition, Signature

FORMAT, VERSION = "sealed-hand-over", 1
MEDIA_TYPE = "application/x-ndjson"
AT_ONCE = 2000  # rows in memory


def lines(petition: Petition) -> Iterator[bytes]:
    """Yield the file of the petition's original line by line; all of it as of one moment, however long it takes."""
    root = petition.root
    with transaction.atomic():
        _freeze_what_is_seen()
        signatures = Signature.objects.confirmed().filter(petition=root).exclude(sealed=b"")
        yield _line(_header(root, signatures))
        written = 0
        for country, box in signatures.order_by("pk").values_list("country", "sealed").iterator(AT_ONCE):
            written += 1
            # Put together by hand: half the time of the whole download otherwise.
            yield b'{"country":"%s","box":"%s"}\n' % (country.encode(), b64encode(box))
        yield from _on_paper_lines(root)
        yield _line({"end": True, "signatures": written})


def _freeze_what_is_seen():
    # Inside a test's transaction the level cannot be changed any more, and nobody else writes.
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _header(root, signatures) -> dict:
    by_country = dict(signatures.order_by().values_list("country").annotate(Count("pk")))
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "organisation": identity.current().name,
        "public_key": settings.ORGANISATION_PUBLIC_KEY,
        "petition": {
            "slug": root.slug,
            "title": root.title,
            "addressee": root.addressee,
            "language": root.language,
            "url": settings.SITE_URL + root.get_absolute_url(),
            "opened_at": _moment(root.published_at),
            "closed_at": _moment(root.closed_at),
        },
        "demands": _demands(root),
        "counts": {"signatures": sum(by_country.values()), "on_paper": _on_paper(root), "countries": by_country},
        "country_names": {code: str(countries.name(code)) for code in {**by_country, **_countries_of_paper(root)}},
    }


def _demands(root) -> list[dict]:
    """Return the words in the order in which people signed them, each with when it ended and why; now's the last."""
    earlier = [
        {"words": one.was, "until": _moment(one.made_at), "reason": one.reason} for one in root.corrections.all()
    ]
    return [*earlier, {"words": root.demand, "until": None, "reason": ""}]


def _that_count(root):
    return root.paper_batches.filter(struck_at=None).exclude(approved_at=None).order_by("pk")


def _countries_of_paper(root) -> dict[str, None]:
    return dict.fromkeys(_that_count(root).values_list("country", flat=True))


def _on_paper_lines(root) -> Iterator[bytes]:
    for batch in _that_count(root).iterator(1):
        told = {"count": batch.count, "country": batch.country.code, "place": batch.place}
        day = {"collected_on": batch.collected_on.isoformat()}
        yield _line({"paper": told | day, "box": b64encode(batch.sealed).decode()})


def _on_paper(root) -> int:
    return Petition.objects.with_count().get(pk=root.pk).on_paper


def _moment(at) -> str | None:
    return at and at.isoformat(timespec="seconds")


def _line(content: dict) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
