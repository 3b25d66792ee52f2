"""The form field for an e-mail address: tidies what was pasted, and refuses what no mail can be written to."""

import re
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from .addresses import ascii_domain, tidied

INCOMPLETE = _("This is not a complete address. It looks like name@example.org.")
# What browsers take (HTML Standard, 4.10.5.1.5): dots may stand anywhere, as old addresses of Japanese phones have
# them; quotes may not, for "a\lice"@example.org would be one more spelling of one mailbox.
_LOCAL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+", re.ASCII)


def validate(email: str) -> None:
    """Raise ValidationError unless mail can be written to this address."""
    local, _at, domain = email.rpartition("@")
    if odd := "".join(dict.fromkeys(letter for letter in local if not letter.isascii())):
        text = _("No mail can be sent to an address with %(letters)s before the @. Please give another one.")
        raise forms.ValidationError(text, code="letters", params={"letters": odd})
    try:
        validate_email(f"name@{ascii_domain(domain)}")
    except (ValueError, forms.ValidationError):
        raise forms.ValidationError(INCOMPLETE, code="invalid") from None
    if not _LOCAL.fullmatch(local):
        raise forms.ValidationError(INCOMPLETE, code="invalid")


class AddressField(forms.EmailField):
    default_validators = [validate]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 254)  # RFC 5321, with erratum 1690
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return tidied(super().to_python(value) or "")
