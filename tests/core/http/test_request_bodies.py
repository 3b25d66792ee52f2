"""How large a request may be, before anything reads it: small everywhere, large for whoever works at the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo
from core.http.request_bodies import SMALL
from tests.factories import make_article, make_petition, make_picture_file, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_place_for_files(settings, tmp_path):
    """Whatever is written to the disk nevertheless ends in an error."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")


def a_film():
    return SimpleUploadedFile("film.mp4", b"x" * 5_000_000)


PLACES = ["/webmention/", "/pingback/", "/xmlrpc.php", "/admin/login/", "/newsletter/", "/join/", "/nothing/", "/"]


@pytest.mark.parametrize("path", PLACES)
def test_an_address_that_takes_no_files_takes_nothing_large(client, path):
    answer = client.post(path, {"file": a_film()})
    assert answer.status_code == 413
    assert "nothing was kept" in answer.text


def test_petition_and_comment_neither(client):
    for path in (make_petition().get_absolute_url(), f"{make_article().get_absolute_url()}comments/"):
        assert client.post(path, {"file": a_film()}).status_code == 413


@pytest.mark.parametrize("size", [SMALL, SMALL + 1])
def test_the_limit_is_that_of_a_small_form(client, size):
    body = b"source=" + b"x" * (size - 7)
    answer = client.post("/webmention/", body, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code == 413) == (size > SMALL)


def test_a_language_of_its_own(client, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    answer = client.post("/fr/newsletter/", {"file": a_film()})
    assert (answer.status_code, '<html lang="fr"' in answer.text) == (413, True)


@pytest.mark.parametrize("session", ["", "a" * 32])
def test_the_desk_asks_strangers_to_log_in_first(client, session):
    if session:
        client.cookies["session"] = session
    answer = client.post("/admin/articles/photo/upload/", {"files": [a_film()]})
    assert (answer.status_code, "Please log in in another window" in answer.text) == (413, True)


def test_a_person_without_work_at_the_desk_sends_no_large_files(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("bob"))
    assert client.post("/admin/articles/photo/upload/", {"files": [a_film()]}).status_code == 413


def test_clara_sends_large_texts_and_files(client, settings):
    settings.FILE_UPLOAD_TEMP_DIR = None
    client.force_login(make_staff("clara"))
    padding = SimpleUploadedFile("notes.txt", b"x" * SMALL)
    files = [SimpleUploadedFile("mast.png", make_picture_file().read()), padding]
    answer = client.post("/admin/articles/photo/upload/", {"files": files, "language": "en"})
    assert answer.status_code in {200, 302}
    assert Photo.objects.count() == 1


def test_not_even_clara_sends_more_than_the_largest_film(client, settings):
    settings.LARGEST_REQUEST = 1_000_000
    client.force_login(make_staff("clara"))
    assert client.post("/admin/articles/photo/upload/", {"files": [a_film()]}).status_code == 413
    assert client.post("/webmention/", {"file": a_film()}).status_code == 413
