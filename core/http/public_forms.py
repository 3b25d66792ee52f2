"""Forms for strangers: no cookie, no JavaScript, and still not to be sent from somebody else's page."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from ..characters import is_read, is_visible
from ..mail.address_field import AddressField
from ..mail.addresses import tidied
from ..mail.typos import suggestion
from ..recent import Recent
from . import resending
from .networks import network
from .sessions import has_session

TOKEN_LIFETIME = 24 * 3600  # seconds; a page left open overnight still works

# The forms of this second; few, for visitors may say what is in them.
_unbound: Recent["PublicForm"] = Recent(1, most=50)


class PublicForm(forms.Form):
    """A form with a signed token in place of a cookie, and a field that only machines fill in.

    The token says when and for which form it was made; it is the same for every visitor within the second, so a page
    with a form can be kept by caches.
    """

    data: dict[str, Any]  # a QueryDict where it came by HTTP

    form_token = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fresh_token = self.new_token()
        self.fields["form_token"].initial = self.fresh_token
        for field in self.fields.values():
            if field.required and not isinstance(field, forms.BooleanField):
                field.error_messages["required"] = _("Please fill this in.")

    @classmethod
    def new_token(cls) -> str:
        """Return a token made now, for a form of this class."""
        return signing.dumps(cls.__name__, salt="public-form")

    def clean_form_token(self) -> str:
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


AnyForm = TypeVar("AnyForm", bound=PublicForm)


def unbound(form_class: type[AnyForm], **kwargs: Any) -> AnyForm:
    """Return a form to be filled in, which is the same for everybody within the second: it is put together once."""
    parts = (sorted(value.items()) if isinstance(value, dict) else value for value in kwargs.values())
    key = form_class, get_language(), repr([*kwargs, *parts])
    form: Any = _unbound.get(key, lambda: form_class(**kwargs))
    return form


class FormWithAddress(PublicForm):
    """A public form whose sender is asked, by mail, to press a button.

    ``suggestion`` is the address that was probably meant where what was typed looks like a slip. The form is not valid
    then: each of two buttons, named ``use_email``, sends it with what was typed and what is to be used.
    """

    email = AddressField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    language = forms.CharField(widget=forms.HiddenInput, required=False)
    suggestion: str | None = None

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(_with_the_address_chosen(data), *args, **kwargs)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if self.data.get("use_email") or not (found := suggestion(email)):
            return email
        self.suggestion = found
        self.data = self.data.copy()
        self.data[self.add_prefix("email")] = email  # tidied, as it stands on the buttons
        raise forms.ValidationError(_("Did you mean %(address)s?") % {"address": found})

    def clean_language(self) -> str:
        language = self.cleaned_data["language"]
        return language if language in dict(settings.LANGUAGES) else get_language()  # the page's


def _with_the_address_chosen(data):
    """Put in the address of the button that was pressed: the one proposed, or the one that was typed after all."""
    typed, _space, chosen = (data or {}).get("use_email", "").partition(" ")
    if data is None or not typed:
        return data
    data = data.copy()
    if typed == tidied(data.get("email", "")):
        data["email"] = chosen
    else:  # typed anew since: it is looked at anew
        del data["use_email"]
    return data


class NameField(forms.CharField):
    """A person's name as one line without addresses, links or characters that turn the direction of what follows."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 120)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}))
        super().__init__(**kwargs)

    def clean(self, value: str | None) -> str:
        visible = "".join(c if is_visible(c) else " " for c in value or "")
        name = super().clean(" ".join(visible.split()))
        if name and not is_read(name):
            raise forms.ValidationError(_("Please write this in letters that can be seen."))
        if "://" in name or "@" in name or "www." in name.lower():
            raise forms.ValidationError(_("Please write your name here, without addresses or links."))
        return name


def public_form(view: Callable | None = None, *, in_any_frame: bool = False) -> Callable:
    """Take POSTs without a CSRF cookie, but only from our own pages.

    A frame with ``sandbox``, and a window opened from one, hide where their page comes from (``Origin: null``). Their
    form comes back filled in, and is taken when the button is pressed once more; with ``in_any_frame``, for pages that
    others are meant to frame and whose forms are confirmed by mail, at once. Who may be logged in is refused.
    """
    if view is None:
        return partial(public_form, in_any_frame=in_any_frame)

    @csrf_exempt
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method != "POST" or _from_our_own_page(request):
            return view(request, *args, **kwargs)
        if request.headers.get("Origin") == "null" and not has_session(request):
            if in_any_frame or _was_shown_again(request):
                return view(request, *args, **kwargs)
            return resending.page(request, 403, _("Please press once more"), _HIDDEN, shown_again=_shown_again(request))
        return render(request, "403.html", {"reason": _("This form was sent from another site.")}, status=403)

    return wrapped


_HIDDEN = _(
    "This page is shown inside another site, which hides where your form comes from. Nothing was lost and nothing was "
    "sent yet: please look at what you typed, and press the button."
)


def _shown_again(request) -> str:
    """Return what only a page of ours that was shown in the visitor's network has, for this form and for an hour."""
    return _shown.sign(salted_hmac(_shown.salt, f"{network(request)} {request.path}").hexdigest())


def _was_shown_again(request) -> bool:
    try:
        shown = _shown.unsign(request.POST.get("shown_again", ""), max_age=3600)
    except signing.BadSignature:
        return False
    return shown == salted_hmac(_shown.salt, f"{network(request)} {request.path}").hexdigest()


_shown = signing.TimestampSigner(salt="form shown again")


def _from_our_own_page(request) -> bool:
    """Look at what browsers say by themselves (W3C Fetch Metadata, RFC 6454); one that says nothing has our token."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return origin.partition("://")[2] in {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    return True
