"""What Alice agrees to is kept in the words she saw; a slip in her address is offered for correction."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Attempt, Petition, Signature
from core.crypto.sealed_box import open_sealed
from core.models import OutboxMail
from newsletters.models import ConsentWording, Subscriber
from tests.factories import make_petition
from tests.letters import form_token, link

pytestmark = pytest.mark.django_db


def sign(client, **fields):
    petition = fields.pop("petition", None) or make_petition()
    alice = {"name": "Alice Moreau", "email": "alice@example.org", "country": "FR"}
    return client.post(petition.get_absolute_url(), {**alice, "form_token": form_token("SignForm"), **fields})


def consents(private_key):
    return open_sealed(Attempt.objects.get().sealed, private_key)["consent"]


def test_the_wordings_version_language_method_and_time_are_in_the_sealed_box(client, private_key):
    sign(client, updates="on")
    consent = consents(private_key)
    kept = {wording.purpose: wording for wording in ConsentWording.objects.all()}
    assert consent["wordings"] == [[name, "en", kept[name].version] for name in ("signature", "updates")]
    assert consent["method"].startswith("form on the web")
    assert timezone.now() - timedelta(minutes=1) < timezone.datetime.fromisoformat(consent["at"])
    client.post(link(OutboxMail.objects.get(), "confirm"))
    record = Subscriber.objects.get().consent
    assert record == kept["updates"].record(f"/petitions/{Petition.objects.get().slug}/")
    assert kept["updates"].version in record


def test_a_new_wording_is_shown_and_the_old_one_stays(client, private_key):
    petition = make_petition()
    old = ConsentWording.objects.create(purpose="signature", language="en", text="I sign.")
    new = ConsentWording.objects.create(purpose="signature", language="en", text="I sign this.")
    ConsentWording.objects.create(
        purpose="signature", language="en", text="Tomorrow.", valid_from=timezone.now() + timedelta(days=1)
    )
    page = client.get(petition.get_absolute_url()).text
    assert "I sign this." in page
    assert "Tomorrow." not in page
    # Bob's page was open since yesterday: what counts is what he read.
    sign(client, petition=petition, seen=f"{old.version} made-up")
    assert consents(private_key)["wordings"] == [["signature", "en", old.version]]
    Attempt.objects.all().delete()
    sign(client, petition=petition)
    assert consents(private_key)["wordings"] == [["signature", "en", new.version]]


def test_a_wording_of_the_language_comes_before_the_one_of_the_house():
    french = ConsentWording.objects.create(purpose="updates", language="fr", text="Écrivez-moi.")
    ConsentWording.objects.create(purpose="updates", language="en", text="Write.")
    assert ConsentWording.objects.current("fr")["updates"] == french
    assert ConsentWording.objects.current("ar")["updates"].text == "Write."


def test_no_editor_changes_or_deletes_what_people_agreed_to(admin_client):
    kept = ConsentWording.objects.create(purpose="updates", language="en", text="Write.")
    address = f"/admin/newsletters/consentwording/{kept.pk}"
    admin_client.post(f"{address}/change/", {"text": "Sell my address."})
    admin_client.post(f"{address}/delete/", {"post": "yes"})
    assert ConsentWording.objects.get().text == "Write."


@pytest.mark.parametrize(("ticked", "topics"), [({}, []), ({"newsletter": "on"}, [""])])
def test_the_newsletter_comes_only_to_who_ticks_its_box_and_confirms(client, ticked, topics):
    sign(client, **ticked)
    assert Subscriber.objects.confirmed().count() == 0
    mail = OutboxMail.objects.get()
    assert ("You also get the newsletter" in client.get(link(mail, "confirm")).text) is bool(ticked)
    client.post(link(mail, "confirm"))
    assert list(Subscriber.objects.confirmed().values_list("topic", flat=True)) == topics
    client.post(link(mail, "withdraw"))
    assert Subscriber.objects.confirmed().count() == 0


def test_no_box_is_ticked_before_somebody_does(client):
    assert "checked" not in client.get(make_petition().get_absolute_url()).text


def test_a_slip_is_offered_for_correction_with_one_button_each_way(client):
    typed, meant = "alice@gmial.com", "alice@gmail.com"
    page = sign(client, email=typed, postcode="69001")
    assert (page.status_code, Signature.objects.count()) == (422, 0)
    assert f"Did you mean {meant}?" in page.text
    assert 'value="69001"' in page.text
    assert f'name="use_email" value="{typed} {meant}"' in page.text
    for chosen in (typed, meant):
        assert sign(client, email=typed, use_email=f"{typed} {chosen}").status_code == 200
    assert {mail.to for mail in OutboxMail.objects.all()} == {typed, meant}


def test_who_types_another_address_after_all_is_asked_about_that_one(client):
    old = "alice@gmial.com alice@gmail.com"
    assert "bob@yahoo.com?" in sign(client, email="bob@yaho.com", use_email=old).text
    assert sign(client, email="bob@example.org", use_email=old).status_code == 200
    assert OutboxMail.objects.get().to == "bob@example.org"


def test_who_has_signed_may_ask_for_letters_later_and_confirms_those(client):
    petition = make_petition()
    sign(client, petition=petition)
    client.post(link(OutboxMail.objects.get(), "confirm"))
    sign(client, petition=petition, updates="on", newsletter="on")
    mail = OutboxMail.objects.latest("pk")
    assert "signed already" in mail.subject
    assert "Yes, send me the letters" in client.get(link(mail, "confirm")).text
    assert not Subscriber.objects.confirmed().exists()
    client.post(link(mail, "confirm"))
    assert set(Subscriber.objects.confirmed().values_list("topic", flat=True)) == {petition.topic, ""}
    assert "nothing more to do" in client.get(link(mail, "confirm")).text
    sign(client, petition=petition)
    assert "confirm/" not in OutboxMail.objects.latest("pk").text
