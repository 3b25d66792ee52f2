"""Erin comes in with a password and a second factor; Mallory, who has found out the password, does not."""

import base64
import json
import threading
import time

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django_otp.oath import TOTP
from django_otp_webauthn.models import WebAuthnCredential

from core.accounts import login_steps, recovery_codes, second_factor
from core.accounts.authenticators import Authenticator, new_secret
from core.accounts.recovery_codes import RecoveryCode
from core.audit import AuditEntry
from core.models import DeskSession, OutboxMail
from tests.factories import make_account, make_article, make_staff

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse"
STEP = "/admin/second-factor/"


def code_of(secret, step=0):
    totp = TOTP(base64.b32decode(secret))
    totp.time = time.time() + 30 * step
    return f"{totp.token():06d}"


@pytest.fixture
def erin():
    account = make_staff("erin", email="erin@example.org")
    Authenticator.objects.create(account=account, secret=new_secret())
    return account


@pytest.fixture
def secret(erin):
    return erin.authenticator.secret


def give_password(client=None, username="erin", **extra):
    client = client or Client()
    form = {"username": username, "password": PASSWORD, "next": "/admin/articles/article/"}
    answer = client.post("/admin/login/", form, **extra)
    return client, answer


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_the_password_alone_leads_to_the_second_factor_and_that_to_where_one_wanted_to_go(erin, secret):
    client, answer = give_password()
    assert (answer.status_code, answer.url, is_in(client)) == (302, STEP, False)
    assert "six digits" in client.get(STEP).text
    answer = client.post(STEP, {"code": code_of(secret)})
    assert (answer.status_code, answer.url, is_in(client)) == (302, "/admin/articles/article/", True)
    assert AuditEntry.objects.filter(actor=erin, action="login").count() == 1
    assert DeskSession.objects.get().account == erin


def test_whoever_has_none_and_needs_none_comes_in_at_once():
    make_staff("frank")
    client, answer = give_password(username="frank")
    assert (answer.url, is_in(client)) == ("/admin/articles/article/", True)


DOORS = [
    "/admin/",
    "/admin/articles/article/",
    "/admin/articles/article/add/",
    "/admin/find/?q=a",
    "/admin/embeds.json",
    "/admin/links.json",
    "/admin/privacy/",
    "/admin/account/",
    "/admin/account/address/",
    "/admin/account/sessions/",
    "/admin/password_change/",
    "/admin/autocomplete/",
    "/admin/articles/photo/library/",
    "/admin/jsi18n/",
]


@pytest.mark.usefixtures("erin")
def test_who_goes_straight_to_a_page_of_the_desk_is_a_stranger_there(secret):
    draft = make_article(slug="plans", published_at=None)
    client, _answer = give_password()
    stranger = Client()
    for door in DOORS:
        for method in ("get", "post"):
            known, unknown = (getattr(one, method)(door).status_code for one in (client, stranger))
            assert (door, method, known) == (door, method, unknown)
    assert client.get(draft.get_absolute_url()).status_code == 404
    for name in ("autosave", "unsaved/1", "preview"):
        assert client.post(f"/admin/articles/article/{draft.pk}/{name}/").status_code in {302, 403, 404}
    client.post(STEP, {"code": code_of(secret)})
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_a_code_is_taken_once(erin, secret):
    code = code_of(secret)
    first, second = give_password()[0], give_password()[0]
    assert first.post(STEP, {"code": code}).status_code == 302
    assert second.post(STEP, {"code": code}).status_code == 200
    assert not is_in(second)
    # Nor is the one before it, which somebody may have looked at.
    assert second.post(STEP, {"code": code_of(secret, -1)}).status_code == 200
    assert second.post(STEP, {"code": code_of(secret, +1)}).status_code == 302
    assert erin.authenticator.secret not in str(list(Authenticator.objects.values_list("pk", "last_step")))


def test_two_requests_with_one_code_get_in_once(erin, secret):
    one, other = Authenticator.objects.get(), Authenticator.objects.get()
    code = code_of(secret)
    assert (one.take(code), other.take(code)) == (True, False)


def test_codes_are_not_tried_without_end_and_their_owner_is_told(erin, secret):
    client, _answer = give_password()
    tried = [client.post(STEP, {"code": f"{number:06d}"}).status_code for number in range(8)]
    assert tried == [200] * 5 + [429] * 3
    assert client.post(STEP, {"code": code_of(secret)}).status_code == 429
    # A new session, and another network, make no difference.
    again, _answer = give_password(REMOTE_ADDR="198.51.100.7")
    assert again.post(STEP, {"code": code_of(secret)}, REMOTE_ADDR="198.51.100.7").status_code == 429
    mails = [mail for mail in OutboxMail.objects.all() if "wrong codes" in mail.text]
    assert [mail.to for mail in mails] == ["erin@example.org"]


def test_whose_browser_is_known_comes_in_while_somebody_guesses(erin, secret):
    own = give_password()[0]
    own.post(STEP, {"code": code_of(secret)})
    own.post("/admin/logout/")
    stranger = give_password(REMOTE_ADDR="198.51.100.7")[0]
    for number in range(7):
        stranger.post(STEP, {"code": f"{number:06d}"}, REMOTE_ADDR="198.51.100.7")
    give_password(own)
    assert own.post(STEP, {"code": code_of(secret, +1)}).status_code == 302


def test_a_recovery_code_opens_once_and_is_stored_as_a_digest(erin):
    codes = recovery_codes.renew(erin)
    assert len(set(codes)) == 10
    assert not any(bytes(row.digest).find(code.encode()) >= 0 for row in RecoveryCode.objects.all() for code in codes)
    client = give_password()[0]
    assert client.post(STEP, {"code": codes[3].upper().replace("-", " ")}).status_code == 302
    assert is_in(client)
    other = give_password()[0]
    assert other.post(STEP, {"code": codes[3]}).status_code == 200
    assert erin.recovery_codes.count() == 9
    assert any("recovery code was used" in mail.text for mail in OutboxMail.objects.all())
    stranger = make_staff("mallory")
    assert not recovery_codes.take(stranger, codes[4])


def test_a_session_that_a_stranger_planted_is_not_logged_in(erin, secret):
    planted = Client()
    planted.post("/admin/login/", {"username": "erin", "password": "wrong"})
    give_password(planted)
    before = planted.cookies["session"].value
    planted.post(STEP, {"code": code_of(secret)})
    assert planted.cookies["session"].value != before
    thief = Client()
    thief.cookies["session"] = before
    assert not is_in(thief)
    assert thief.get(STEP).url == "/admin/login/"


def test_who_waits_too_long_or_gets_another_password_begins_anew(erin, secret, monkeypatch):
    client = give_password()[0]
    monkeypatch.setattr(login_steps, "WAITS", 0)
    assert client.post(STEP, {"code": code_of(secret)}).url == "/admin/login/"
    monkeypatch.undo()
    client = give_password()[0]
    erin.set_password("another horse")
    erin.save()
    assert client.post(STEP, {"code": code_of(secret)}).url == "/admin/login/"


def test_who_knows_the_password_only_adds_no_factor_of_their_own(erin):
    client = give_password()[0]
    for page in ("app", "passkey"):
        assert client.get(f"{STEP}{page}/").url == STEP
    client.post(f"{STEP}app/", {"code": "000000"})
    client.post(f"{STEP}recovery-codes/")
    client.post(f"{STEP}app/remove/")
    assert Authenticator.objects.filter(account=erin).count() == 1
    assert RecoveryCode.objects.count() == 0


@pytest.fixture
def needed(settings):
    settings.SECOND_FACTOR_REQUIRED_FOR = ["administrator", "editor"]


@pytest.mark.usefixtures("needed")
def test_whose_role_needs_one_is_led_to_make_one_before_anything_else():
    make_account("editor", username="clara", password=PASSWORD, email="clara@example.org")
    client, answer = give_password(username="clara")
    answer = client.get(answer.url)
    assert (answer.url, is_in(client)) == (f"{STEP}new/", False)
    assert "Authenticator app" in client.get(answer.url).text
    page = client.get(f"{STEP}app/")
    secret = page.context["form"].secret
    assert client.get(f"{STEP}app/").context["form"].secret == secret  # loaded again
    assert "not the code" in client.post(f"{STEP}app/", {"code": "12345"}).text
    answer = client.post(f"{STEP}app/", {"code": code_of(secret)})
    assert len(answer.context["codes"]) == 10
    assert answer.context["goal"] == "/admin/articles/article/"
    assert is_in(client)
    assert {entry.detail for entry in AuditEntry.objects.filter(action="factor")} == {"authenticator app added"}
    assert [mail.to for mail in OutboxMail.objects.all()] == ["clara@example.org"]
    # The code that set it up logs nobody in.
    other = give_password(username="clara")[0]
    assert other.post(STEP, {"code": code_of(secret)}).status_code == 200


@pytest.mark.usefixtures("needed")
def test_who_gets_such_a_role_while_logged_in_makes_one_then():
    account = make_account("author", username="clara", password=PASSWORD)
    client = give_password(username="clara")[0]
    assert is_in(client)
    account.groups.add(Group.objects.get(name="editor"))
    assert not is_in(client)
    assert client.get("/admin/login/").url == f"{STEP}new/"
    secret = client.get(f"{STEP}app/").context["form"].secret
    client.post(f"{STEP}app/", {"code": code_of(secret)})
    assert is_in(client)
    assert client.post(f"{STEP}app/remove/").url == "/admin/account/"
    assert Authenticator.objects.count() == 1  # the last one stays


@pytest.mark.django_db(transaction=True)
def test_two_buttons_at_once_do_not_take_away_both_factors(settings):
    settings.SECOND_FACTOR_REQUIRED_FOR = ["editor"]
    account = make_account("editor", username="clara", password=PASSWORD)
    Authenticator.objects.create(account=account, secret=new_secret())
    key = WebAuthnCredential.objects.create(user=account, name="key", credential_id=b"1", public_key=b"2", sign_count=0)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(account)
        session = client.session
        session[login_steps.FACTOR] = "code"
        session.save()
    start, answers = threading.Barrier(2), []

    def press(client, path):
        start.wait()
        answers.append(client.post(f"{STEP}{path}/remove/").status_code)
        connection.close()

    pairs = zip(clients, ("app", f"passkeys/{key.pk}"), strict=True)
    threads = [threading.Thread(target=press, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert Authenticator.objects.count() + WebAuthnCredential.objects.count() == 1


def test_an_administrator_takes_away_what_was_lost_and_the_owner_is_told(erin):
    recovery_codes.renew(erin)
    gone = Client()
    gone.force_login(erin)
    admin = Client()
    admin.force_login(make_staff("alice"))
    page = f"/admin/auth/user/{erin.pk}/change/"
    assert "authenticator app" in admin.get(page).text
    sent = {"username": "erin", "is_active": "on", "email": erin.email, "_remove_factors": "1"}
    assert admin.post(page, sent).status_code == 302
    assert not second_factor.has_one(erin)
    assert (RecoveryCode.objects.count(), is_in(gone)) == (0, False)
    entry = AuditEntry.objects.get(action="factor")
    assert (entry.actor_name, entry.object_name, entry.detail) == ("alice", "erin", "all removed")
    assert "taken away" in OutboxMail.objects.get().text


@pytest.mark.parametrize(
    "answer", ["", "{", "[]", "null", "{}", '"x"', '{"id": 1}', json.dumps({"id": "a", "rawId": "a", "response": {}})]
)
def test_nonsense_for_a_passkey_is_refused(erin, answer, settings):
    settings.SITE_URL = "http://localhost:8000"
    client = give_password()[0]
    client.get(STEP)
    response = client.post(STEP, {"passkey": answer})
    assert (response.status_code, is_in(client)) == (200, False)
    login = Client()
    login.force_login(erin)
    login.get(f"{STEP}passkey/")
    assert login.post(f"{STEP}passkey/", {"passkey": answer, "name": "key"}).status_code == 200
