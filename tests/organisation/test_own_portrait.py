"""Everybody at the desk who is one of our people has a portrait of their own to change, and nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.audit import AuditEntry
from organisation.models import Person
from publishing.revisions import Revision
from tests.factories import make_account, make_person
from tests.paths import DATA

pytestmark = pytest.mark.django_db


@pytest.fixture
def path():
    return reverse("admin:organisation_own_portrait")


@pytest.fixture
def alice(client):
    alice = make_account("author", username="alice")
    client.force_login(alice)
    return alice


def portrait(name="hopper.jpg"):
    return SimpleUploadedFile(name, (DATA / "images" / name).read_bytes())


def test_alice_puts_her_picture_on_her_page(client, alice, path):
    person = make_person(title="Alice Moreau", user=alice)
    bob = make_person(title="Bob", user=make_account("editor", username="bob"))
    assert path in client.get(reverse("admin:profile")).text
    sent = {"file": portrait(), "alt": "Alice Moreau laughs", "credit": "Clara"}
    assert client.post(path, sent).status_code == 302
    person.refresh_from_db()
    assert (person.is_shown, person.alt, person.credit) == (True, "Alice Moreau laughs", "Clara")
    assert person.file.url.rpartition(".")[0] in client.get(person.get_absolute_url()).text
    assert not Person.objects.get(pk=bob.pk).file
    entry = AuditEntry.objects.get(action="change")
    assert (entry.actor, entry.object_name) == (alice, "Alice Moreau")
    assert Revision.objects.of(person).first().made_by == alice


def test_she_takes_it_away(client, alice, path):
    person = make_person(title="Alice Moreau", user=alice, file=portrait(), alt="Alice Moreau laughs")
    assert "Alice Moreau laughs" in client.get(path).text
    assert client.post(path, {"file-clear": "on", "alt": "", "credit": ""}).status_code == 302
    assert not Person.objects.get(pk=person.pk).file


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"file": portrait(), "alt": ""}, "Please say what the picture shows"),
        ({"file": portrait("truncated_jpeg.jpg"), "alt": "Alice"}, "damaged or incomplete"),
    ],
)
def test_what_is_not_right_is_said_and_changes_nothing(client, alice, path, sent, said):
    make_person(title="Alice Moreau", user=alice)
    answer = client.post(path, {**sent, "credit": "Clara"})
    assert (answer.status_code, said in answer.text, 'value="Clara"' in answer.text) == (200, True, True)
    assert not Person.objects.get().file


def test_whoever_is_none_of_our_people_is_told_who_can_help(client, alice, path):
    make_person(title="Bob")
    assert "an editor can connect the two" in client.get(path).text
    assert client.post(path, {"file": portrait(), "alt": "Bob"}).status_code == 200
    assert not Person.objects.get().file
