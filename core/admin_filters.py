"""Filters of the desk's lists that open with something useful, and say which part is shown."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .admin_mixin import AdminMixin


class PartFilter(admin.SimpleListFilter):
    """Shows one part of a list at first: the first of ``PARTS`` that has any rows; all of them when one searches.

    ``PARTS`` are (value, label, queryset → queryset); the last one, “all”, is added.
    """

    PARTS: tuple = ()
    WORDS = "q"  # the parameter of Django's search

    def __init__(self, request: HttpRequest, params: dict, model: Any, model_admin: AdminMixin):
        self.is_searched = bool(request.GET.get(self.WORDS))
        super().__init__(request, params, model, model_admin)
        self.rows = model_admin.get_queryset(request)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((value, label) for value, label, _choose in self.PARTS), ("all", _("all"))]

    def value(self) -> str:
        asked = super().value()
        if asked in {value for value, _label in self.lookup_choices}:
            return str(asked)
        if not hasattr(self, "opens_with"):
            filled = (value for value, _label, choose in self.PARTS if choose(self.rows).exists())
            self.opens_with = "all" if self.is_searched else next(filled, "all")
        return self.opens_with

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = {value: choose for value, _label, choose in self.PARTS}.get(self.value())
        return chosen(queryset) if chosen else queryset

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }
