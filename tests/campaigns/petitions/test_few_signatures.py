"""Nobody at the desk finds out by asking whether one person signed: few are told as none are, whatever is asked."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.fraud import invalidations
from campaigns.models import CountChange, Invalidation, Quarantine, Signature
from campaigns.signatures.counting import count_signatures
from core.audit import AuditEntry
from tests.campaigns.fraud.test_invalidations import ADD, crowd, form, make_signature, run_jobs, states, tagged
from tests.factories import make_account, make_petition

pytestmark = pytest.mark.django_db

HERS, NOBODYS = "anna-schmidt.example", "nobody-here.example"
AT = datetime(2026, 11, 20, 14, 7, tzinfo=UTC)
# What was typed stands in the form again; and each page has a token of its own.
TYPED = re.compile(r' value="[^"]*"| selected')


@pytest.fixture
def petition():
    """Signed by a crowd, and by Anna from the mail domain of her family."""
    petition = make_petition(title="Free the printers", slug="free")
    crowd(petition, 20, "gmail.com", country="FR", confirmed_at=AT - timedelta(days=9))
    tagged(petition, HERS, country="VA", region="Rome", display_name="Anna S.", confirmed_at=AT)
    count_signatures()
    return petition


@pytest.fixture
def campaigner(client, django_user_model):
    client.force_login(make_account("campaigner", username="carla"))
    return client


def asked(client, petition, how="_preview", **conditions):
    """Return what the desk answers, without what stands in the form because it was typed."""
    page = client.post(ADD, {**form(petition, **conditions), how: "1"})
    assert page.status_code == 200
    return TYPED.sub("", page.text)


@pytest.mark.parametrize("kind", ["hold", "release"])
@pytest.mark.parametrize("how", ["_preview", "_do"])
@pytest.mark.parametrize(
    ("hers", "nobodys"),
    [
        ({"domain": HERS}, {"domain": NOBODYS}),
        ({"country": "VA"}, {"country": "AD"}),
        ({"since": "2026-11-20", "until": "2026-11-20"}, {"since": "2026-11-19", "until": "2026-11-19"}),
        ({"domain": HERS, "country": "VA"}, {"domain": HERS, "country": "FR"}),
        ({"domain": HERS, "name": "Anna*"}, {"domain": HERS, "name": "Berta*"}),
        ({"domain": HERS, "since": "2026-11-20"}, {"domain": HERS, "since": "2026-11-21"}),
    ],
    ids=str,
)
def test_one_who_signed_looks_like_nobody(campaigner, petition, kind, how, hers, nobodys):
    assert asked(campaigner, petition, how, kind=kind, **hers) == asked(campaigner, petition, how, kind=kind, **nobodys)
    assert Invalidation.objects.count() == 0
    run_jobs()
    assert (states(petition), CountChange.objects.count()) == (["confirmed"] * 21, 0)


def test_it_says_what_can_be_done(campaigner, petition):
    page = asked(campaigner, petition, domain=HERS)
    assert "Only a few signatures fit: fewer than ten, or none" in page
    assert "Take them out of the count" not in page
    for word in ("VA", "Holy See", "20 November", "1 signature"):
        assert word not in page.partition("</section>")[0]


def test_from_ten_on_numbers_are_told_and_below_that_left_out(campaigner, petition):
    crowd(petition, 10, "uni.example", country="DE", confirmed_at=AT)
    crowd(petition, 9, "uni.example", country="AT", confirmed_at=AT - timedelta(days=1))
    seen = campaigner.post(ADD, {**form(petition, since="2026-11-19"), "_preview": "1"}).context["seen"]
    assert (seen["number"], seen["countries"]) == (20, [("Germany", 10)])
    assert seen["days"] == {AT.date(): 11}


def test_two_questions_about_a_small_mail_domain_tell_of_nobody(campaigner, petition):
    crowd(petition, 11, "uni.example", country="DE", confirmed_at=AT - timedelta(days=1))
    before = asked(campaigner, petition, domain="uni.example")
    tagged(petition, "uni.example", country="DE", confirmed_at=AT)
    assert asked(campaigner, petition, domain="uni.example") == before
    told = before.partition("</section>")[0]
    assert ("10 signatures or a few more fit" in told, "Germany" in told) == (True, False)
    for more in ({"until": "2026-11-19"}, {"country": "DE"}, {"name": "A*"}):
        assert "Please ask for it alone" in asked(campaigner, petition, domain="uni.example", **more)
    assert "20 signatures fit" in asked(campaigner, petition, domain="gmail.com", country="FR")


def test_a_name_that_everybody_reads_can_be_taken_out_alone(campaigner, petition):
    page = asked(campaigner, petition, name="Anna*")
    assert ("Take them out of the count" in page, "Only a few signatures fit" in page) == (True, True)
    done = campaigner.post(ADD, {**form(petition, name="Anna*"), "_do": "1"})
    run_jobs()
    assert Signature.objects.get(status="held").display_name == "Anna S."
    page = campaigner.get(done.url).text
    assert "<strong>fewer than ten</strong>" in page
    assert "fewer than ten" in campaigner.get("/admin/campaigns/invalidation/").text


@pytest.mark.parametrize(
    ("conditions", "detail"),
    [
        ({"domain": HERS}, r"hold; domain: tag [0-9a-f]{6}"),
        ({"domain": "gmail.com"}, "hold; domain: gmail.com"),
        ({"country": "VA", "since": "2026-11-20", "until": "2026-11-21"},
         "hold; since: 2026-11-20; until: 2026-11-21; country: VA"),
        ({"kind": "release", "reasons": ["quick", "odd"]}, "release; reasons: quick, odd"),
        ({"name": "Anna*"}, r"hold; name: \*"),
    ],
)  # fmt: skip
def test_who_looked_stands_in_the_audit_log_but_nobody_they_looked_for(campaigner, petition, conditions, detail):
    campaigner.post(ADD, {**form(petition, **conditions), "_preview": "1"})
    entry = AuditEntry.objects.get(action="look")
    assert (entry.actor_name, entry.kind, entry.object_name) == ("carla", "campaigns.petition", "Free the printers")
    assert re.fullmatch(detail, entry.detail)
    assert ("anna" in entry.detail.lower()) is False


def test_nobody_looks_all_day_long(campaigner, petition, monkeypatch):
    monkeypatch.setattr(invalidations, "MOST_LOOKS", 3)
    pages = [asked(campaigner, petition, country="FR") for _ in range(4)]
    assert [("20 signatures fit" in page, "come back in an hour" in page) for page in pages] == [
        *[(True, False)] * 3, (False, True),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(action="look").count() == 3
    campaigner.force_login(make_account("campaigner", username="dora"))
    assert "20 signatures fit" in asked(campaigner, petition, country="FR")


def test_minutes_are_not_offered(campaigner, petition):
    page = campaigner.get(ADD).text
    assert (page.count('type="date"'), "datetime-local" in page, 'type="time"' in page) == (2, False, False)
    assert "valid date" in asked(campaigner, petition, since="2026-11-20T14:06")


def hold(petition, number):
    for _ in range(number):
        signature = make_signature(petition, status="held", country="FR")
        Quarantine.objects.create(signature=signature, reasons=["quick"])


@pytest.mark.parametrize(
    ("number", "told"), [(0, "Fewer than ten"), (1, "Fewer than ten"), (9, "Fewer than ten"), (10, "10")]
)
def test_how_many_are_held_back_is_told_from_ten_on(campaigner, petition, number, told):
    hold(petition, number)
    decision = Invalidation.objects.create(petition=petition, reason="A script", finished_at=timezone.now())
    assert f"{told} held back" in campaigner.get(f"/admin/campaigns/petition/{petition.pk}/change/").text
    label = "form filled in within three seconds"
    assert (f"{label} (10)" in campaigner.get(ADD, {"petition": petition.pk}).text) is (number == 10)
    assert f"{label} (" not in campaigner.get(ADD, {"petition": petition.pk}).text or number == 10
    shown = campaigner.get(f"/admin/campaigns/invalidation/{decision.pk}/change/").text
    assert ("Form filled in within three seconds" in shown) is (number == 10)


# Every page of the desk on petitions and their signatures, as those see it who may write nothing but campaigns.
PAGES = (
    "/admin/campaigns/petition/", "/admin/campaigns/petition/{pk}/change/", "/admin/campaigns/petition/{pk}/spread/",
    "/admin/campaigns/petition/{pk}/spread/?days=2", "/admin/campaigns/petition/{pk}/history/",
    "/admin/campaigns/invalidation/", "/admin/campaigns/invalidation/add/?petition={pk}",
    "/admin/campaigns/paperbatch/", "/admin/campaigns/petitionupdate/", "/admin/",
    "/admin/campaigns/petition/?q=anna-schmidt.example", "/admin/campaigns/invalidation/?q=anna-schmidt.example",
    "/petitions/free/", "/petitions/free/log/", "/petitions/free.json", "/petitions.json",
    "/petitions/free/count.json", "/petitions/free/map.svg",
)  # fmt: skip


def test_no_page_names_her_country_or_her_hour(campaigner, petition):
    Signature.objects.filter(country="VA").update(display_name="", region="", confirmed_at=timezone.now())
    for path in PAGES:
        text = campaigner.get(path.format(pk=petition.pk)).text
        assert "?q=" in path or HERS not in text, path
        without_choices = re.sub(r"<option.*?</option>", "", text, flags=re.DOTALL)
        assert "Holy See" not in without_choices, path
        assert '"VA"' not in without_choices, path


def test_hours_and_totals_of_fewer_than_ten_are_not_on_the_page_of_its_spread(campaigner, petition):
    page = campaigner.get(f"/admin/campaigns/petition/{petition.pk}/spread/?days=2")
    now = timezone.now()
    Signature.objects.filter(country="VA").update(confirmed_at=now)
    with_her = campaigner.get(f"/admin/campaigns/petition/{petition.pk}/spread/?days=2")
    Signature.objects.filter(country="VA").update(confirmed_at=now - timedelta(days=400))
    without = campaigner.get(f"/admin/campaigns/petition/{petition.pk}/spread/?days=2")
    assert page.status_code == 200
    assert TYPED.sub("", with_her.text) == TYPED.sub("", without.text)
