"""PDF files: what acts by itself or hides other files is found, what tells of author and computer is taken out."""

from pathlib import Path

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from ..lazy_text import LazyText
from . import limited_process

MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = {"check": 20, "clean": 60}  # what was looked into can be cleaned, too
_READER = Path(__file__).with_name("pdf_reader.py")
_FAULTS = {
    b"damaged": _("This PDF is damaged: it cannot be read to its end. Please export it once more."),
    b"locked": _("This PDF is protected by a password. Please export it without one."),
    b"active": _(
        "This PDF holds more than pages: a script, another file, a film, a form that sends, or something that starts "
        "by itself. Please export it once more without, for example by printing it into a PDF."
    ),
}
_HEAVY = _(
    "This PDF has so many parts that looking into it took too long. Please make a simpler one, for example by printing "
    "it into a PDF."
)


def fault(file: File) -> LazyText | None:
    """Return the sentence that says why an uploaded PDF (a Django File) is not taken, or None."""
    answer = _run(file, "check")
    file.seek(0)
    if answer is None:
        return _HEAVY
    return None if answer == b"fine\n" else _FAULTS.get(answer.strip(), _FAULTS[b"damaged"])


def without_traces(file: File, title: str = "") -> bytes:
    """Return the PDF with the same pages, its author, programs, dates and earlier versions gone; ``title`` is its own.

    What cannot be read stays as it is: ``fault`` has refused it before.
    """
    answer = _run(file, "clean", title.encode().hex())
    file.seek(0)
    return file.read() if answer is None else answer


def _run(file: File, *arguments: str) -> bytes | None:
    return limited_process.run(_READER, file, *arguments, memory=MEMORY, cpu_seconds=CPU_SECONDS[arguments[0]])
