"""Editors take signatures out of the count by condition: seen first, done in portions, logged in public, undone."""

import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from campaigns.fraud import invalidations
from campaigns.fraud.risk_signals import domain_tag
from campaigns.models import CountChange, DomainTag, Invalidation, Quarantine, Signature
from campaigns.signatures.counting import count_signatures
from campaigns.signatures.retention import destroy_salts
from core.audit import AuditEntry
from core.jobs.models import Job
from tests.factories import make_petition

pytestmark = pytest.mark.django_db
ADD = "/admin/campaigns/invalidation/add/"


def make_signature(petition, **fields):
    return Signature.objects.create(**{
        "petition": petition, "fingerprint": secrets.token_bytes(32), "country": "FR", "sealed": b"",
        "status": "confirmed", "confirmed_at": datetime(2026, 11, 2, 9, tzinfo=UTC), **fields,
    })  # fmt: skip


def tagged(petition, domain, **fields):
    signature = make_signature(petition, **fields)
    DomainTag.objects.create(signature=signature, tag=domain_tag(f"x@{domain}", petition))
    return signature


def states(petition):
    return sorted(petition.signatures.values_list("status", flat=True))


def run_jobs():
    for job in Job.objects.ready():
        if "invalidations" in job.task_path:
            job.call()
            job.delete()


def form(petition, **fields):
    return {"petition": petition.pk, "kind": "hold", "reason": "A script from one domain", **fields}


def crowd(petition, number=10, domain="catch-all.example", **fields):
    for _ in range(number):
        tagged(petition, domain, **fields)


def test_the_editor_sees_first_and_then_does_it_and_takes_it_back(admin_client):
    petition, other = make_petition(), make_petition()
    crowd(petition, 12)
    tagged(petition, "example.org")
    tagged(other, "catch-all.example")
    count_signatures()
    fields = form(petition, domain="catch-all.example")

    page = admin_client.post(ADD, {**fields, "_preview": "1"})
    assert "10 signatures or a few more fit" in page.text
    assert Invalidation.objects.count() == 0

    # What the button sends is what was looked at, whatever is typed into the form below meanwhile.
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    assert {name: value for name, value in sent.items() if value and name != "csrfmiddlewaretoken"} == {
        **fields, "petition": str(petition.pk),
    }  # fmt: skip
    done = admin_client.post(ADD, {**sent, "_do": "1"})
    run_jobs()
    assert states(petition) == ["confirmed", *["held"] * 12]
    assert states(other) == ["confirmed"]
    page = admin_client.get(done.url)
    assert "Take it back" in page.text
    assert "catch-all" not in page.text.replace("catch-all domain", "")

    admin_client.post(done.url)
    run_jobs()
    assert states(petition) == ["confirmed"] * 13
    logged = list(CountChange.objects.order_by("pk").values_list("kind", "number"))
    assert logged == [("invalidated", -12), ("restored", 12)]
    deeds = AuditEntry.objects.filter(kind="campaigns.invalidation").order_by("pk").values_list("action", flat=True)
    assert list(deeds) == ["invalidate", "undo"]
    looks = AuditEntry.objects.filter(action="look", object_name=petition.title).values_list("detail", flat=True)
    assert set(looks) == {f"hold; domain: tag {domain_tag('x@catch-all.example', petition).hex()[:6]}"}


def test_conditions_hold_together():
    petition, day = make_petition(), timedelta(days=1)
    nine = datetime(2026, 11, 2, 9, tzinfo=UTC)
    fits = make_signature(petition, country="VA", confirmed_at=nine, display_name="Bot X.")
    make_signature(petition, country="FR", confirmed_at=nine, display_name="Bot X.")
    make_signature(petition, country="VA", confirmed_at=nine - day, display_name="Bot X.")
    make_signature(petition, country="VA", confirmed_at=nine, display_name="Botond K.")
    make_signature(petition, country="VA", confirmed_at=nine, status="withdrawn", display_name="Bot X.")
    decision = Invalidation(
        petition=petition,
        conditions={
            "since": "2026-11-02T08:00:00+00:00", "until": "2026-11-02T10:00:00+00:00",
            "country": "VA", "name": "bot *.",
        },
    )  # fmt: skip
    assert list(invalidations.matching(decision)) == [fits]
    decision.conditions |= {"since": "2026-11-02", "until": "2026-11-02"}
    assert list(invalidations.matching(decision)) == [fits]


def test_days_are_those_of_the_site_and_both_are_part_of_it(settings):
    settings.TIME_ZONE = "Asia/Kolkata"
    petition = make_petition()
    for at in ("2026-11-01T18:29+00:00", "2026-11-01T18:30+00:00", "2026-11-03T18:29+00:00", "2026-11-03T18:30+00:00"):
        make_signature(petition, confirmed_at=datetime.fromisoformat(at))
    decision = Invalidation(petition=petition, conditions={"since": "2026-11-02", "until": "2026-11-03"})
    moments = invalidations.matching(decision).order_by("confirmed_at").values_list("confirmed_at", flat=True)
    assert [f"{moment:%d %H:%M}" for moment in moments] == ["01 18:30", "03 18:29"]


def test_what_was_held_back_counts_again_and_stays_so_for_the_rules(admin_client):
    petition = make_petition()
    signature = make_signature(petition, status="held")
    Quarantine.objects.create(signature=signature, reasons=["network", "quick"], score=12)
    assert "form filled in within three seconds" in admin_client.get(ADD, {"petition": petition.pk}).text
    decision = Invalidation(petition=petition, kind="release", conditions={"reasons": ["quick"]}, reason="A library")
    invalidations.decide(decision, None)
    run_jobs()
    assert states(petition) == ["confirmed"]
    assert Quarantine.objects.get().released_at is not None
    assert CountChange.objects.get().number == 1


def test_a_job_killed_between_two_portions_goes_on_and_tells_the_whole_number_once(monkeypatch):
    monkeypatch.setattr(invalidations, "PORTION", 2)
    petition = make_petition()
    for _ in range(11):
        make_signature(petition)
    decision = Invalidation(petition=petition, conditions={"country": "FR"}, reason="A test")
    invalidations.decide(decision, None)
    invalidations._portion(decision)
    run_jobs()
    invalidations.carry_out.call(decision.pk)
    decision.refresh_from_db()
    assert decision.number == 11
    assert CountChange.objects.get().number == -11


def test_who_signs_after_the_decision_is_not_part_of_it():
    petition = make_petition()
    decision = Invalidation(petition=petition, conditions={"country": "FR"}, reason="A test")
    make_signature(petition, confirmed_at=decision.made_at + timedelta(seconds=1))
    assert not invalidations.matching(decision).exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Give at least one condition"),
        ({"domain": "not a domain"}, "This is no mail domain"),
        ({"reasons": ["quick"]}, "does not count"),
        ({"country": "XX"}, "choose a country"),
        ({"since": "yesterday"}, "valid date"),
        ({"domain": "x.example", "petition": ""}, "required"),
    ],
)
def test_what_makes_no_sense_is_said(admin_client, fields, words):
    page = admin_client.post(ADD, {**form(make_petition()), "_do": "1", **fields})
    assert page.status_code == 200
    assert words in page.text
    assert Invalidation.objects.count() == 0


def test_the_tags_of_mail_domains_go_with_the_salt():
    petition = make_petition(closed_at=datetime(2026, 1, 1, tzinfo=UTC))
    tagged(petition, "example.org")
    destroy_salts()
    assert DomainTag.objects.count() == 0
