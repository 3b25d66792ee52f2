"""Scripts are held back without a word, and people are not, wherever they sit."""

import secrets
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from bench.crowds import Crowd
from bench.fraud import play
from campaigns.fraud import quarantine, risk_signals
from campaigns.fraud.burst_detection import Group, weigh
from campaigns.models import (
    Attempt,
    Burst,
    CountChange,
    DayKey,
    DomainTag,
    Invalidation,
    Quarantine,
    RiskSignals,
    Signature,
)
from campaigns.signatures.confirmation import confirm
from campaigns.signatures.counting import count_signatures
from core.mail.outbox import OutboxMail
from tests.factories import make_petition
from tests.letters import form_token, link

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)


def sign(client, petition, email, name="Alice Martin", ip="192.0.2.7", follow=True):
    fields = {"name": name, "email": email, "country": "FR", "form_token": form_token("SignForm")}
    page = client.post(petition.get_absolute_url(), fields, REMOTE_ADDR=ip)
    assert page.status_code == 200, page.text
    mail = OutboxMail.objects.latest("pk")
    return link(mail, "confirm") if follow else None


@pytest.mark.crowd
def test_people_are_let_through_and_scripts_are_held_back():
    crowd = Crowd(NINE)
    visits = [
        *crowd.campus(60), *crowd.tor(60), *crowd.surge(150), *crowd.families(8), *crowd.trickle(20),
        *crowd.pool(120, 300, 900), *crowd.one_network(170, 300, 900), *crowd.headless(40, 600, 600),
        *crowd.aliases(90, 600, 600),
    ]  # fmt: skip
    figures = play(make_petition(), visits)
    held = {stream: last[1] for stream, (_sent, _soon, last) in figures.items()}
    confirmed = {stream: last[0] for stream, (_sent, _soon, last) in figures.items()}
    for honest in ("campus", "Tor", "newsletter surge", "family", "slow trickle"):
        assert held[honest] == 0, honest
    for script in ("pool of 500 networks", "one /24, catch-all", "headless quick forms"):
        assert held[script] == confirmed[script], script
    assert confirmed["plus and dot aliases"] - held["plus and dot aliases"] <= 3  # mailboxes that are really there


def test_a_network_alone_is_never_held_however_many_sign_there():
    calm = {"petition_id": 1, "tag": b"", "size": 100_000, "quick": 0.05, "odd": 0.1, "instant": 0.2}
    assert weigh(Group(kind="network", **calm)) == 0
    everything = Group(kind="network", **calm | {"quick": 1, "odd": 1, "instant": 1})
    assert weigh(everything) < quarantine.THRESHOLD


def make_held(client, petition, email="bot@catch-all.example"):
    path = sign(client, petition, email)
    for kind in ("network", "domain"):
        tag = getattr(RiskSignals.objects.get(), kind)
        now = timezone.now()
        span = {"begun_at": now - timedelta(hours=1), "seen_at": now}
        Burst.objects.create(petition_id=petition.pk, kind=kind, tag=tag, weight=6, **span)
    return path


def test_who_is_held_back_sees_what_everybody_sees(client):
    honest, scripted = make_petition(title="One"), make_petition(title="One")
    paths = {"confirmed": sign(client, honest, "alice@example.org")}
    RiskSignals.objects.all().delete()
    paths["held"] = make_held(client, scripted)
    answers = {}
    for status, path in paths.items():
        answer = client.post(path)
        again, mails = client.get(path), OutboxMail.objects.count()
        sign(client, honest if status == "confirmed" else scripted,
             "alice@example.org" if status == "confirmed" else "bot@catch-all.example", follow=False)  # fmt: skip
        mail = OutboxMail.objects.latest("pk")
        assert OutboxMail.objects.count() == mails + 1
        answers[status] = (
            answer.status_code, answer.text.replace(scripted.slug, honest.slug),
            again.text.replace(scripted.slug, honest.slug).replace(path, "…"), mail.subject,
        )  # fmt: skip
        assert Signature.objects.get(petition=honest if status == "confirmed" else scripted).status == status
    assert answers["held"] == answers["confirmed"]
    count_signatures()
    assert scripted.tallies.count() == 0
    assert set(Quarantine.objects.get().reasons) >= {"network", "domain"}


def test_what_is_held_back_can_be_taken_back(client):
    petition = make_petition()
    path = make_held(client, petition)
    client.post(path)
    client.post(path.replace("confirm", "withdraw"))
    assert petition.signatures.get().status == "withdrawn"


def test_a_burst_seen_too_late_takes_its_first_signatures_along_and_says_so():
    petition = make_petition()
    for number in range(70):
        signature = Signature.objects.create(
            petition=petition, fingerprint=secrets.token_bytes(32), country="FR", sealed=b"",
            status="confirmed", counted=True, confirmed_at=NINE,
        )  # fmt: skip
        make_trace(signature, network=b"net", domain=b"dom", is_quick=True, is_instant=number % 9 > 0)
    assert quarantine.examine(NINE + timedelta(minutes=5)) == 70
    assert petition.signatures.filter(status="held").count() == 70
    change = CountChange.objects.get()
    assert (change.kind, change.number) == ("invalidated", -70)
    assert quarantine.examine(NINE + timedelta(minutes=6)) == 0


def make_trace(signature, at=NINE, **fields):
    return RiskSignals.objects.create(signature_id=signature.pk, petition_id=signature.petition_id, at=at, **fields)


def test_who_was_held_back_in_a_burst_that_was_none_is_let_go():
    petition = make_petition()
    signature = Signature.objects.create(
        petition=petition, fingerprint=b"1" * 32, country="FR", sealed=b"", status="held", confirmed_at=NINE
    )
    make_trace(signature, network=b"net", is_quick=True)
    Quarantine.objects.create(signature=signature, reasons=["network"], score=10)
    Burst.objects.create(
        petition_id=petition.pk,
        kind="network",
        tag=b"net",
        weight=10,
        begun_at=NINE,
        seen_at=NINE + timedelta(minutes=2),
    )
    assert quarantine.examine(NINE + timedelta(minutes=30)) == 0
    assert quarantine.examine(NINE + timedelta(hours=2)) == 1
    assert petition.signatures.get().status == "confirmed"
    assert CountChange.objects.get().number == 1


def test_no_address_and_no_network_is_kept_and_the_rest_for_a_day(client):
    petition = make_petition()
    sign(client, petition, "alice@unmistakable.example", ip="203.0.113.77")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM campaigns_risksignals t")
        (row,) = cursor.fetchone()
        for word in ("203.0.113", "alice", "unmistakable", "Martin"):
            assert word not in row
            assert word.encode().hex() not in row
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'campaigns_risksignals'")
        assert cursor.fetchone() == ("u",)
    RiskSignals.objects.update(at=timezone.now() - timedelta(hours=25))
    DayKey.objects.update(day=timezone.now().date() - timedelta(days=3))
    risk_signals.forget_traces()
    assert (RiskSignals.objects.count(), DayKey.objects.count()) == (0, 0)


def test_a_stranger_who_types_a_signers_address_changes_nothing_of_how_it_was_signed(client):
    petition = make_petition()
    client.post(sign(client, petition, "alice@example.org"))
    before = RiskSignals.objects.values().get()
    sign(client, petition, "alice@example.org", name="xKqWtrPzvb 7", ip="203.0.113.9", follow=False)
    assert RiskSignals.objects.values().get() == before
    assert DomainTag.objects.count() == 1


def test_a_script_that_types_a_waiting_address_does_not_make_it_look_scripted(client):
    petition = make_petition()
    sign(client, petition, "alice@example.org", ip="192.0.2.7", follow=False)
    before = RiskSignals.objects.values().get()
    assert not before["is_odd"]
    sign(client, petition, "alice@example.org", name="xKqWtrPzvb 7", ip="203.0.113.9", follow=False)
    assert RiskSignals.objects.values().get() == before


def test_a_person_who_signs_after_a_script_typed_their_address_is_taken_for_a_person(client):
    petition = make_petition()
    sign(client, petition, "alice@example.org", name="xKqWtrPzvb 7", ip="203.0.113.9", follow=False)
    network = RiskSignals.objects.get().network
    sign(client, petition, "alice@example.org", follow=False)
    assert not RiskSignals.objects.get().is_odd
    assert RiskSignals.objects.get().network != network


@pytest.mark.parametrize("by_editor", [False, True])
def test_what_was_held_back_stays_so_when_it_is_taken_back_and_signed_again(client, by_editor):
    petition = make_petition()
    first = sign(client, petition, "bot@catch-all.example")
    client.post(first)
    signature = petition.signatures.get()
    decision = make_invalidation(petition) if by_editor else None
    Signature.objects.update(status="held")
    Quarantine.objects.create(signature=signature, reasons=["network"], score=10, held_by=decision)
    client.post(first.replace("confirm", "withdraw"))
    assert petition.signatures.get().status == "withdrawn"
    client.post(sign(client, petition, "bot@catch-all.example"))
    assert petition.signatures.get().status == "held"
    Quarantine.objects.update(released_at=timezone.now())
    Signature.objects.update(status="confirmed")
    assert quarantine.examine() == 0


def make_invalidation(petition):
    return Invalidation.objects.create(petition=petition, conditions={"country": "FR"}, reason="A script")


def test_a_signature_without_a_trace_counts():
    petition = make_petition()
    signature = Signature.objects.create(petition=petition, fingerprint=b"1" * 32, country="FR", sealed=b"")
    attempt = Attempt.objects.create(signature=signature, country="FR", sealed=b"box", token_hash=b"1" * 32)
    assert confirm(attempt, "token")
    assert petition.signatures.get().status == "confirmed"


@pytest.mark.parametrize(
    "name",
    ["Zdeněk Hrdlička", "Krzysztof Szczęsny", "Nguyễn Thị Mai", "McDonald", "Zschätzsch", "Ng", "山田太郎",
     "محمد علي", "Jean-Pierre", "O'Brien", "Strč Prst Skrz Krk"],
)  # fmt: skip
def test_names_of_people_are_not_odd(name):
    assert not risk_signals.is_odd(name)


@pytest.mark.parametrize("name", ["xKqWtRPz", "Test12 User", "qwrtplkj", "aaaa"])
def test_names_of_scripts_are_odd(name):
    assert risk_signals.is_odd(name)


@pytest.mark.parametrize("local", ["s1234567", "anna.lena", "mueller2", "schwartz.j", "b.szcz", "a12b"])
def test_mailboxes_of_people_are_not_odd(local):
    assert not risk_signals.is_odd_mailbox(local)
