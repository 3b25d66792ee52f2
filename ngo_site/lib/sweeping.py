"""Removes files of pictures that no row knows: their transaction was rolled back, or a process died in between."""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone

from . import renditions
from .jobs import every, job
from .pictures import FOLDER, Picture

# An upload is written before its transaction ends, and somebody may be in the middle of one.
OLD_ENOUGH = timedelta(days=1)


@every(24 * 3600)
def sweep():
    remove_lost_files.enqueue()


@job
def remove_lost_files():
    """Delete the files in the pictures' folder that are a day old and belong to no picture."""
    for storage, pictures in _models_by_storage().items():
        known = {name for model in pictures for name in _files_of(model)}
        for name in storage.listdir(FOLDER)[1] if storage.exists(FOLDER) else ():
            path = f"{FOLDER}/{name}"
            if path not in known and storage.get_modified_time(path) < timezone.now() - OLD_ENOUGH:
                storage.delete(path)


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
