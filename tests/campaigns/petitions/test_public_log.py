"""Whatever changes a count, other than signing and taking back, is told in public and for good."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from campaigns.models import CountChange, Petition, Tally
from campaigns.petitions.public_log import Kind, log_change
from campaigns.signatures.counting import count_signatures, recount
from tests.campaigns.signatures.test_counting import make_signature
from tests.factories import make_petition

pytestmark = pytest.mark.django_db


def lines(petition):
    return list(petition.count_changes.values_list("kind", "number", "reason"))


def test_everybody_reads_when_what_how_many_and_why(client):
    petition = make_petition(slug="free-them")
    log_change(petition, Kind.INVALIDATED, -1200, "Two thousand addresses\nof one domain within a minute")
    page = client.get("/petitions/free-them/log/").text
    for text in ("signatures taken off the count", "-1,200", "Two thousand addresses of one domain", "<time datetime"):
        assert text in page
    assert "/petitions/free-them/log/" in client.get("/petitions/free-them/").text


def test_a_petition_without_changes_says_so(client):
    petition = make_petition()
    assert "Nothing so far" in client.get(petition.get_absolute_url() + "log/").text


def test_the_log_of_a_draft_is_nobodys(client):
    petition = make_petition(published_at=None)
    log_change(petition, Kind.RESTORED, 3, "canary")
    assert client.get(petition.get_absolute_url() + "log/").status_code == 404


def test_one_log_in_every_language(client):
    petition = make_petition()
    french = make_petition(translation_of=petition, language="fr")
    log_change(french, Kind.RESTORED, 3, "They answered our mail")
    assert lines(petition) == [("restored", 3, "They answered our mail")]
    assert "They answered our mail" in client.get(french.get_absolute_url() + "log/").text


@pytest.mark.parametrize(
    ("kind", "number", "reason"), [("restored", 0, "why"), ("restored", 3, " \n "), ("typed-in", 3, "why")]
)
def test_no_line_without_a_number_a_reason_and_a_kind(kind, number, reason):
    with pytest.raises(ValueError):
        log_change(make_petition(), kind, number, reason)


@pytest.mark.parametrize(
    "statement", ["UPDATE campaigns_countchange SET number = 1", "DELETE FROM campaigns_countchange"]
)
def test_the_database_refuses_to_change_or_delete_a_line(statement):
    petition = make_petition()
    log_change(petition, Kind.PAPER_ADDED, 312, "Collected in Lyon")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert lines(petition) == [("paper-added", 312, "Collected in Lyon")]
    with pytest.raises(ProtectedError):
        petition.delete()


def test_the_number_on_paper_is_what_the_log_says_and_stands_apart(client):
    petition = make_petition(slug="free-them")
    make_signature(petition)
    count_signatures()
    log_change(petition, Kind.PAPER_ADDED, 300, "Collected in Lyon")
    log_change(petition, Kind.PAPER_ADDED, 20, "Collected in Nairobi")
    log_change(petition, Kind.PAPER_STRUCK, -8, "Counted twice")
    log_change(petition, Kind.INVALIDATED, -100, "Of one domain")
    found = Petition.objects.with_count().get()
    assert (found.signed, found.on_paper) == (1, 312)
    answer = client.get("/petitions/free-them/count.json")
    assert answer.json() == {"count": 1, "paper": 312, "goal": 1000, "open": True}
    assert len(answer.content) <= 200
    assert "and 312 on paper" in client.get("/petitions/free-them/").text


def test_a_mended_drift_is_told_once():
    petition = make_petition()
    make_signature(petition)
    count_signatures()
    Tally.objects.update(count=1000)
    recount()
    recount()
    assert [(kind, number) for kind, number, _why in lines(petition)] == [("mended", -999)]


def test_what_moved_between_countries_changes_no_number():
    petition = make_petition()
    make_signature(petition)
    count_signatures()
    Tally.objects.update(country="DE")
    assert len(recount()) == 2
    assert CountChange.objects.count() == 0


def test_the_log_asks_the_same_few_questions_however_long_it_is(client, django_assert_num_queries):
    for number in (1, 3):
        petition = make_petition()
        for _ in range(number):
            log_change(petition, Kind.RESTORED, 1, "They answered")
        client.get(petition.get_absolute_url() + "log/")
        with django_assert_num_queries(3):
            client.get(petition.get_absolute_url() + "log/")
