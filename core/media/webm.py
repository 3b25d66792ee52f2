"""WebM files by their elements (RFC 8794, RFC 9559): what tells where, when and with what a film was made."""

import os

from django.core.files.base import File

_PIECE = 1024 * 1024
_MOST = 100_000  # elements side by side
_SEGMENT, _INFO = 0x18538067, 0x1549A966
# Tags, attachments; title, date and file name; the check sum, which would be wrong afterwards.
_TRACES = {0x1254C367, 0x1941A469, 0x7BA9, 0x4461, 0x7384, 0xBF}
_PROGRAMS = {0x4D80, 0x5741}  # their names have to be there
_VOID = b"\xec"


def forget_its_making(file: File) -> None:
    """Blank it in the open file; everything stays in its place."""
    file.seek(0, os.SEEK_END)
    _blank(file, 0, file.tell())


def _blank(file, place, end):
    for kind, start, body, its_end in list(_elements(file, place, end)):
        if kind in {_SEGMENT, _INFO}:
            _blank(file, body, its_end)
        elif kind in _TRACES:
            # An empty space of the same length: its size in one byte where that is enough, else in eight.
            length = its_end - start
            is_short = length < 129
            head = _VOID + (bytes([0x80 | length - 2]) if is_short else (length - 9 | 1 << 56).to_bytes(8, "big"))
            file.seek(start)
            file.write(head)
            _fill(file, length - len(head), b"\0")
        elif kind in _PROGRAMS:
            file.seek(body)
            _fill(file, its_end - body, b" ")


def _fill(file, length, byte):
    for piece in range(0, length, _PIECE):
        file.write(byte * min(_PIECE, length - piece))


def _elements(file, place, end):
    """Yield (kind, start, start of the contents, end) of each element there, until one has no known end."""
    for _element in range(_MOST):
        file.seek(place)
        head = file.read(12)
        kind_length = _length(head)
        size_length = _length(head[kind_length:])
        if not (kind_length and size_length) or kind_length > 4 or place + kind_length + size_length > end:
            return
        kind = int.from_bytes(head[:kind_length], "big")
        unknown = (1 << 7 * size_length) - 1
        size = int.from_bytes(head[kind_length : kind_length + size_length], "big") & unknown
        body = place + kind_length + size_length
        its_end = end if size == unknown and kind == _SEGMENT else body + size
        if its_end > end:
            return
        yield kind, place, body, its_end
        place = its_end


def _length(head: bytes) -> int:
    """Return how many bytes a number of varying length has: one more than the zeros it begins with."""
    return 9 - head[0].bit_length() if head and head[0] else 0
