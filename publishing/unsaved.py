"""Before something goes out to everybody: is there writing in it that nobody has saved?"""

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .autosaves import Autosave

LEFT_OUT = gettext_lazy("Wait until it is saved, or say here that these words are left out.")


class UnsavedWorkForm(forms.Form):
    """Mixin: one box for each person's unsaved writing, to be ticked by who goes on without those words."""

    def __init__(self, *args, obj, **kwargs):
        super().__init__(*args, **kwargs)
        self.unfinished_names = []
        self.ask_about(obj, "without")

    def ask_about(self, obj: models.Model, prefix: str, *, label: str = "%s", required: bool = True) -> list[str]:
        """Add the boxes for one object, named with this prefix; return their names. ``%s`` is for the sentence."""
        names = []
        for autosave in Autosave.objects.of(type(obj), obj.pk).unfinished():
            name = f"{prefix}_{autosave.user_id}"
            names.append(name)
            self.fields[name] = forms.BooleanField(
                label=_("%(sentence)s Go on with what is saved, without these words.")
                % {"sentence": label.replace("%s", autosave.unfinished_sentence)},
                required=required,
                error_messages={"required": LEFT_OUT},
            )
        self.unfinished_names += names
        return names

    @property
    def unfinished(self) -> list:
        """Return the boxes."""
        return [self[name] for name in self.unfinished_names]


def sentences(obj: models.Model) -> list[str]:
    """Say who has unsaved writing in this."""
    return [autosave.unfinished_sentence for autosave in Autosave.objects.of(type(obj), obj.pk).unfinished()]
