"""Every form that asks for an address asks about one that looks mistyped, and takes either answer."""

import re

import pytest
from django.urls import reverse

from core.http.public_forms import FormWithAddress
from core.models import OutboxMail
from tests.factories import make_article, make_petition
from tests.letters import form_token

pytestmark = pytest.mark.django_db

TYPED, MEANT = "alice@gmial.com", "alice@gmail.com"
ALICE = {"name": "Alice Moreau", "email": f"Alice <{TYPED}>", "country": "FR"}
FORMS = {
    "SignForm": lambda: make_petition().get_absolute_url(),
    "SubscribeForm": lambda: reverse("newsletters:subscribe"),
    "JoinForm": lambda: reverse("organisation:join"),
    "CommentForm": lambda: reverse("articles:comment", args=[make_article().slug]),
    "FollowForm": lambda: reverse("articles:follow", args=[make_article().slug]),
    "AdoptForm": lambda: reverse("campaigns:petition-adopt", args=[make_petition().slug]),
}


def kinds_of(form):
    for kind in form.__subclasses__():
        yield from kinds_of(kind) if kind.__subclasses__() else [kind]


def test_no_form_is_missing_here():
    reverse("home")  # all views, and their forms, are known then
    kinds = [kind for kind in kinds_of(FormWithAddress) if not kind.__module__.startswith("tests.")]
    assert {kind.__name__ for kind in kinds} == FORMS.keys()


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("chosen", [TYPED, MEANT])
def test_it_asks_and_takes_either_answer(client, kind, chosen):
    address = FORMS[kind]()
    sent = {**ALICE, "comment": "I have it on my wall.", "form_token": form_token(kind)}
    page = client.post(address, sent)
    assert (page.status_code, OutboxMail.objects.count()) == (422, 0)
    buttons = re.findall(r'<button[^>]* name="use_email" value="([^"]+)"', page.text)
    assert buttons == [f"{TYPED} {MEANT}", f"{TYPED} {TYPED}"]
    assert f'value="{TYPED}"' in page.text
    answer = client.post(address, {**sent, "email": TYPED, "use_email": f"{TYPED} {chosen}"})
    assert answer.status_code in {200, 302}
    assert OutboxMail.objects.get().to == chosen
