"""A portrait, cover or still is chosen from the library: its file is copied, and nothing is lost without a word."""

import pytest

from core.media import limited_process
from core.richtext import library_picture
from organisation.models import Person
from tests.desk_forms import opened
from tests.factories import make_person, make_photo
from tests.publishing.test_autosaves import report

pytestmark = pytest.mark.django_db


def path(person, rest="change/"):
    return f"/admin/organisation/person/{person.pk}/{rest}"


@pytest.fixture
def decoded(monkeypatch):
    """What the decoder is asked, which works as ever."""
    asked, run = [], limited_process.run
    monkeypatch.setattr(limited_process, "run", lambda *args, **kwargs: asked.append(args) or run(*args, **kwargs))
    return asked


def test_a_chosen_picture_is_copied_as_it_is_and_not_decoded_again(admin_client, decoded):
    photo, person = make_photo(slug="loom", alt="A loom."), make_person(published_at=None)
    decoded.clear()
    chosen = {**opened(admin_client, path(person)), "file-library": "photo:loom", "alt": "Amina at her loom."}
    for title in ("Ami", "Amina"):
        assert report(admin_client, path(person, "autosave/"), chosen, title=title).status_code == 200
    assert admin_client.post(path(person), chosen).status_code == 302
    person.refresh_from_db()
    assert person.file.name != photo.file.name
    assert person.file.read() == photo.file.read()
    assert (person.width, person.height) == (photo.width, photo.height)
    assert decoded == []


@pytest.mark.parametrize("lost", ["file", "consent", "photo"])
def test_a_picture_that_cannot_be_copied_is_refused_in_words(admin_client, lost):
    photo, person = make_photo(slug="loom", alt="A loom."), make_person(title="Amina", published_at=None)
    if lost == "file":
        photo.file.storage.delete(photo.file.name)
    elif lost == "consent":
        photo.consent = photo.Consent.WITHDRAWN
        photo.save()
    else:
        photo.delete()
    form = opened(admin_client, path(person)) | {"file-library": "photo:loom", "title": "Amina B."}
    answer = admin_client.post(path(person), form)
    assert "The picture that you chose cannot be copied" in answer.text
    assert answer.context["wrong"][0]["id"] == "id_file"
    assert Person.objects.get().title == "Amina"


def test_what_is_no_picture_of_the_library_is_no_copy():
    assert library_picture.copy_of("photo:nowhere") is None
