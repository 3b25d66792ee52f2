"""The base of classes that are mixed into pages of the admin: for mypy a ModelAdmin, at run time nothing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin as AdminMixin
else:
    AdminMixin = object

__all__ = ["AdminMixin"]
