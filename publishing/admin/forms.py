"""The forms in which editors write. Of each, Django's admin makes a class anew for every request."""

import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core import slugs
from core.redirects import page_registry

from .. import checks


class EditForm(forms.ModelForm):
    """Begins with ``filled`` in its fields; where there is a ``refusal``, it is not saved, and says why.

    What is no matter of the public yet may be saved unfinished: the checklist asks for the rest.
    """

    filled: dict[str, Any] = {}
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **self.filled}
        super().__init__(*args, **kwargs)
        if not getattr(self.instance, "is_live", False):
            for name in self._may_wait():
                self.fields[name].required = False

    def _may_wait(self) -> list[str]:
        """Return the fields that are asked for before it is public, and not before it is kept."""
        at_once = getattr(self.instance, "NEEDED_AT_ONCE", ())
        words = (models.CharField, models.TextField, models.FileField)
        of_words = [field for field in self.instance._meta.fields if isinstance(field, words) and not field.choices]
        return [field.name for field in of_words if field.name in self.fields and field.name not in at_once]

    def clean(self) -> None:
        super().clean()
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")


class PublishableForm(EditForm):
    """What is public stays fit to be public; each fault stands at its field."""

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if "slug" in self.fields and "slug" not in self.errors and given.get("title"):
            made = slugs.slugify(given["title"])
            # Left out, or filled in by the page's script: nobody thought of it yet.
            if not given.get("slug") or (self.instance.pk is None and given["slug"] == made):
                given["slug"] = self._free_slug(made)

    def _free_slug(self, wanted) -> str:
        kept = type(self.instance)._base_manager.exclude(pk=self.instance.pk)
        tried = copy.copy(self.instance)

        def is_taken(slug):
            tried.slug = slug
            return kept.filter(slug=slug).exists() or page_registry.is_taken(tried)

        return slugs.free(wanted or tried._meta.model_name, is_taken)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the hook for what needs the filled instance; no stubs
        for problem in checks.new_problems(self.instance, self.instance.kept):
            if problem.field not in self.errors:
                self.add_error(problem.field if problem.field in self.fields else None, problem.message)
