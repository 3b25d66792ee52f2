"""MP4 files by their boxes (ISO/IEC 14496-12 §4.2): whether all of one is there, and what tells where it was made."""

import os
import re
from dataclasses import dataclass

from django.core.files.base import File

MOST_BOXES = 100_000  # a film in fragments has two a second
_PIECE = 1024 * 1024
_HOLDERS = {b"moov", b"trak", b"mdia"}
_TRACES = {b"udta", b"meta", b"uuid"}  # place, camera, programs, names; no player needs them
_DATED = {b"mvhd", b"tkhd", b"mdhd"}
# Tracks that say for each second where the camera was.
_PLACES = re.compile(rb"stsd.{12}(gpmd|camm)", re.DOTALL)


_TO_ENTRIES = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
_LARGEST_ENTRY = 64 * 1024
_VIDEO, _SOUND = b"vide", b"soun"


@dataclass(frozen=True)
class Track:
    """A track with pictures or sound: the four letters of its codec, and its sample entry (§8.5.2)."""

    is_picture: bool
    codec: bytes
    entry: bytes


def tracks(file: File) -> list[Track]:
    """Return the tracks with pictures and with sound, in the order of the film."""
    found = []
    for kind, _start, body, end in list(_boxes(file, 0, file.size)):
        if kind == b"moov":
            for name, _, inner, its_end in list(_boxes(file, body, end)):
                found += _entries(file, inner, its_end) if name == b"trak" else []
    file.seek(0)
    return found


def _entries(file, place, end) -> list[Track]:
    """Return each sample entry of one ``trak``."""
    handler, entries = b"", []
    for kind, _start, body, its_end in _deep(file, place, end):
        if kind == b"hdlr":
            file.seek(body + 8)
            handler = file.read(4)
        elif kind == b"stsd":
            for codec, start, _, entry_end in list(_boxes(file, body + 8, its_end)):
                file.seek(start)
                entries.append((codec, file.read(min(entry_end - start, _LARGEST_ENTRY))))
    if handler not in {_VIDEO, _SOUND}:
        return []
    return [Track(handler == _VIDEO, codec, entry) for codec, entry in entries]


def _deep(file, place, end):
    for box in list(_boxes(file, place, end)):
        yield box
        if box[0] in _TO_ENTRIES:
            yield from _deep(file, box[2], box[3])


def tells_its_way(file: File) -> bool:
    """True when a track of the film says where the camera was all the time; only exporting it anew removes that."""
    found = False
    for kind, start, _body, end in _boxes(file, 0, file.size):
        if kind == b"moov":
            file.seek(start)
            found = _PLACES.search(file.read(end - start)) is not None
    file.seek(0)
    return found


def forget_its_making(file: File) -> None:
    """Blank in the open file what tells where, when and with what it was made; everything stays in its place."""
    file.seek(0, os.SEEK_END)
    _blank(file, 0, file.tell())


def _blank(file, place, end):
    for kind, start, body, its_end in list(_boxes(file, place, end)):
        if kind in _HOLDERS:
            _blank(file, body, its_end)
        elif kind in _DATED:
            file.seek(body)
            dates = 16 if file.read(4)[:1] == b"\x01" else 8
            file.write(bytes(min(dates, its_end - body - 4)))
        elif kind in _TRACES:
            file.seek(start + 4)
            file.write(b"free")
            file.seek(body)
            for piece in range(body, its_end, _PIECE):
                file.write(bytes(min(_PIECE, its_end - piece)))


def _boxes(file, place, end):
    """Yield (kind, start, start of the contents, end) of each box there, until one goes beyond."""
    for _box in range(MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        body = place + (16 if length == 1 else 8)
        if length == 1:
            length = int.from_bytes(head[8:], "big")
        elif length == 0:  # to the end
            length = end - place
        if len(head) < 8 or length < body - place or place + length > end:
            return
        yield kind, place, body, place + length
        place += length


def is_whole(file: File) -> bool:
    """True when no box at the top goes beyond the file's end, and one of them, ``moov``, tells what is in it.

    What follows the last box is left alone, for players do not mind it either.
    """
    kinds, place = set(), 0
    for _box in range(MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:], "big")
        elif length == 0:  # to the end
            length = file.size - place
        if len(head) < 8 or length < 8:
            break
        place += length
        if place > file.size:
            return False
        kinds.add(kind)
    file.seek(0)
    return b"moov" in kinds
