"""Adopting a petition: a kit of one's own, a page that tells in full tens, and no address kept without a button."""

import re

import pytest
from django.utils import timezone

from campaigns.models import Channel, ShareCode, SharedHour
from campaigns.sharing import kit_adoption, share_codes, share_figures
from core.mail.outbox import OutboxMail
from newsletters.models import Subscriber
from tests.factories import make_campaign, make_petition

pytestmark = pytest.mark.django_db


@pytest.fixture
def petition():
    return make_petition(title="Free them", slug="free")


@pytest.fixture
def campaign(petition):
    campaign = make_campaign(title="Four printers", slug="printers")
    petition.campaign = campaign
    petition.save()
    return campaign


def adopt(client, path="/petitions/free/adopt/", **more):
    page = client.get(path).text
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    fields = {"name": "Blog of Bob", "email": "", "language": "en", "form_token": token, **more}
    return client.post(path, fields)


def count(code, visits=0, confirmed=0):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    SharedHour.objects.update_or_create(code=code, hour=hour, defaults={"visits": visits, "confirmed": confirmed})


def test_bob_adopts_without_an_address_and_gets_a_kit_and_a_page(client, petition):
    page = client.get(adopt(client).url)
    code = ShareCode.objects.get(channel=Channel.ADOPTED)
    assert (code.name, code.petition) == ("Blog of Bob", petition)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("no-store, private", "noindex")
    assert f"/petitions/free/kit/?via={code.code}" in page.text
    assert not OutboxMail.objects.exists() and not Subscriber.objects.exists()
    kit = client.get(f"/petitions/free/kit/?via={code.code}")
    assert "The kit of <bdi>Blog of Bob</bdi>." in kit.text
    assert kit.text.count(f"http://testserver/s/{code.code}/") >= 4
    assert f"sign/?via={code.code}" in kit.text


def test_the_page_tells_in_full_tens_and_never_sees_one_come(client, petition):
    token = kit_adoption.adopt(petition, "Bob")
    code = ShareCode.objects.get()
    for visits, told in ((0, "fewer than ten"), (9, "fewer than ten"), (10, "10 or more"), (29, "20 or more")):
        count(code, visits=visits)
        assert told in client.get(f"/kits/{token}/").text
    ShareCode.objects.update(visits_waiting=1, confirmed_waiting=9)
    assert kit_adoption.came_through(ShareCode.objects.get()) == {"visits": 30, "confirmed": 0}


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
    monkeypatch.setattr(kit_adoption, "MOST_AN_HOUR", 1)
    assert adopt(client).status_code == 302
    again = adopt(client)
    assert (again.status_code, "in an hour" in again.text) == (422, True)
    assert ShareCode.objects.count() == 1


def test_a_private_page_is_nobody_elses(client, petition):
    code = ShareCode.objects.get(token_hash=kit_adoption.hash_token(kit_adoption.adopt(petition, "Bob")))
    assert client.get(f"/kits/{code.code}/").status_code == 404
    assert client.get("/kits/nobody/").status_code == 404
    other = make_petition(slug="other")
    assert "Bob" not in client.get(f"/petitions/other/kit/?via={code.code}").text
    token = kit_adoption.adopt(other, "Clara")
    type(other).objects.filter(pk=other.pk).update(published_at=None)
    assert client.get(f"/kits/{token}/").status_code == 404


def test_bob_takes_his_name_off_everywhere_and_keeps_his_links(client, petition):
    page = adopt(client, email="bob@example.org").url
    code = ShareCode.objects.get()
    assert (len(code.mailbox), "bob" in code.mailbox) == (64, False)
    kit = f"/petitions/free/kit/?via={code.code}"
    assert "Blog of Bob" in client.get(kit).text and "Erase the name" in client.get(page).text
    client.get(page)
    assert ShareCode.objects.get().name == "Blog of Bob"
    assert client.post(page).status_code == 302
    for path in (page, kit):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Blog of Bob" not in answer.text and "Erase the name" not in answer.text
    assert (ShareCode.objects.get().name, ShareCode.objects.get().mailbox) == ("", "")
    assert client.get(f"/s/{code.code}/").status_code == 303


def test_the_name_can_be_erased_after_the_petition_was_withdrawn(client, petition):
    page = adopt(client).url
    type(petition).objects.filter(pk=petition.pk).update(published_at=None)
    client.post(page)
    assert ShareCode.objects.get().name == ""


def test_a_visit_through_the_kit_is_counted_for_it(client, petition):
    kit_adoption.adopt(petition, "Bob")
    code = ShareCode.objects.get()
    share_codes.counted._waiting.clear()
    client.get(f"/s/{code.code}/", headers={"user-agent": "Mozilla/5.0"})
    share_codes.counted.flush()
    code.refresh_from_db()
    assert code.visits_waiting == 1


def test_a_whole_campaign_is_adopted_and_its_code_goes_along(client, petition, campaign):
    page = client.get(adopt(client, "/campaigns/printers/adopt/").url)
    code = ShareCode.objects.get()
    assert (code.petition, code.campaign, code.channel) == (None, campaign, "adopted")
    assert f"/campaigns/printers/kit/?via={code.code}" in page.text
    kit = client.get(f"/campaigns/printers/kit/?via={code.code}").text
    assert "The kit of <bdi>Blog of Bob</bdi>." in kit
    to_petition = f"/s/{code.code}/free/"
    assert to_petition in kit and f"sign/?via={code.code}" in kit
    assert client.get(f"/s/{code.code}/").url == f"/campaigns/printers/?via={code.code}"
    assert f'href="/petitions/free/?via={code.code}"' in client.get(f"/campaigns/printers/?via={code.code}").text
    assert client.get(to_petition).url == f"/petitions/free/?via={code.code}"
    assert f'name="via" value="{code.code}"' in client.get(f"/petitions/free/?via={code.code}").text


def test_a_campaigns_code_counts_for_its_petitions_alone(petition, campaign):
    kit_adoption.adopt(campaign, "Bob")
    code, other, hour = ShareCode.objects.get(), make_petition(slug="other"), share_codes._this_hour()
    counts = {(petition.pk, "confirmed"): 30, (other.pk, "confirmed"): 100, (0, "visits"): 20}
    share_codes.write({(code.code, key, hour, what): number for (key, what), number in counts.items()})
    assert kit_adoption.came_through(code) == {"visits": 20, "confirmed": 30}
    (row,) = share_figures.figures(petition, 2)["adopted"]
    assert (row["code"], row["confirmed"], row["share"]) == (code, 30, 150)
    assert share_figures.figures(petition, 2)["channels"] == []
    assert share_figures.figures(other, 2)["adopted"] == []


def test_a_campaigns_code_leads_to_no_other_petition(client, petition, campaign):
    kit_adoption.adopt(campaign, "Bob")
    code = ShareCode.objects.get().code
    make_petition(slug="other")
    make_petition(slug="draft", campaign=campaign, published_at=None)
    for path in (f"/s/{code}/other/", f"/s/{code}/draft/", f"/s/{code}/nothing/", "/s/nobody/free/"):
        assert client.get(path).status_code == 404
    for path in (
        f"/campaigns/printers/?via={code}0",
        "/campaigns/printers/kit/?via=%00",
        "/campaigns/printers/?via=x y",
    ):
        assert "via=" not in client.get(path).text


def test_whoever_adopts_a_campaign_is_asked_for_the_letters(client, petition, campaign):
    adopt(client, "/campaigns/printers/adopt/", email="bob@example.org")
    links = re.findall(r"http://testserver(\S+)", OutboxMail.objects.get().text)
    assert [client.get(link).status_code for link in links] == [200] * 4
    assert Subscriber.objects.values_list("status", "topic").get() == ("pending", "")
