"""Forms in which people agree to something: they say it word for word, and send back which words they showed."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language

from core.http.public_forms import FormWithAddress

from .models import ConsentWording


class ConsentForm(FormWithAddress):
    """A public form that shows ``wordings``, by purpose. What is stored is what was shown, whatever is newest now."""

    PURPOSES: tuple[str, ...] = ()

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        current = ConsentWording.objects.current(get_language(), self.data.get("seen", "")[:200])
        self.wordings = {purpose: current[purpose] for purpose in self.PURPOSES}
        self.fields["seen"].initial = " ".join(wording.version for wording in self.wordings.values())

    def words(self, purpose: str) -> str:
        """Return a wording as HTML, with its language where that is not the page's."""
        wording = self.wordings[purpose]
        if wording.language == get_language():
            return wording.text
        return format_html('<span lang="{}" dir="auto">{}</span>', wording.language, wording.text)

    @property
    def agreed(self) -> str:
        """What is agreed to by sending the form."""
        return self.words(self.PURPOSES[0])

    def record(self, page: str) -> str:
        """Return what is kept of that: version, language, page, way and day, and the words."""
        return self.wordings[self.PURPOSES[0]].record(page)


class SubscribeForm(ConsentForm):
    """The newsletter's form: an address, nothing else."""

    PURPOSES = ("newsletter",)
