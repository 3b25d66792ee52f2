"""Rows that the admin shows and nobody writes in by hand."""

from django.db import models
from django.http import HttpRequest


class ReadOnlyMixin:
    """Mixin for a ModelAdmin: whoever may view the rows sees them, and uses its actions."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
