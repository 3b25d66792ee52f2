"""Files that are no pictures (PDF, films, captions): looked into before they are kept, removed when replaced."""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from . import captions, films, pdfs, webm
from .files import document_name

MEGABYTE = 1024 * 1024
_HEAD = 4096
# How files begin, whatever they are called: the word for them that an editor knows.
_BEGINNINGS = (
    (b"%PDF-", "PDF"), (b"\x89PNG\r\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"PK\x03\x04", "ZIP"),
    (b"MZ", "Windows program"), (b"\x7fELF", "Linux program"), (b"OggS", "Ogg"), (b"ID3", "MP3"), (b"WEBVTT", "WebVTT"),
    (b"\xef\xbb\xbfWEBVTT", "WebVTT"), (b"<?xml", "XML"), (b"<svg", "SVG"), (b"<!DOCTYPE", "HTML"), (b"<html", "HTML"),
)  # fmt: skip
_OTHER_BRANDS = {
    b"qt  ": "QuickTime (MOV)", b"heic": "HEIC", b"mif1": "HEIC", b"avif": "AVIF", b"M4A ": "M4A",
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """``largest`` is how many megabytes a file may have, or the name of the setting that says so."""

    name: str
    endings: tuple
    largest: str | int

    @property
    def most(self) -> int:
        return MEGABYTE * (self.largest if isinstance(self.largest, int) else getattr(settings, self.largest))


KINDS = {
    "pdf": Kind("PDF", ("pdf",), "LARGEST_DOCUMENT"),
    "mp4": Kind("MP4", ("mp4", "m4v"), "LARGEST_FILM"),
    "webm": Kind("WebM", ("webm",), "LARGEST_FILM"),
    "vtt": Kind("WebVTT", ("vtt",), 1),  # those of a film of two hours have a tenth of it; each line is read
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

    def __call__(self, file):
        if getattr(file, "_committed", False):
            return
        kind, most = KINDS[self.kind], KINDS[self.kind].most
        if file.size > most:
            words = _("This file has %(size)s; at most %(most)s can be taken. Please make it smaller.")
            sizes = {"size": filesizeformat(file.size), "most": filesizeformat(most)}
            raise ValidationError(words, code="large", params=sizes)
        file.seek(0)
        found = recognise(file.read(_HEAD))
        file.seek(0)
        if self.kind == "vtt" and found in {"", "WebVTT"}:
            _check_captions(file)
        elif found != kind.name:
            words = (
                _("This is no %(kind)s file, whatever its name says: it looks like %(found)s.")
                if found
                else _("This is no %(kind)s file, whatever its name says. Please export it once more.")
            )
            raise ValidationError(words, code="content", params={"kind": kind.name, "found": found})
        elif self.kind == "pdf" and (words := pdfs.fault(_content(file))):
            raise ValidationError(words, code="pdf")
        elif self.kind == "mp4" and not films.is_whole(file):
            words = _("This film is cut off or damaged: no player would show it. Please export it once more.")
            raise ValidationError(words, code="damaged")
        elif self.kind == "mp4" and films.tells_its_way(file):
            words = _("This film says for each second where the camera was. Please export it once more without that.")
            raise ValidationError(words, code="places")


def _content(file) -> bytes:
    content = file.read()
    file.seek(0)
    return content


def _check_captions(file):
    if faults := captions.faults(_content(file)):
        raise ValidationError([ValidationError(str(fault), code="captions") for fault in faults])


_FILMS = {"mp4": films, "webm": webm}


class Document(models.fields.files.FieldFile):
    """A file that leaves behind who made it, and on which computer, when it is kept."""

    def save(self, name, content, save=True):
        if self.field.kind == "pdf":
            content = pdf_without_traces(content, self.instance)
        super().save(name, content, save)
        if self.field.kind in _FILMS:
            with self.storage.open(self.name, "r+b") as film:
                _FILMS[self.field.kind].forget_its_making(film)


def pdf_without_traces(file, thing) -> ContentFile:
    """Return an uploaded PDF without what tells of its author; its title is that of what it belongs to."""
    file.seek(0)
    return ContentFile(pdfs.without_traces(file.read(), getattr(thing, "title", "")), name=file.name)


class DocumentField(models.FileField):
    """A file of one kind (see ``KINDS``). The one it replaces is removed once the change is certain."""

    attr_class = Document

    def __init__(self, *args, kind: str = "pdf", **kwargs):
        self.kind = kind
        kwargs.setdefault("upload_to", document_name)
        super().__init__(*args, **kwargs)
        self._validators = [*self._validators, FileExtensionValidator(KINDS[kind].endings), ContentValidator(kind)]

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        own = [one for one in self._validators if not isinstance(one, FileExtensionValidator | ContentValidator)]
        kwargs.pop("validators", None)
        return name, path, args, {**kwargs, "kind": self.kind, **({"validators": own} if own else {})}

    def formfield(self, **kwargs):
        field = super().formfield(**{"max_length": None, **kwargs})
        field.widget.attrs["accept"] = ",".join(f".{ending}" for ending in KINDS[self.kind].endings)
        return field

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            # As for pictures: the admin deletes sets of objects without calling delete().
            label = f"document {name} of {cls._meta.label}"
            models.signals.post_delete.connect(self._forget, sender=cls, dispatch_uid=label)

    def pre_save(self, instance, add):
        kept = None if add else type(instance)._base_manager.filter(pk=instance.pk).values_list(self.attname, flat=True)
        before = kept.first() if kept is not None else None
        file = super().pre_save(instance, add)
        if before and before != file.name:
            remove_later(type(instance), self.attname, self.storage, before)
        return file

    def _forget(self, sender, instance, **kwargs):
        if file := getattr(instance, self.attname):
            remove_later(sender, self.attname, self.storage, file.name)


def remove_later(model, field: str, storage, name: str):
    """Remove a file once the transaction is through, unless a row names it again by then."""
    transaction.on_commit(partial(_remove, model, field, storage, name), robust=True)


def _remove(model, field, storage, name):
    if not model._base_manager.filter(**{field: name}).exists():
        storage.delete(name)
