"""Removes files that no row knows: their transaction was rolled back, or a process died in between."""

from datetime import timedelta

from django.apps import apps
from django.db.models import FileField
from django.utils import timezone

from . import renditions
from .files import document_name, folder_of
from .jobs import every, job
from .pictures import FOLDER, Picture

# An upload is written before its transaction ends, and somebody may be in the middle of one.
OLD_ENOUGH = timedelta(days=1)


@every(24 * 3600)
def sweep():
    remove_lost_files.enqueue()


@job
def remove_lost_files():
    """Delete the files in the folders of pictures and documents that are a day old and belong to nothing."""
    for storage, pictures in _models_by_storage().items():
        known = {name for model in pictures for name in _files_of(model)}
        _sweep(storage, FOLDER, known)
    for (storage, folder), known in _documents().items():
        _sweep(storage, folder, known)


def _sweep(storage, folder, known):
    for name in storage.listdir(folder)[1] if storage.exists(folder) else ():
        path = f"{folder}/{name}"
        if path not in known and storage.get_modified_time(path) < timezone.now() - OLD_ENOUGH:
            storage.delete(path)


def _documents() -> dict:
    """Return the names that rows know, by the storage and folder (see ``document_name``) they lie in."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.fields:
            if isinstance(field, FileField) and field.upload_to is document_name:
                known = found.setdefault((field.storage, folder_of(model)), set())
                known.update(model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True))
                if made := getattr(model, "MADE_FILES", ""):
                    for files in model._base_manager.exclude(**{made: {}}).values_list(made, flat=True):
                        known.update(files.values())
    return found


def _models_by_storage() -> dict:
    found = {}
    for model in apps.get_models():
        if issubclass(model, Picture):
            found.setdefault(model._meta.get_field("file").storage, []).append(model)
    return found


def _files_of(model):
    for picture in model._base_manager.exclude(file="").only("file", "renditions").iterator(1000):
        yield picture.file.name
        yield from renditions.names(picture)
