"""Look into a PDF from elsewhere, in a process of its own (``limited_process``): a small file can take minutes.

Run as a script with "check" it reads the PDF from standard input and writes one of the words below; with "clean" and a
title in hexadecimal digits, the PDF without what tells of its author and computer.
"""

import sys
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

FINE, DAMAGED, LOCKED, ACTIVE = "fine", "damaged", "locked", "active"
# ISO 32000: actions that run, send, or open another file; entries that hold scripts, files or moving content.
_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/RichMediaExecute"}
_HOLDERS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent", "/3DD"}
_SUBTYPES = {"/FileAttachment", "/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"}
_BY_ITSELF = {"/GoTo", "/Named"}  # all that may happen when a document or a page is opened
# Besides the document's own, each page and picture may carry a description of where it comes from.
_TRACES = ("/Metadata", "/PieceInfo", "/LastModified")
_STAND_ALONE = {0x01, *range(0xD0, 0xDA)}  # JPEG: markers without a length
_TELLING = {0xE1, 0xED, 0xFE}  # EXIF and XMP, Photoshop's own, comments


def main() -> None:
    task, content = sys.argv[1], sys.stdin.buffer.read()
    if task == "check":
        print(judge(content))
    else:
        sys.stdout.buffer.write(without_traces(content, bytes.fromhex(sys.argv[2]).decode()))


def judge(content: bytes) -> str:
    """Return FINE, or why a PDF is not taken."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            return LOCKED
        if any(_is_active(one) for one in _dictionaries(reader.trailer["/Root"])):
            return ACTIVE
        return FINE if len(reader.pages) else DAMAGED
    except Exception:  # a file from elsewhere can make its reader raise anything
        return DAMAGED


def without_traces(content: bytes, title: str = "") -> bytes:
    """Return the PDF with the same pages, its author, programs, dates and earlier versions gone; ``title`` is its own.

    What cannot be read stays as it is.
    """
    try:
        reader = PdfReader(BytesIO(content))
        for one in _dictionaries(reader.trailer["/Root"]):
            for trace in _TRACES:
                one.pop(trace, None)
            if isinstance(one, StreamObject) and one.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
                one._data = _plain_jpeg(one._data)
        writer = PdfWriter(clone_from=reader)  # takes along what can be reached, and nothing else
        writer.metadata = {"/Title": title} if title else None
        writer._ID = None  # made from the time and the place of the file
        written = BytesIO()
        writer.write(written)
    except Exception:
        return content
    return written.getvalue()


def _dictionaries(root):
    """Yield each dictionary and stream that can be reached, once."""
    waiting, seen = [root], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)


def _is_active(one) -> bool:
    return (
        not _HOLDERS.isdisjoint(one)
        or one.get("/S") in _ACTIONS
        or one.get("/Subtype") in _SUBTYPES
        or any(action.get("/S") not in _BY_ITSELF for action in _started(one))
    )


def _started(one):
    """Return the actions that a viewer carries out unasked."""
    found = [one.get("/OpenAction"), *(one["/AA"].values() if "/AA" in one else [])]
    found = [action.get_object() for action in found if action is not None]
    return [action for action in found if isinstance(action, DictionaryObject)]


def _plain_jpeg(data: bytes) -> bytes:
    """Return the JPEG without what cameras and programs write beside the picture; every pixel stays as it is."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] != 0xDA:
        marker = data[place + 1]
        length = 0 if marker in _STAND_ALONE else int.from_bytes(data[place + 2 : place + 4], "big")
        if marker not in _TELLING:
            kept.append(data[place : place + 2 + length])
        place += 2 + length
    return b"".join(kept) + data[place:]


if __name__ == "__main__":
    main()
