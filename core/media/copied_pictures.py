"""Pictures of an object's own that are copies of one in the library, and go when that one may be shown no more."""

from typing import Any

from django.apps import apps
from django.db import models, transaction

from ..alters_data import alters_data
from ..cache import generations
from . import renditions
from .pictures import DevelopedPicture, Picture, file_name, forget_files


class CopiedPicture(Picture):
    """A portrait, cover or still. ``copied_from`` says of which picture in the library it is a copy, if of any."""

    copied_from = models.CharField(max_length=100, blank=True, default="", db_default="", editable=False, db_index=True)

    class Meta:
        abstract = True

    @property
    def picture_instead(self) -> DevelopedPicture | None:
        """What is shown in the place of a copy that was taken back; None where there may be no picture."""
        return None

    @alters_data
    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.file:
            self.copied_from = ""
        super().save(*args, **kwargs)


def key_of(picture: models.Model) -> str:
    """Return what a copy keeps of its original: neither its title nor its address, which change."""
    return f"{picture._meta.label_lower}:{picture.pk}"


def copies_of(picture: models.Model) -> list[CopiedPicture]:
    """Return all objects whose own picture is a copy of this one."""
    return [copy for model in _models() for copy in model._base_manager.filter(copied_from=key_of(picture))]


def keys_copied(kind: type[models.Model]) -> set[int]:
    """Return the keys of the pictures of this kind of which there are copies."""
    start = f"{kind._meta.label_lower}:"
    found = set()
    for model in _models():
        copied = model._base_manager.filter(copied_from__startswith=start).values_list("copied_from", flat=True)
        found |= {int(key.removeprefix(start)) for key in copied}
    return found


@transaction.atomic
def take_back(picture: models.Model) -> list[CopiedPicture]:
    """Take a picture off everything that has a copy of it, files included; return what lost it."""
    lost = []
    for copy in copies_of(picture):
        instead = copy.picture_instead
        words = {"copied_from": "", "alt": "", "credit": "", "licence": "", "source_url": ""}
        if replace_file(copy, instead, decorative=instead is not None, **words):
            lost.append(copy)
    if lost:
        generations.forget_pages()
    return lost


def replace_file(picture: Picture, content: DevelopedPicture | None, **changed: Any) -> bool:
    """Put another picture, or none, in the place of this one's; return False where somebody was earlier.

    Past ``save``, for what must not be hindered by anything else that is not right. In a transaction of the caller.
    """
    storage = picture.file.storage
    before = type(picture)._base_manager.get(pk=picture.pk)
    name = storage.save(file_name(picture, content.name or ""), content) if content else ""
    size = {"width": content.width, "height": content.height} if content else {"width": None, "height": None}
    same = type(picture)._base_manager.filter(pk=picture.pk, file=picture.file.name)
    if same.update(file=name, renditions={}, **size, **changed) != 1:
        if name:
            storage.delete(name)
        return False
    forget_files(type(picture), before)
    if name:
        renditions.make_renditions.enqueue(picture._meta.app_label, picture._meta.model_name, picture.pk)
    return True


def _models() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, CopiedPicture)]
