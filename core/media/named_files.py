"""Which files the rows of the database name, whatever their kind: a file stays as long as one of them does."""

from django.apps import apps
from django.core.files.storage import Storage
from django.db.models import FileField

from ..bin_items import BinItem
from . import binned_files
from .files import document_name


def fields() -> list[tuple]:
    """Return each model with its field for a document (see ``document_name``)."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, FileField) and field.upload_to is document_name
    ]


def is_named(storage: Storage, name: str) -> bool:
    """Whether a row names this file, if only that of an earlier edition."""
    files = ((model, field) for model in apps.get_models() for field in model._meta.fields)
    return any(
        model._base_manager.filter(**{field.name: name}).exists()
        for model, field in files
        if isinstance(field, FileField) and field.storage == storage
    )


def remove(storage: Storage, name: str) -> None:
    """Remove a file that no row names any more; what the bin still needs is hidden."""
    if is_named(storage, name):
        return
    if BinItem.objects.filter(files__contains=[name]).exists():
        binned_files.hide(name)
    else:
        storage.delete(name)
        binned_files.remove(name)


def in_the_bin() -> set[str]:
    """Return the names of all files of what lies in the bin."""
    return {name for files in BinItem.objects.values_list("files", flat=True) for name in files}
