"""Before something goes out to everybody: is there writing in it that nobody has saved?"""

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from .autosaves import Autosave


class UnsavedWorkForm(forms.Form):
    """Mixin: one box for each person's unsaved writing, to be ticked by who goes on without those words."""

    def __init__(self, *args, obj, **kwargs):
        super().__init__(*args, **kwargs)
        self.unfinished_names = []
        for autosave in Autosave.objects.of(type(obj), obj.pk).unfinished():
            name = f"without_{autosave.user_id}"
            self.unfinished_names.append(name)
            self.fields[name] = forms.BooleanField(
                label=_("%(sentence)s Go on with what is saved, without these words.")
                % {"sentence": autosave.unfinished_sentence},
                error_messages={"required": _("Wait until it is saved, or say here that these words are left out.")},
            )

    @property
    def unfinished(self) -> list:
        """Return the boxes."""
        return [self[name] for name in self.unfinished_names]


def sentences(obj: models.Model) -> list[str]:
    """Say who has unsaved writing in this."""
    return [autosave.unfinished_sentence for autosave in Autosave.objects.of(type(obj), obj.pk).unfinished()]
