"""What the admin uses: times in the site's zone, addresses as public forms read them, files that stay chosen.

Fields that ask the server for suggestions are empty lists without JavaScript. ``?plain`` shows them with all choices.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.db import models
from django.http import HttpRequest

from .admin_mixin import AdminMixin
from .characters import is_key
from .mail.address_field import AddressField
from .media.kept_files import KeepingFileInput
from .moments import DayWidget, MomentField, MomentWidget

PLAIN = "plain"
FIELDS: dict[type[models.Field], dict[str, Any]] = {
    models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget},
    models.DateField: {"widget": DayWidget},
    models.EmailField: {"form_class": AddressField},
    models.FileField: {"widget": KeepingFileInput},
}


class AdminFieldsMixin(AdminMixin):
    """Mixed into every page of the admin; its rows, too, have these fields."""

    def __init__(self, *args):
        super().__init__(*args)
        _use(self)

    def get_inline_instances(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[admin.options.InlineModelAdmin]:
        inlines = super().get_inline_instances(request, obj)
        for inline in inlines:
            _use(inline)
            if PLAIN in request.GET:
                # They are made for this request.
                inline.autocomplete_fields = ()  # type: ignore[misc]  # the stubs know it of the class alone
        return inlines

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        return () if PLAIN in request.GET else super().get_autocomplete_fields(request)


def _use(model_admin) -> None:
    for kind, ours in FIELDS.items():
        as_usual = model_admin.formfield_overrides.get(kind, {})
        model_admin.formfield_overrides[kind] = {**as_usual, **ours}


_as_django_has_it = AutocompleteMixin.optgroups


def chosen_by_keys(self: AutocompleteMixin, name: str, value: list, attr: Any = None) -> list:
    """Return what Django's field with suggestions shows as chosen: it would look for whatever an address says."""
    return _as_django_has_it(self, name, [key for key in value if is_key(str(key))], attr)
