"""What the admin says before something is deleted: the things by their titles, and what goes with them, counted."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import ngettext

from .admin_mixin import AdminMixin
from .counted import kind_beside
from .richtext.references_admin import link_to


class DeletingMixin(AdminMixin):
    """Mixed into every page of the admin, in the place of Django's list of all rows, technical ones included."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Return links to ``objs``, {"3 comments": 3} of what goes with them, and Django's other two lists in short."""
        _rows, counts, missing, protected = super().get_deleted_objects(objs, request)
        return [link_to(obj) for obj in objs], self._gone_with(len(objs), counts), missing, _in_short(protected)

    def _gone_with(self, chosen: int, counts: dict[str, int]) -> dict[str, int]:
        """Count what people know by a page of its own; other rows, such as search entries, are a part of it."""
        known = {}
        for model in self.admin_site._registry:
            for kind in (model._meta.concrete_model or model, model):
                known[str(kind._meta.verbose_name_plural)] = model
        found = {}
        for plural, number in counts.items():
            known_as = known.get(str(plural))
            if known_as is None:
                continue
            if known_as._meta.concrete_model is self.model._meta.concrete_model:
                number -= chosen
                text = _translations(number) if hasattr(known_as, "translation_of") else _of_kind(known_as, number)
            else:
                text = _of_kind(known_as, number)
            if number > 0:
                found[text] = number
        return found


def _in_short(protected: list[str]) -> list[str]:
    """Name what has a page of its own; of other rows, such as signatures, only their kind, and not how many there are.

    A number would tell of a single one.
    """
    kinds = {capfirst(model._meta.verbose_name): model._meta.verbose_name_plural for model in apps.get_models()}
    with_page = [text for text in protected if isinstance(text, SafeString)]
    others = (text for text in protected if not isinstance(text, SafeString))
    return [*with_page, *dict.fromkeys(str(kinds.get(text.partition(": ")[0], text)) for text in others)]


def _of_kind(model: Any, number: int) -> str:
    return f"{number} {kind_beside(number, model._meta)}"


def _translations(number: int) -> str:
    return ngettext("%(number)d translation", "%(number)d translations", number) % {"number": number}
