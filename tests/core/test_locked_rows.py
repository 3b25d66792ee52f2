"""What somebody else does while a form is saved is not undone by it."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from campaigns.models import PetitionUpdate
from tests.desk_forms import opened
from tests.factories import make_account, make_petition, make_staff
from tests.waiting import sessions_waiting_for_locks, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(change, client, path, form):
    """Send the form while ``change`` is made in a transaction that has not ended."""

    def send():
        client.post(path, form)
        connection.close()

    sending = threading.Thread(target=send)
    with transaction.atomic():
        change()
        sending.start()
        wait_until(lambda: sessions_waiting_for_locks() == 1)
    sending.join()


@pytest.fixture
def alice():
    client = Client()
    client.force_login(make_staff("alice"))
    return client


def test_news_that_were_sent_meanwhile_stay_sent(alice):
    update = PetitionUpdate.objects.create(petition=make_petition(), title="Old", published_at=timezone.now())
    path = f"/admin/campaigns/petitionupdate/{update.pk}/change/"
    form = {**opened(alice, path), "title": "New"}
    meanwhile(lambda: PetitionUpdate.objects.filter(pk=update.pk).update(sent_at=timezone.now()), alice, path, form)
    update.refresh_from_db()
    assert (update.title, update.sent_at is None) == ("New", False)


def test_a_password_that_was_chosen_meanwhile_stays(alice):
    clara = make_account("editor", username="clara", email="clara@example.org", password="correct horse")
    path = f"/admin/auth/user/{clara.pk}/change/"
    form = {**opened(alice, path), "first_name": "Clara"}
    meanwhile(lambda: get_user_model().objects.filter(pk=clara.pk).update(password="!chosen"), alice, path, form)
    clara.refresh_from_db()
    assert (clara.first_name, clara.password) == ("Clara", "!chosen")


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/admin/account/", {"first_name": "Mallory", "last_name": ""}),
        (
            "/admin/password_change/",
            {"old_password": "correct horse", **dict.fromkeys(("new_password1", "new_password2"), "seven paper boats")},
        ),
    ],
)
def test_whose_account_is_closed_meanwhile_does_not_open_it_by_what_is_their_own(path, form):
    mallory = make_account("editor", username="mallory", password="correct horse")
    client = Client()
    client.force_login(mallory)
    close = get_user_model().objects.filter(pk=mallory.pk)
    meanwhile(lambda: close.update(is_active=False), client, path, form)
    mallory.refresh_from_db()
    assert not mallory.is_active
