"""Files that are no pictures (PDF, films, captions): looked into before they are kept, removed when replaced."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from ..lazy_text import LazyText
from . import captions, codecs, mp4, named_files, pdfs, webm
from .files import document_name

MEGABYTE = 1024 * 1024
_HEAD = 4096
# How files begin, whatever they are called: the word for them that an editor knows.
_BEGINNINGS = (
    (b"%PDF-", "PDF"), (b"\x89PNG\r\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"PK\x03\x04", "ZIP"),
    (b"MZ", "Windows program"), (b"\x7fELF", "Linux program"), (b"OggS", "Ogg"), (b"ID3", "MP3"), (b"WEBVTT", "WebVTT"),
    (b"\xff\xfb", "MP3"), (b"\xff\xf3", "MP3"), (b"\xff\xf2", "MP3"), (b"fLaC", "FLAC"), (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "Office"), (b"\xef\xbb\xbfWEBVTT", "WebVTT"), (b"<?xml", "XML"), (b"<svg", "SVG"),
    (b"<!DOCTYPE", "HTML"), (b"<html", "HTML"),
)  # fmt: skip
_OTHER_BRANDS = {
    b"qt  ": "QuickTime (MOV)", b"heic": "HEIC", b"mif1": "HEIC", b"avif": "AVIF", b"M4A ": "M4A",
}  # fmt: skip
# What is inside of a file to download, by its ending. None of them runs in a browser; nothing with macros is taken.
_INSIDE = {
    "pdf": {"PDF"}, "mp3": {"MP3"}, "m4a": {"M4A", "MP4"}, "ogg": {"Ogg"}, "oga": {"Ogg"}, "wav": {"WAVE"},
    "flac": {"FLAC"}, "rtf": {"RTF"}, "txt": {""}, "csv": {""},
    **{ending: {"Office"} for ending in ("doc", "xls", "ppt")},
    **{ending: {"ZIP"} for ending in ("docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "zip")},
}  # fmt: skip
SOUNDS = {"mp3", "m4a", "ogg", "oga", "wav", "flac"}


@dataclass(frozen=True)
class DocumentKind:
    """``largest`` is how many megabytes a file may have, or the name of the setting that says so."""

    name: str
    endings: tuple
    largest: str | int

    @property
    def most(self) -> int:
        return MEGABYTE * (self.largest if isinstance(self.largest, int) else getattr(settings, self.largest))


KINDS = {
    "pdf": DocumentKind("PDF", ("pdf",), "LARGEST_DOCUMENT"),
    "mp4": DocumentKind("MP4", ("mp4", "m4v"), "LARGEST_FILM"),
    "webm": DocumentKind("WebM", ("webm",), "LARGEST_FILM"),
    "vtt": DocumentKind("WebVTT", ("vtt",), 1),  # those of a film of two hours have a tenth of it; each line is read
    "file": DocumentKind("", (*_INSIDE,), "LARGEST_DOCUMENT"),
}


def recognise(head: bytes) -> str:
    """Return what a file is by its first 4096 bytes: a name of ``KINDS``, of another format, or nothing."""
    if head[4:8] == b"ftyp":
        return _OTHER_BRANDS.get(head[8:12], "MP4")
    if head.startswith(b"\x1aE\xdf\xa3"):  # EBML; the document type stands in its header
        return "WebM" if b"webm" in head[:64] else "Matroska (MKV)"
    if head.startswith(b"RIFF"):
        return head[8:12].decode("latin-1").strip()
    return next((name for beginning, name in _BEGINNINGS if head.startswith(beginning)), "")


@deconstructible
class ContentValidator:
    """Raise ValidationError unless an uploaded file is what it is called, and not too large."""

    def __init__(self, kind: str):
        self.kind = kind

    def __eq__(self, other):
        return isinstance(other, ContentValidator) and other.kind == self.kind

    def __hash__(self):
        return hash(self.kind)

    def __call__(self, file: File) -> None:
        text: LazyText | None
        if getattr(file, "_committed", False):
            return
        kind, most = KINDS[self.kind], KINDS[self.kind].most
        if file.size > most:
            text = _("This file has %(size)s; at most %(most)s can be taken. Please make it smaller.")
            sizes = {"size": filesizeformat(file.size), "most": filesizeformat(most)}
            raise ValidationError(text, code="large", params=sizes)
        file.seek(0)
        found = recognise(file.read(_HEAD))
        file.seek(0)
        if self.kind == "vtt" and found in {"", "WebVTT"}:
            _check_captions(file)
        elif self.kind == "file":
            self._check_download(file, found)
        elif found != kind.name:
            text = (
                _("This is no %(kind)s file, whatever its name says: it looks like %(found)s.")
                if found
                else _("This is no %(kind)s file, whatever its name says. Please export it once more.")
            )
            raise ValidationError(text, code="content", params={"kind": kind.name, "found": found})
        elif self.kind == "pdf" and (text := pdfs.fault(file)):
            raise ValidationError(text, code="pdf")
        elif self.kind == "mp4" and not mp4.is_whole(file):
            text = _("This film is cut off or damaged: no player would show it. Please export it once more.")
            raise ValidationError(text, code="damaged")
        elif self.kind == "mp4" and mp4.tells_its_way(file):
            text = _("This film says for each second where the camera was. Please export it once more without that.")
            raise ValidationError(text, code="places")
        elif self.kind == "mp4" and (text := codecs.fault(file)):
            raise ValidationError(text, code="codec")

    def _check_download(self, file: File, found: str) -> None:
        text: LazyText | None
        ending = str(file.name).rpartition(".")[2].lower()
        is_text = ending in {"txt", "csv"}
        if found not in _INSIDE.get(ending, ()) or (is_text and b"\x00" in _content(file)):
            text = _("What is inside this file is not what its name says. Please export it once more.")
            raise ValidationError(text, code="content")
        if ending == "pdf" and (text := pdfs.fault(file)):
            raise ValidationError(text, code="pdf")


def _content(file: File) -> bytes:
    content = file.read()
    file.seek(0)
    return content


def _check_captions(file: File) -> None:
    if faults := captions.faults(_content(file)):
        raise ValidationError([ValidationError(str(fault), code="captions") for fault in faults])


_FILMS = {"mp4": mp4, "webm": webm}


class DocumentFile(models.fields.files.FieldFile):
    """A file that leaves behind who made it, and on which computer, when it is kept."""

    field: "DocumentField"

    def save(self, name: str, content: File, save: bool = True) -> None:
        is_pdf = self.field.kind == "pdf" or (self.field.kind == "file" and name.lower().endswith(".pdf"))
        if is_pdf and not isinstance(content, CleanedPDF):
            content = pdf_without_traces(content, self.instance)
        super().save(name, content, save)
        if self.field.kind in _FILMS:
            with self.storage.open(str(self.name), "r+b") as film:
                _FILMS[self.field.kind].forget_its_making(film)


class CleanedPDF(ContentFile):
    """A PDF without what tells of its author."""


def pdf_without_traces(file: File, obj: models.Model) -> CleanedPDF:
    """Return an uploaded PDF without what tells of its author; its title is that of what it belongs to."""
    return CleanedPDF(pdfs.without_traces(file, getattr(obj, "title", "")), name=file.name)


class DocumentField(models.FileField):
    """A file of one kind (see ``KINDS``). The one it replaces is removed once the change is certain."""

    attr_class = DocumentFile
    _validators: list[Any]

    def __init__(self, *args, kind: str = "pdf", **kwargs):
        self.kind = kind
        kwargs.setdefault("upload_to", document_name)
        super().__init__(*args, **kwargs)
        self._validators = [*self._validators, FileExtensionValidator(KINDS[kind].endings), ContentValidator(kind)]

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        own = [one for one in self._validators if not isinstance(one, FileExtensionValidator | ContentValidator)]
        kwargs.pop("validators", None)
        return name, path, args, {**kwargs, "kind": self.kind, **({"validators": own} if own else {})}

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]  # Django gives names to all it passes
        field: Any = super().formfield(**{"max_length": None, **kwargs})
        field.widget.attrs["accept"] = ",".join(f".{ending}" for ending in KINDS[self.kind].endings)
        return field

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if not cls._meta.abstract:
            # As for pictures: the admin deletes sets of objects without calling delete().
            label = f"document {name} of {cls._meta.label}"
            models.signals.post_delete.connect(self._forget, sender=cls, dispatch_uid=label)

    def pre_save(self, instance: models.Model, add: bool) -> FieldFile:
        kept = None if add else type(instance)._base_manager.filter(pk=instance.pk).values_list(self.attname, flat=True)
        before = kept.first() if kept is not None else None
        file = super().pre_save(instance, add)
        if before and before != file.name:
            remove_later(self.storage, before)
        return file

    def _forget(self, sender, instance, **kwargs):
        if file := getattr(instance, self.attname):
            remove_later(self.storage, file.name)


def remove_later(storage: Storage, name: str) -> None:
    """Remove a file once the transaction is through, unless a row names it again by then."""
    transaction.on_commit(partial(named_files.remove, storage, name), robust=True)
