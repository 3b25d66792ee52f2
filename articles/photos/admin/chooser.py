"""The field of a form that chooses a picture: it shows the chosen one and opens the library to choose or to upload."""

import json
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Photo
from core.admin_mixin import AdminMixin
from core.admin_pages import admin_url
from core.characters import is_key
from core.http.scripts import OwnScript
from core.richtext import library_words
from core.richtext.editor import LIBRARY_SCRIPTS

WITHOUT_SCRIPT = 50
WORDS = {
    "choose": _("Choose a picture"),
    "change": _("Change"),
    "takeAway": _("Take away"),
    "desk": _("Look at it in the library (in a new tab)"),
    "chosen": _("Chosen: %s"),
    "noPicture": _("No picture is chosen."),
}


class Offer:
    """The newest pictures that somebody may see, asked once for all rows of a form."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def newest(self) -> list[Photo]:
        return list(Photo.objects.visible_to(self.user).order_by("-pk").only("title")[:WITHOUT_SCRIPT])


class PictureChooser(forms.Select):
    """A select of the newest pictures and the chosen one; the script lays the picture and the library over it.

    The form takes any picture there is: the script adds what somebody chose in the library.
    """

    class Media:
        js = (*LIBRARY_SCRIPTS, OwnScript("js/picture-chooser.js"))

    def __init__(self, offer: Offer, upload: str):
        super().__init__()
        self.offer, self.upload = offer, upload

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        number = str(value or "")
        chosen = Photo.objects.filter(pk=number).first() if is_key(number) else None
        others = [photo for photo in self.offer.newest if photo != chosen]
        context = {
            "attributes": flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            "chosen": chosen,
            "thumbnail": chosen.url_at(320) if chosen else "",
            "desk": admin_url(chosen) if chosen else "",
            "others": others,
            "desk_words": WORDS["desk"],
            "told": flatatt(
                {
                    "data-library": reverse("embed-library"),
                    "data-upload": self.upload,
                    "data-words": json.dumps({**library_words.WORDS, **WORDS}, default=str, ensure_ascii=False),
                }
            ),
        }
        return render_to_string("admin/articles/photo/chooser.html", context)


class PictureChooserMixin(AdminMixin):
    """Mixin for a ModelAdmin or an inline: pictures of the library are chosen by sight."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Photo and "widget" not in kwargs:
            may_add = admin.site.get_model_admin(Photo).has_add_permission(request)
            upload = reverse("admin:articles_photo_upload") if may_add else ""
            kwargs["widget"] = PictureChooser(Offer(request.user), upload)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        wrapper = getattr(field, "widget", None)
        if isinstance(getattr(wrapper, "widget", None), PictureChooser):
            # Django's links beside a select know nothing of the library: the field has its own.
            wrapper.can_add_related = wrapper.can_change_related = False
            wrapper.can_delete_related = wrapper.can_view_related = False
        return field
