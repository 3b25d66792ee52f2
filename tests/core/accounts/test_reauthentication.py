"""Before what cannot be taken back Erin shows again that it is she; what she sent is not lost."""

import time

import pytest
from django.test import Client

from campaigns.models import Petition
from core.accounts import login_steps, recovery_codes
from core.accounts.authenticators import Authenticator, new_secret
from core.audit import AuditEntry
from newsletters.models import Issue
from ngo_site.sensitive_pages import PAGES
from tests.core.accounts.test_second_factor import code_of
from tests.factories import make_account, make_petition, make_staff, make_subscriber
from tests.ngo_site.admin_walk import admin_patterns

pytestmark = pytest.mark.django_db


@pytest.fixture
def erin():
    return make_staff("erin")


@pytest.fixture
def stale(erin):
    """Erin's browser, in which nobody has shown anything for a quarter of an hour."""
    client = Client()
    client.force_login(erin)
    grow_old(client)
    return client


def grow_old(client):
    session = client.session
    session[login_steps.SHOWN_AT] = time.time() - 901
    session.save()


def test_every_such_page_is_there():
    known = {name for name, _route in admin_patterns()} | {"privacy-desk"}
    assert set(PAGES) - known == set()


def test_a_form_is_held_and_goes_on_as_it_was_sent(stale):
    frank = make_account("author", username="frank")
    page = f"/admin/auth/user/{frank.pk}/change/"
    sent = {"username": "frank", "role": "editor", "is_active": "on", "first_name": "Frank & “Co”\n<b>"}
    asked = stale.post(page, sent)
    assert (asked.status_code, "Is it you?" in asked.text) == (403, True)
    frank.refresh_from_db()
    assert frank.first_name == ""
    hidden = dict(asked.context["sent"])
    assert hidden == sent
    wrong = stale.post(page, {**hidden, "again-method": "POST", "again-password": "wrong"})
    assert (wrong.status_code, "not right" in wrong.text) == (403, True)
    assert dict(wrong.context["sent"]) == sent
    done = stale.post(page, {**hidden, "again-method": "POST", "again-password": "correct horse"})
    assert done.status_code == 302
    frank.refresh_from_db()
    assert frank.first_name.startswith("Frank & “Co”")
    assert set(frank.groups.values_list("name", flat=True)) == {"editor"}
    assert stale.post(page, sent).status_code == 302  # for a quarter of an hour


def test_a_page_that_was_only_looked_at_is_shown_afterwards(stale):
    make_subscriber()
    page = "/admin/newsletters/subscriber/?topic=newsletter"
    assert stale.get(page).status_code == 403
    answer = stale.post(page, {"again-method": "GET", "again-password": "correct horse"})
    assert (answer.status_code, answer.url) == (302, page)
    # Pressed twice.
    assert stale.post(page, {"again-method": "GET", "again-password": "correct horse"}).url == page
    assert stale.get(page).status_code == 200


def test_who_has_a_second_factor_shows_that_and_not_the_password(stale, erin):
    Authenticator.objects.create(account=erin, secret=new_secret())
    petition = make_petition()
    page = f"/admin/campaigns/petition/{petition.pk}/hand-over/"
    assert stale.get(page).status_code == 200
    for answer in ({"again-password": "correct horse"}, {"again-code": "000000"}):
        assert stale.post(page, {"again-method": "POST", **answer}).status_code == 403
    assert not AuditEntry.objects.filter(action="hand-over").exists()
    answer = stale.post(page, {"again-method": "POST", "again-code": code_of(erin.authenticator.secret)})
    assert (answer.status_code, "handover" in answer["Content-Disposition"]) == (200, True)


def test_a_recovery_code_does_as_well(stale, erin):
    Authenticator.objects.create(account=erin, secret=new_secret())
    [code, *_rest] = recovery_codes.renew(erin)
    assert stale.post("/admin/account/address/", {"again-method": "GET", "again-code": code}).status_code == 302


def test_passwords_are_not_tried_without_end_there(stale):
    page = "/admin/auth/user/"
    for number in range(7):
        answer = stale.post(page, {"again-method": "POST", "again-password": f"wrong {number}"})
    assert "Too many tries" in answer.text
    assert stale.post(page, {"again-method": "POST", "again-password": "correct horse"}).status_code == 403


def test_letters_do_not_leave_before(stale):
    make_subscriber()
    issue = Issue.objects.create(subject="News", body="<p>Dear friends</p>")
    stale.post(f"/admin/newsletters/issue/{issue.pk}/send/", {"send": "Send"})
    issue.refresh_from_db()
    assert issue.queued_at is None


def test_a_factor_is_added_and_removed_by_its_owner_alone(stale, erin):
    assert stale.get("/admin/second-factor/app/").status_code == 403
    Authenticator.objects.create(account=erin, secret=new_secret())
    assert stale.post("/admin/second-factor/app/remove/").status_code == 403
    assert stale.post("/admin/second-factor/recovery-codes/").status_code == 403
    assert Authenticator.objects.count() == 1


def test_whoever_just_logged_in_is_not_asked(erin):
    client = Client()
    client.post("/admin/login/", {"username": "erin", "password": "correct horse"})
    assert client.get("/admin/newsletters/subscriber/").status_code == 200
    assert Petition.objects.count() == 0
