"""The forms in which editors write. Of each, Django's admin makes a class anew for every request."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .. import checks


class EditForm(forms.ModelForm):
    """Begins with ``filled`` in its fields; where there is a ``refusal``, it is not saved, and says why."""

    filled: dict[str, Any] = {}
    refusal = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {**(kwargs.get("initial") or {}), **self.filled}
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.refusal:
            raise ValidationError(self.refusal, code="refused")


class PublishableForm(EditForm):
    """What is public stays fit to be public; each fault stands at its field."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # the hook for what needs the filled instance; no stubs
        for problem in checks.new_problems(self.instance, self.instance.kept):
            if problem.field not in self.errors:
                self.add_error(problem.field if problem.field in self.fields else None, problem.message)
