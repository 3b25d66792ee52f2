"""Clara is invited, forgets her password, gets another address; Mallory finds old mails and guesses addresses."""

import re
from datetime import timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.accounts import account_links
from core.accounts.account_links import AccountLink
from core.audit import AuditEntry
from core.mail.double_opt_in import hash_token
from core.models import DeskSession, OutboxMail
from ngo_site.roles import role_of
from tests.factories import make_account, make_staff

pytestmark = pytest.mark.django_db

NEW = "harbour lamp carbon sixty"
BOTH = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def clara():
    return make_account("editor", username="clara", email="clara@example.org", password="correct horse")


def link_in_mail(part):
    """Return the path of the newest mail's link."""
    texts = [mail.text for mail in OutboxMail.objects.order_by("-pk")]
    return next(found for text in texts for found in re.findall(rf"http://testserver(/admin/{part}/\S+)", text))


def log_in(password, username="clara"):
    client = Client()
    client.post("/admin/login/", {"username": username, "password": password})
    return client.get("/admin/").status_code == 200


def test_an_administrator_invites_somebody_who_chooses_their_own_password(admin_client):
    person = {"username": "clara", "first_name": "Clara", "email": "clara@example.org", "role": "editor"}
    answer = admin_client.post("/admin/auth/user/add/", person, follow=True)
    assert "on its way to clara@example.org" in answer.text
    link = AccountLink.objects.select_related("account").get()
    clara = link.account
    assert (role_of(clara), clara.is_staff, clara.has_usable_password()) == ("editor", True, False)
    path = link_in_mail("choose-password")
    token = path.split("/")[-2]
    assert (len(token), bytes(link.token_hash)) == (22, hash_token(token))
    assert token not in answer.text
    scanner, browser = Client(), Client()
    for _visit in range(3):
        assert scanner.get(path).status_code == 200
    assert "clara" in browser.get(path).text
    assert browser.post(path, BOTH).status_code == 200
    assert browser.post(path, BOTH).status_code == 404
    assert log_in(NEW)
    assert list(AuditEntry.objects.filter(action="invite").values_list("actor_name", "object_name")) == [
        ("admin", "clara")
    ]


def test_a_link_works_for_a_week_and_a_newer_one_ends_it(clara):
    first, second = (urlsplit(account_links.invite(clara, None)).path for _ in range(2))
    assert [Client().get(path).status_code for path in (first, second)] == [404, 200]
    AccountLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(second, BOTH).status_code == 404
    account_links.forget_expired()
    assert AccountLink.objects.count() == 0


def test_two_presses_at_once_choose_one_password(clara):
    account_links.invite(clara, None)
    one, other = AccountLink.objects.get(), AccountLink.objects.get()
    assert (account_links.take_password(one, NEW), account_links.take_password(other, "other")) == (True, False)
    clara.refresh_from_db()
    assert clara.check_password(NEW)


def test_who_has_no_access_any_more_has_none_by_a_link(clara):
    path = urlsplit(account_links.invite(clara, None)).path
    clara.is_active = False
    clara.save()
    assert Client().post(path, BOTH).status_code == 404


def test_a_forgotten_password_is_chosen_anew_and_all_sessions_end(clara):
    old = Client()
    old.force_login(clara)
    assert old.get("/admin/").status_code == 200
    Client().post("/admin/forgotten-password/", {"email": "Clara@example.org"})
    path = link_in_mail("choose-password")
    assert log_in("correct horse")  # until the button is pressed
    Client().post(path, BOTH)
    assert (log_in("correct horse"), log_in(NEW)) == (False, True)
    assert old.get("/admin/").status_code == 302
    assert Client().post(path, BOTH).status_code == 404
    assert OutboxMail.objects.filter(kind="staff").count() == 1
    assert "its password was changed" in OutboxMail.objects.get(kind="staff").text


def test_the_page_does_not_tell_who_has_an_account(clara):
    def story(email, number):
        browser = Client()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = browser.post("/admin/forgotten-password/", {"email": email}, REMOTE_ADDR=f"198.51.{number}.7")
        said = [re.sub(r"'[^']*'|\d+", "", query["sql"])[:40] for query in asked]
        return re.sub(r"nonce.*|csrf.*", "", answer.text), answer.status_code, said

    story("somebody@example.net", 3)  # asks for what is kept for a moment
    known, unknown = story("clara@example.org", 1), story("nobody@example.net", 2)
    assert known[:2] == unknown[:2]
    # What is read and written for the one is for the other, too, and taken back.
    rows = [[line for line in asked if line.startswith(("INSERT", "SELECT"))] for *_, asked in (known, unknown)]
    assert rows[0] == rows[1] != []
    assert AuditEntry.objects.filter(action="password-link").count() == 1
    assert OutboxMail.objects.count() == AccountLink.objects.count() == 1


@pytest.mark.parametrize("typed", ["CLARA@Microsoft.EXAMPLE", "clara@mıcrosoft.example", "clara@mİcrosoft.example"])
def test_a_link_goes_to_the_address_of_the_account_and_not_to_one_that_looks_like_it(typed):
    make_account("editor", username="clara", email="Clara@microsoft.example")
    Client().post("/admin/forgotten-password/", {"email": typed})
    own = ["Clara@microsoft.example"] if typed.isascii() else []
    assert [mail.to for mail in OutboxMail.objects.all()] == own


def test_a_mailbox_gets_few_such_mails(clara):
    for _time in range(6):
        Client().post("/admin/forgotten-password/", {"email": "clara@example.org"})
    assert OutboxMail.objects.filter(kind="password", due_at__lte=timezone.now()).count() == 3


def test_a_new_address_counts_when_its_button_is_pressed_and_the_old_one_is_told(clara):
    browser = Client()
    browser.force_login(clara)
    browser.post("/admin/account/address/", {"email": "clara@new.example"})
    path = link_in_mail("confirm-address")
    Client().post("/admin/forgotten-password/", {"email": "clara@example.org"})
    stale = link_in_mail("choose-password")
    assert "clara@new.example" in Client().get(path).text
    clara.refresh_from_db()
    assert clara.email == "clara@example.org"
    assert Client().post(path).status_code == 200
    clara.refresh_from_db()
    assert clara.email == "clara@new.example"
    assert [mail.to for mail in OutboxMail.objects.filter(kind="staff")] == ["clara@example.org"]
    assert [Client().get(one).status_code for one in (path, stale)] == [404, 404]


def test_whoever_chose_a_new_password_has_no_other_address_by_a_link_from_before(admin_client, clara):
    def asked_in_her_place() -> str:
        mallory = Client()
        mallory.force_login(clara)
        mallory.post("/admin/account/address/", {"email": "mallory@example.net"})
        return link_in_mail("confirm-address")

    first = asked_in_her_place()
    Client().post("/admin/forgotten-password/", {"email": clara.email})
    Client().post(link_in_mail("choose-password"), BOTH)
    clara.refresh_from_db()
    second = asked_in_her_place()
    her = Client()
    her.force_login(clara)
    her.post("/admin/password_change/", {"old_password": NEW, **dict.fromkeys(BOTH, "seven paper boats upstream")})
    clara.refresh_from_db()
    third = asked_in_her_place()
    person = {"username": "clara", "email": "clara@new.example", "role": "editor", "is_active": "on"}
    admin_client.post(f"/admin/auth/user/{clara.pk}/change/", person)
    assert [Client().post(path).status_code for path in (first, second, third)] == [404, 404, 404]
    clara.refresh_from_db()
    assert clara.email == "clara@new.example"


def test_the_command_makes_the_first_account():
    out = StringIO()
    call_command("invite", "clara@example.org", role="administrator", stdout=out)
    assert "http" not in out.getvalue()
    call_command("invite", "clara@example.org", print_link=True, stdout=out)
    path = urlsplit(out.getvalue().split()[-1]).path
    assert Client().post(path, BOTH).status_code == 200
    assert log_in(NEW)
    with pytest.raises(CommandError, match="--role"):
        call_command("invite", "bob@example.org")
    with pytest.raises(CommandError, match="complete address"):
        call_command("invite", "bob", role="editor")
    with pytest.raises(CommandError, match="another --name"):
        call_command("invite", "bob@example.org", role="editor", name="clara")


def test_the_command_for_the_last_administrator():
    erin = make_staff("erin", email="erin@example.org")
    browser = Client()
    browser.force_login(erin)
    call_command("remove_second_factor", "erin", stdout=StringIO())
    assert DeskSession.objects.count() == 0
    with pytest.raises(CommandError, match="no account"):
        call_command("remove_second_factor", "nobody")
