"""Removes files that no row knows: their transaction was rolled back, or a process died in between."""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..jobs.tasks import Priority, job
from . import named_files, renditions
from .files import folder_of
from .pictures import FOLDER, Picture

# An upload is written before its transaction ends, and somebody may be in the middle of one.
OLD_ENOUGH = timedelta(days=1)


def sweep() -> None:
    """Enqueue the removal of files that belong to nothing."""
    remove_lost_files.enqueue()


@job(Priority.UPKEEP, title=_("Delete files that belong to nothing"))
def remove_lost_files() -> None:
    """Delete the files in the folders of pictures and documents that are a day old and belong to nothing."""
    kept = named_files.in_the_bin()
    for storage, pictures in _models_by_storage().items():
        known = kept | {name for model in pictures for name in _files_of(model)}
        _sweep(storage, FOLDER, known)
    for storage, models in _documents().items():
        known = kept | {name for model, field in models for name in _documents_of(model, field)}
        for folder in {folder_of(model) for model, _field in models}:
            _sweep(storage, folder, known)


def _sweep(storage, folder, known):
    for name in storage.listdir(folder)[1] if storage.exists(folder) else ():
        path = f"{folder}/{name}"
        if path not in known and storage.get_modified_time(path) < timezone.now() - OLD_ENOUGH:
            storage.delete(path)


def _documents() -> dict:
    """Return the models with their fields for documents, by storage."""
    found: dict[Any, list] = {}
    for model, field in named_files.fields():
        found.setdefault(field.storage, []).append((model, field))
    return found


def _documents_of(model, field):
    yield from model._base_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True)
    if made := getattr(model, "MADE_FILES", ""):
        for files in model._base_manager.exclude(**{made: {}}).values_list(made, flat=True):
            yield from files.values()


def _models_by_storage() -> dict:
    found: dict[Any, list] = {}
    for model in apps.get_models():
        if issubclass(model, Picture):
            found.setdefault(model._meta.get_field("file").storage, []).append(model)
    return found


def _files_of(model):
    for picture in model._base_manager.exclude(file="").only("file", "renditions").iterator(1000):
        yield picture.file.name
        yield from renditions.names(picture)
