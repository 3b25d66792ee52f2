"""Forms for strangers: no cookie, no JavaScript, and still not to be sent from somebody else's page."""

import unicodedata
from functools import wraps
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from .addresses import canonical

LARGEST_BODY = 64 * 1024
TOKEN_LIFETIME = 24 * 3600  # seconds; a page left open overnight still works


class PublicForm(forms.Form):
    """A form with a signed token in place of a cookie, and a field that only machines fill in.

    The token says when and for which form it was made; it is the same for every visitor within the second, so a page
    with a form can be kept by caches.
    """

    form_token = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fresh_token = signing.dumps(type(self).__name__, salt="public-form")
        self.fields["form_token"].initial = self.fresh_token
        for field in self.fields.values():
            if field.required and not isinstance(field, forms.BooleanField):
                field.error_messages["required"] = _("Please fill this in.")

    def clean_form_token(self):
        try:
            name = signing.loads(self.cleaned_data["form_token"], salt="public-form", max_age=TOKEN_LIFETIME)
        except signing.BadSignature:
            name = None
        if name != type(self).__name__:
            # The form comes back filled in and with a fresh token: pressing once more is enough.
            self.data = self.data.copy()
            self.data[self.add_prefix("form_token")] = self.fresh_token
            raise forms.ValidationError(_("This page was open for a long time. Please press the button once more."))
        return name

    @property
    def shown_fields(self) -> list:
        """The fields a visitor fills in: all but the hidden ones and the trap."""
        return [field for field in self.visible_fields() if field.name != "website"]

    @property
    def is_from_a_machine(self) -> bool:
        """True when the trap was filled in: answer as if all were well, and do nothing."""
        return bool(self.cleaned_data.get("website"))


class FormWithAddress(PublicForm):
    """A public form whose sender is asked, by mail, to press a button."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        error_messages={"invalid": _("This is not a complete address. It looks like name@example.org.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_email(self):
        try:
            canonical(self.cleaned_data["email"])
        except ValueError:
            raise forms.ValidationError(self.fields["email"].error_messages["invalid"]) from None
        return self.cleaned_data["email"]

    def clean_language(self):
        language = self.cleaned_data["language"]
        return language if language in dict(settings.LANGUAGES) else get_language()  # the page's


class NameField(forms.CharField):
    """A person's name as one line without addresses, links or characters that turn the direction of what follows."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 120)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}))
        super().__init__(**kwargs)

    def clean(self, value):
        visible = "".join(c if is_visible(c) else " " for c in value or "")
        name = super().clean(" ".join(visible.split()))
        if "://" in name or "@" in name or "www." in name.lower():
            raise forms.ValidationError(_("Please write your name here, without addresses or links."))
        return name


def is_visible(character: str) -> bool:
    """Return False for what controls, hides or turns the direction of the text around it."""
    return character in _JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}


_JOINERS = "\u200c\u200d"  # zero-width, but part of Persian and Indian words and of composed emoji


def public_form(view):
    """Take POSTs without a CSRF cookie, but only from our own pages and of a sensible size."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method == "POST":
            if not _from_our_own_page(request):
                return render(request, "403.html", {"reason": _("This form was sent from another site.")}, status=403)
            if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
                return render(
                    request,
                    "403.html",
                    {"reason": _("This is too long to be read. Please shorten it.")},
                    status=413,
                )
        return view(request, *args, **kwargs)

    return wrapped


def _from_our_own_page(request) -> bool:
    """Look at what browsers say by themselves (W3C Fetch Metadata, RFC 6454); one that says nothing has our token."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return origin.partition("://")[2] in {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    return True
