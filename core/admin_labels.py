"""Makes every field of the admin say what it is for, to people who do not see the heading above its column, too."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin import TabularInline
from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .admin_mixin import AdminMixin
from .http.scripts import OwnScript


class AdminLabelsMixin(AdminMixin):
    """Mixed into every page of the admin: boxes for date and time, and rows of tables, have names of their own."""

    class Media:
        js = [OwnScript("js/labels.js")]

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        for field in form.base_fields.values():
            name_parts(field)
        return form

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Name what is changed in the list itself: its name stands only above the column."""
        formset = super().get_changelist_formset(request, **kwargs)
        for field in formset.form.base_fields.values():
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
        return formset

    def get_formsets_with_inlines(self, request: HttpRequest, obj: models.Model | None = None) -> Iterator[tuple]:
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            formset.deletion_widget = forms.CheckboxInput({"aria-label": _("Delete")})
            for field in formset.form.base_fields.values():
                # In a table the name of a field stands only above its column.
                if isinstance(inline, TabularInline):
                    field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
                name_parts(field)
            yield formset, inline


def name_parts(field: forms.Field) -> None:
    """Name the two boxes of a field for date and time: their one label belongs to neither."""
    if isinstance(field.widget, forms.SplitDateTimeWidget):
        for box, what in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
            box.attrs.setdefault("aria-label", f"{capfirst(field.label or '')}{_(':')} {what}")


def yes_or_no(value: bool | None) -> SafeString:
    """Return Django’s icon for the value, named in the reader’s language: Django calls it True, False or None."""
    icon, words = {True: ("yes", _("Yes")), False: ("no", _("No")), None: ("unknown", _("Unknown"))}[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{icon}.svg"), words)
