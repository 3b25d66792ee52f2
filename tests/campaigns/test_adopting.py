"""Adopting a petition: a kit of one's own, a page that tells in full tens, and no address kept without a button."""

import re

import pytest
from django.utils import timezone

from campaigns import adopting, spreading
from campaigns.models import Channel, ShareCode, SharedHour
from newsletters.models import Subscriber
from ngo_site.lib.outbox import OutboxMail
from tests.factories import make_petition

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    return make_petition(title="Free them", slug="free")


def adopt(client, **more):
    page = client.get("/petitions/free/adopt/").text
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    fields = {"name": "Blog of Bob", "email": "", "language": "en", "form_token": token, **more}
    return client.post("/petitions/free/adopt/", fields)


def count(code, visits=0, signatures=0):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    SharedHour.objects.update_or_create(code=code, hour=hour, defaults={"visits": visits, "signatures": signatures})


def test_bob_adopts_without_an_address_and_gets_a_kit_and_a_page(client, petition):
    page = client.get(adopt(client).url)
    code = ShareCode.objects.get(channel=Channel.ADOPTED)
    assert (code.name, code.petition) == ("Blog of Bob", petition)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store, private", "noindex")
    assert f"/petitions/free/kit/?via={code.code}" in page.text
    assert not OutboxMail.objects.exists() and not Subscriber.objects.exists()
    kit = client.get(f"/petitions/free/kit/?via={code.code}")
    assert "The kit of Blog of Bob." in kit.text
    assert kit.text.count(f"http://testserver/s/{code.code}/") >= 4
    assert f"sign/?via={code.code}" in kit.text


def test_the_page_tells_in_full_tens_and_never_sees_one_come(client, petition):
    token = adopting.adopt(petition, "Bob")
    code = ShareCode.objects.get()
    for visits, told in ((0, "fewer than ten"), (9, "fewer than ten"), (10, "10 or more"), (29, "20 or more")):
        count(code, visits=visits)
        assert told in client.get(f"/kits/{token}/").text
    assert adopting.came_through(code) == {"visits": 20, "signatures": 0}


def test_the_mailed_link_leads_to_the_page_and_news_wait_for_a_button(client, petition):
    adopt(client, email="bob@example.org")
    letter = OutboxMail.objects.get()
    assert letter.to == "bob@example.org"
    links = re.findall(r"http://testserver(\S+)", letter.text)
    assert [client.get(link).status_code for link in links] == [200] * 4
    assert Subscriber.objects.get().status == "pending"
    client.post(next(link for link in links if "confirm" in link))
    assert Subscriber.objects.values_list("status", "topic").get() == ("confirmed", "petition:free")
    assert "bob@" not in str(ShareCode.objects.values().get())


def test_the_form_comes_back_with_a_clear_sentence(client, petition):
    for wrong, told in (({"name": ""}, "Please fill this in."), ({"email": "bob"}, "looks like name@example.org")):
        again = adopt(client, **wrong)
        assert again.status_code == 422
        assert told in again.text
    assert not ShareCode.objects.exists()


def test_a_machine_gets_nothing_and_many_have_to_wait(client, petition, monkeypatch):
    assert adopt(client, website="http://spam.example").url == "/petitions/free/kit/"
    monkeypatch.setattr(adopting, "MOST_AN_HOUR", 1)
    assert adopt(client).status_code == 302
    again = adopt(client)
    assert (again.status_code, "in an hour" in again.text) == (422, True)
    assert ShareCode.objects.count() == 1


def test_a_private_page_is_nobody_elses(client, petition):
    code = ShareCode.objects.get(token_hash=adopting.hash_token(adopting.adopt(petition, "Bob")))
    assert client.get(f"/kits/{code.code}/").status_code == 404
    assert client.get("/kits/nobody/").status_code == 404
    other = make_petition(slug="other")
    assert "Bob" not in client.get(f"/petitions/other/kit/?via={code.code}").text
    token = adopting.adopt(other, "Clara")
    type(other).objects.filter(pk=other.pk).update(published_at=None)
    assert client.get(f"/kits/{token}/").status_code == 404


def test_a_visit_through_the_kit_is_counted_for_it(client, petition):
    adopting.adopt(petition, "Bob")
    code = ShareCode.objects.get()
    spreading.counted._waiting.clear()
    client.get(f"/s/{code.code}/", headers={"user-agent": "Mozilla/5.0"})
    spreading.counted.flush()
    assert SharedHour.objects.get().code == code
