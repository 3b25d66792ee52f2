"""Who we are, and David who wants to join."""

import pytest
from django.contrib.admin.models import LogEntry

from core.models import OutboxMail
from organisation.models import Volunteer
from tests.factories import make_page, make_person
from tests.letters import form_token, link

pytestmark = pytest.mark.django_db

DAVID = {"name": "David Okafor", "email": "david@example.org", "country": "NG", "message": "I print."}


def form_for(**fields):
    return {**DAVID, "form_token": form_token("JoinForm"), **fields}


def test_a_coordinator_reads_david_once_he_pressed_the_button(client, admin_client):
    assert client.post("/join/", form_for()).status_code == 302
    mail = OutboxMail.objects.get()
    assert "David" not in mail.text
    assert "I print." not in mail.text
    client.get(link(mail, "confirm"))
    assert "David Okafor" not in admin_client.get("/admin/organisation/volunteer/").text
    client.post(link(mail, "confirm"))
    assert "David Okafor" in admin_client.get("/admin/organisation/volunteer/").text


def test_david_takes_it_back_and_is_erased(client):
    client.post("/join/", form_for())
    path = link(OutboxMail.objects.get(), "withdraw")
    client.get(path)
    assert Volunteer.objects.get().name == "David Okafor"
    client.post(path)
    assert Volunteer.objects.values_list("name", "email", "message").get() == ("", "", "")


def test_a_wrong_address_is_explained_and_the_message_stays(client):
    answer = client.post("/join/", form_for(email="david@"))
    assert answer.status_code == 422
    assert "I print." in answer.text


def test_people_who_are_drafts_are_nowhere(client):
    make_person(title="Shown Person")
    make_person(title="Hidden Person", published_at=None, slug="hidden")
    page = client.get("/people/").text
    assert "Shown Person" in page
    assert "Hidden Person" not in page
    assert client.get("/people/hidden/").status_code == 404


def test_pages_have_their_own_addresses(client):
    make_page(slug="about", title="About us", body="<p>Printed</p>")
    make_page(slug="imprint", title="Imprint")
    assert "Printed" in client.get("/about/").text
    assert client.get("/pages/imprint/").status_code == 200
    assert client.get("/privacy/").status_code == 404


def test_what_david_offers_as_the_fourth_thing_of_a_day_is_kept_and_mailed_tomorrow(client):
    for number in range(4):
        assert client.post("/join/", form_for(message=f"Offer {number}")).status_code == 302
    assert (OutboxMail.objects.due().count(), OutboxMail.objects.delayed().count()) == (3, 1)
    client.post(link(OutboxMail.objects.delayed().get(), "confirm"))
    assert Volunteer.objects.confirmed().get().message == "Offer 3"


def test_what_no_mail_ever_goes_out_for_is_not_kept(client):
    for _ in range(12):
        assert client.post("/join/", form_for()).status_code == 302
    assert Volunteer.objects.count() == OutboxMail.objects.count() == 7


def test_the_desks_history_does_not_remember_who_was_deleted(client, admin_client):
    client.post("/join/", form_for())
    volunteer = Volunteer.objects.get()
    volunteer.confirm()
    admin_client.post(f"/admin/organisation/volunteer/{volunteer.pk}/delete/", {"post": "yes"})
    assert Volunteer.objects.count() == 0
    assert "David" not in LogEntry.objects.get().object_repr


def test_a_coordinator_finds_an_offer_by_whole_address_or_by_words(admin_client):
    make = {"status": "confirmed", "country": "NG"}
    david = Volunteer.objects.create(name="David Okafor", email="david@example.org", message="I print.", **make)
    olga = Volunteer.objects.create(name="Ольга", email="olga@example.org", message="Ein Zimmer in Gießen", **make)
    for text, found in [
        ("DAVID@example.org", [david]),
        ("ольга", [olga]),
        ("zimmer giessen", [olga]),
        ("print okafor", [david]),
        ("david@example", []),
        ("", [olga, david]),
    ]:
        page = admin_client.get("/admin/organisation/volunteer/", {"q": text})
        assert list(page.context["cl"].queryset) == found, text
