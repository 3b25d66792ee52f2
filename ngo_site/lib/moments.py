"""Dates and times that people type: a year out of all reason is refused, for the database could keep and not read it.

Midnight of 1 January 1 in Berlin is still the year before Christ in UTC; one such row would break every list with it.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2999


def likely(at) -> None:
    """Raise ValidationError unless the year of a moment is one that an editor can mean."""
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValidationError(_("Please look at the year again: it lies too far from today."), code="year")


class WithLikelyMoments:
    """Mixed into every page of the admin: all its fields for date and time, those of rows too, refuse other years."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        _bound(form)
        return form

    def get_formsets_with_inlines(self, request, obj=None):
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            _bound(formset.form)
            yield formset, inline


def _bound(form) -> None:
    for field in form.base_fields.values():
        if isinstance(field, forms.DateTimeField | forms.SplitDateTimeField) and likely not in field.validators:
            field.validators.append(likely)
