"""People without an account: they fill in the forms that pages show and press what our mails lead to."""

import re
from itertools import count

from bs4 import BeautifulSoup
from django.core import signing

from core.models import OutboxMail
from tests import letters

TYPED = {
    "name": "Clara Voss",
    "comment": "Well said.",
    "message": "I can print.",
    "source": "https://blog.example/1",
    "target": "http://testserver/articles/sample/",
    "reason": "spam",
    "country": "FR",
}


_number = count(1)


def forms(html: str) -> list:
    return [form for form in BeautifulSoup(html, "html.parser").find_all("form") if form.get("method") == "post"]


def fill_in(form, **typed) -> dict:
    """Return what a browser would send of the form, its fields filled in as far as we know what they ask."""
    # Each form by somebody else, for one mailbox gets few mails.
    typed = TYPED | {"email": f"clara{next(_number)}@example.org"} | typed
    fields = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "text")
        if kind == "hidden":
            fields[name] = field.get("value", "")
        elif kind in {"checkbox", "radio"} and (field.has_attr("required") or field.has_attr("checked")):
            fields[name] = field.get("value", "on")
        elif name in typed:
            fields[name] = typed[name]
    if token := fields.get("form_token"):
        fields["form_token"] = letters.form_token(signing.TimestampSigner(salt="public-form").unsign_object(token))
    return fields


def mailed() -> list[str]:
    """Return the paths of all links in our mails that are still to be sent."""
    found = [
        link for mail in OutboxMail.objects.order_by("pk") for link in re.findall(r"http://testserver(/\S+)", mail.text)
    ]
    return list(dict.fromkeys(link.rstrip(".,)") for link in found))
