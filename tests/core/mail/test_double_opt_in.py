"""What a person began counts once they press the button behind the link in their mail, and never twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.mail.double_opt_in import derive_token, ending_alike, hash_token, new_token
from organisation.models import Volunteer

WEEK = Volunteer.CONFIRM_WITHIN


def make_offer(**fields):
    """David's offer to help, with the token that only his mail holds."""
    volunteer = Volunteer(name="David", email="david@example.org", message="I print.", **{"country": "NG"} | fields)
    token = volunteer.issue_token()
    volunteer.save()
    return volunteer, token


@pytest.mark.django_db
def test_the_link_finds_what_it_is_about_and_the_database_does_not_hold_it():
    volunteer, token = make_offer()
    assert Volunteer.objects.from_token(token) == volunteer
    volunteer.refresh_from_db()
    assert bytes(volunteer.token_hash) == hash_token(token)
    assert Volunteer.objects.from_token(bytes(volunteer.token_hash).hex()) is None
    assert Volunteer.objects.from_token("") is None
    assert Volunteer.objects.from_token(token.swapcase()) is None


def test_tokens_are_long_and_all_different():
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {22}


def test_a_token_for_a_second_purpose_does_not_lead_back_to_the_first():
    token = new_token()
    derived = {derive_token(token, "updates"), derive_token(token, "other"), derive_token(new_token(), "updates")}
    assert len(derived) == 3
    assert derive_token(token, "updates") in derived
    assert not any(token in other for other in derived)


@pytest.mark.django_db
def test_the_first_press_confirms_and_the_second_changes_nothing():
    volunteer, _token = make_offer()
    assert volunteer.confirm() is True
    assert volunteer.is_confirmed
    first = Volunteer.objects.get().confirmed_at
    assert volunteer.confirm() is False
    assert Volunteer.objects.get().confirmed_at == first


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_exactly_one_confirms():
    _volunteer, token = make_offer()
    ready = threading.Barrier(6)
    answers = []

    def press(action):
        mine = Volunteer.objects.from_token(token)
        ready.wait(timeout=30)
        answers.append(getattr(mine, action)())
        connection.close()

    for action in ("confirm", "withdraw"):
        answers.clear()
        threads = [threading.Thread(target=press, args=[action]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [False] * 5 + [True]
        if action == "withdraw":
            assert Volunteer.objects.get().status == "withdrawn"


@pytest.mark.django_db
def test_an_old_link_confirms_nothing():
    volunteer, _token = make_offer(created_at=timezone.now() - WEEK)
    assert volunteer.confirm() is False
    assert Volunteer.objects.get().status == "pending"


@pytest.mark.django_db
def test_a_link_confirms_nothing_that_was_begun_anew():
    volunteer, token = make_offer()
    behind_the_link = Volunteer.objects.from_token(token)
    volunteer.issue_token()
    volunteer.save()
    assert behind_the_link.confirm() is False
    assert Volunteer.objects.get().status == "pending"


@pytest.mark.django_db
@pytest.mark.parametrize("confirmed_before", [False, True])
def test_taking_it_back_wipes_who_it_was(confirmed_before):
    volunteer, token = make_offer()
    if confirmed_before:
        volunteer.confirm()
    assert volunteer.withdraw() is True
    assert volunteer.withdraw() is False
    assert volunteer.confirm() is False
    row = Volunteer.objects.values("name", "email", "message", "country", "token_hash", "status").get()
    assert row == {"name": "", "email": "", "message": "", "country": "", "token_hash": None, "status": "withdrawn"}
    # The object at hand holds no more than the row.
    assert (volunteer.name, volunteer.status) == ("", "withdrawn")
    assert Volunteer.objects.from_token(token) is None


@pytest.mark.django_db
def test_only_what_waited_a_week_is_forgotten():
    late, _token = make_offer(created_at=timezone.now() - WEEK - timedelta(minutes=1))
    waiting, _token = make_offer(created_at=timezone.now() - WEEK + timedelta(minutes=1))
    confirmed, _token = make_offer()
    confirmed.confirm()
    Volunteer.objects.filter(pk=confirmed.pk).update(created_at=timezone.now() - 2 * WEEK)
    assert list(Volunteer.objects.pending()) == [waiting]
    assert list(Volunteer.objects.confirmed()) == [confirmed]
    assert list(Volunteer.objects.expired()) == [late]
    assert Volunteer.objects.forget_expired() == 1
    assert set(Volunteer.objects.all()) == {waiting, confirmed}


def test_no_template_may_confirm_or_withdraw():
    for action in (Volunteer.confirm, Volunteer.withdraw, Volunteer.issue_token):
        assert action.alters_data


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_back_ends_like_what_is_kept():
    """A stranger who measures must not learn whether something was written."""
    ends = []
    for is_kept in (True, False):
        with CaptureQueriesContext(connection) as captured, ending_alike():
            make_offer(country="NG" if is_kept else "FR")
            transaction.set_rollback(not is_kept)
        ends.append([query["sql"].split()[0] for query in captured][-1])
    assert ends == ["COMMIT", "COMMIT"]
    assert [offer.country for offer in Volunteer.objects.all()] == ["NG"]
