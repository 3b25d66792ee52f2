"""Opening a hand-over on a computer of the organisation's own: no database, no network, little memory.

``static/js/handover/`` does the same in a browser; tests open one file with both.
"""

import csv
import json
import re
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from core.crypto.sealed_box import bytes_opener

COLUMNS = (
    *("number", "name", "e-mail", "country", "country name", "postcode", "town", "comment", "name may be shown"),
    *("wants news", "language", "signed at", "signed page", "consent"),
)
# Spreadsheets take these for the beginning of a formula (OWASP, CSV injection), full-width forms included. Where
# numbers have a decimal comma they split a row at its semicolons, whatever quotes are around them.
_FORMULA = re.compile(r"^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])[ \"]*(?=[=+\-@＝＋－＠])")
_TOLD = {"made_at", "organisation", "petition", "demands", "counts", "country_names"}
DAMAGED = "A line of the file is damaged: download it again."


@dataclass(slots=True)
class Signer:
    """What a person told when signing; whatever the box of an earlier version of the site lacks is empty."""

    number: int
    country: str
    name: str = ""
    email: str = ""
    postcode: str = ""
    place: str = ""
    comment: str = ""
    language: str = ""
    public: bool = False
    updates: bool = False
    signed_at: str = ""
    page: str = ""
    consent: dict = field(default_factory=dict)


@dataclass
class HandOver:
    """A file being opened: ``header`` is there at once, the numbers when ``signers`` has come to its end."""

    header: dict
    signers: Iterator[Signer]
    opened: int = 0
    unreadable: int = 0
    papers_unreadable: int = 0
    is_whole: bool = False
    countries: Counter = field(default_factory=Counter)

    def country(self, code: str) -> str:
        """Return a country's name in the language of whoever downloaded the file, or its two letters."""
        return self.header["country_names"].get(code, code)


def open_handover(file, private_keys: list[str], on_paper: Callable[[dict, bytes], None] | None = None) -> HandOver:
    """Read a hand-over from a binary file. Raises ValueError when it is none, or a key is none.

    Boxes that none of the keys opens are counted, not shown. ``on_paper`` is called with the line and the opened box
    of each batch on paper.
    """
    boxes = [bytes_opener(key) for key in private_keys]
    header = _header(file.readline())
    handover = HandOver(header, iter(()))
    handover.signers = _signers(file, boxes, handover, on_paper)
    return handover


def write_csv(file, handover: HandOver) -> Iterator[Signer]:
    """Write each signer as a row on the way through. ``file`` is open for text, ``newline=""``, ``utf-8-sig``."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for one in handover.signers:
        writer.writerow([safe_cell(cell) for cell in _row(one, handover.country(one.country))])
        yield one


def safe_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe comes before what might be one."""
    return _FORMULA.sub(r"\g<0>'", text)


def _row(one: Signer, country: str) -> list[str]:
    consent = json.dumps(one.consent, ensure_ascii=False, sort_keys=True) if one.consent else ""
    cells = (one.name, one.email, one.country, country, one.postcode, one.place, one.comment)
    return [
        str(one.number),
        *cells,
        _yes(one.public),
        _yes(one.updates),
        one.language,
        one.signed_at,
        one.page,
        consent,
    ]


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _header(line: bytes) -> dict:
    try:
        header = json.loads(line)
        is_ours = header["format"] == "sealed-hand-over" and header.keys() >= _TOLD
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise ValueError("This is not a hand-over file of the site.")
    if header["version"] != 1:
        raise ValueError("This hand-over was made by a later version of the site; open it with that one.")
    return header


def _signers(file, boxes, handover, on_paper):
    for line in file:
        if not line.endswith(b"\n"):
            handover.is_whole = False
            return  # the download broke off in this line
        try:
            signer = _read(json.loads(line), boxes, handover, on_paper)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ValueError(DAMAGED) from None
        if signer:
            yield signer


def _read(content, boxes, handover, on_paper) -> Signer | None:
    handover.is_whole = False  # whatever comes after the last line is not from us
    if content.get("end"):
        read = handover.opened + handover.unreadable
        is_as_told = handover.countries == handover.header["counts"]["countries"]
        handover.is_whole = is_as_told and content["signatures"] == read
        return None
    opened = _opened(boxes, content)
    if "paper" in content:
        if opened is None:
            handover.papers_unreadable += 1
        elif on_paper:
            on_paper(content["paper"], opened)
        return None
    handover.countries[content["country"]] += 1
    if opened is None:
        handover.unreadable += 1
        return None
    handover.opened += 1
    return _signer(handover.opened, content["country"], json.loads(opened))


def _opened(boxes, content) -> bytes | None:
    box = b64decode(content["box"], validate=True)
    for open_box in boxes:
        try:
            return open_box(box)
        except ValueError:
            continue
    return None


def _signer(number: int, country: str, box: dict) -> Signer:
    consent = {name: value for name, value in (box.get("consent") or {}).items() if name != "demand"}
    texts = {name: str(box.get(name) or "") for name in ("name", "email", "postcode", "place", "comment", "language")}
    return Signer(
        number,
        country,
        **texts,
        public=bool(consent.get("public", box.get("public"))),
        updates=bool(consent.get("updates", box.get("updates"))),
        signed_at=str(consent.get("at") or ""),
        page=str(consent.get("petition") or ""),
        consent=consent,
    )
