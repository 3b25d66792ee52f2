"""Lists on numbered pages: ``/articles/?page=2``."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

DEEP = 240  # objects before a page; from there on they are passed over by their keys alone


def page_or_404(request: HttpRequest, objects: QuerySet | Sequence, size: int) -> Page:
    """Return the page the address asks for (the first by default); raises Http404 beyond the last and for nonsense."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit()):
        raise Http404
    pages: Any = PassedOver(objects) if isinstance(objects, QuerySet) else objects
    try:
        return Paginator(pages, size).page(number)
    except InvalidPage:
        raise Http404 from None


class PassedOver:
    """A queryset of which a page far back costs little: what is on the pages before is not read, only counted off."""

    def __init__(self, objects: QuerySet):
        self._objects = objects

    def count(self) -> int:
        return self._objects.count()

    def __getitem__(self, part: slice) -> QuerySet:
        if part.start < DEEP:
            return self._objects[part]
        return self._objects.filter(pk__in=self._objects.values("pk")[part])
