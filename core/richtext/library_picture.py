"""The field of a form for a picture of the object's own: a file, or a copy of one that is in the library."""

import json
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ..admin_mixin import AdminMixin
from ..http.scripts import OwnScript
from ..media.copied_pictures import key_of
from ..media.pictures import DevelopedPicture, PictureField
from . import embeds
from .editor import LIBRARY_SCRIPTS
from .library_words import WORDS

# In the place of a copy that could not be made, for the field to refuse.
NOT_COPIED = ContentFile(b"", name="picture")
CHOOSE = {
    "choose": _("Choose a picture from the library"),
    "chosen": _("Chosen: %s. It is copied when you save."),
}


class LibraryPictureInput(AdminFileWidget):
    """A file input beside which the script puts the library; what is chosen there is copied, and stays as it is."""

    class Media:
        js = (*LIBRARY_SCRIPTS, OwnScript("js/library-picture.js"))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        told = {
            "data-library": reverse("embed-library"),
            "data-words": json.dumps({**WORDS, **CHOOSE}, default=str, ensure_ascii=False),
            "data-name": f"{name}-library",
        }
        inside = super().render(name, value, attrs, renderer)
        shown = ""
        if value and getattr(value, "_committed", False) and hasattr(value.instance, "url_at"):
            shown = format_html('<img src="{}" alt="">', value.instance.url_at(320))
        start = '<library-picture{}><span class="chosen-picture">{}</span>{}</library-picture>'
        return format_html(start, flatatt(told), shown, inside)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        sent = super().value_from_datadict(data, files, name)
        mark = data.get(f"{name}-library", "")
        return sent if sent or not mark else copy_of(mark) or NOT_COPIED

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return super().value_omitted_from_data(data, files, name) and not data.get(f"{name}-library")


class LibraryPictureField(forms.FileField):
    """Refuses, in words, a picture that was chosen and cannot be copied."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data is NOT_COPIED:
            raise ValidationError(
                _(
                    "The picture that you chose cannot be copied: it was deleted, may not be shown any more, or its "
                    "file is missing. Please choose another one."
                ),
                code="not-copied",
            )
        return super().clean(data, initial)


def copy_of(mark: str) -> DevelopedPicture | None:
    """Return the picture that the library has by this mark; nothing for what readers may not see.

    It went through the decoder when the library got it: its bytes are copied as they are. The form is read with every
    autosave, and to decode a large picture takes seconds.
    """
    for _mark, obj in embeds.named([mark]):
        picture: Any = obj
        if getattr(picture, "file", None) and picture.width and picture.height:
            try:
                with picture.file.storage.open(picture.file.name) as file:
                    extension = picture.file.name.rpartition(".")[2]
                    copy = DevelopedPicture(file.read(), picture.width, picture.height, extension)
                    copy.copied_from = key_of(picture)
                    return copy
            except OSError:
                return None
    return None


class LibraryPictureMixin(AdminMixin):
    """Mixin for a ModelAdmin: its model's own picture is chosen from the library, or sent as a file."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, PictureField):
            kwargs["widget"] = LibraryPictureInput()
            kwargs["form_class"] = LibraryPictureField
        return super().formfield_for_dbfield(db_field, request, **kwargs)
