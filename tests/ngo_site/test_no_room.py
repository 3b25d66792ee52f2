"""The disk of the media folder is full: each door for files says so, and leaves no half of a file."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from campaigns.models import PaperBatch
from core.media.storage import MediaStorage
from tests.campaigns.signatures.test_paper import form as paper_form
from tests.desk_forms import Fields
from tests.factories import make_petition
from tests.full_disk import ROOM, no_room

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "core.media.storage.MediaStorage"}}
    return settings.MEDIA_ROOT


@pytest.fixture
def editor(admin_user):
    editor = Client(raise_request_exception=False)
    editor.force_login(admin_user)
    return editor


def files(folder: Path) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def picture(name="мачта.jpg"):
    return SimpleUploadedFile(name, (site.BASE_DIR / "tests/data/images/hopper.jpg").read_bytes())


DOORS = {
    "articles/photo": {"title": "Пресса", "slug": "press", "alt": "A press", "consent": "nobody"},
    "campaigns/poster": {"title": "Пресса", "slug": "press", "alt": "A press", "words": "Pass it on"},
    "campaigns/video": {"title": "Пресса", "slug": "press", "alt": "A press", "url": "https://vimeo.com/76979871"},
}


@pytest.mark.parametrize("door", DOORS)
def test_a_door_at_the_desk_says_it_and_leaves_nothing(editor, media, door):
    path = f"/admin/{door}/add/"
    fields = Fields(editor.get(path).text).data
    for name, value in {**DOORS[door], "file": picture(), "_save": "Save"}.items():
        fields[name] = value
    with no_room():
        answer = editor.post(path, fields.dict(), headers=OURS)
    assert (answer.status_code, "The server has no room left for files." in answer.text) == (503, True)
    assert "Пресса" in answer.text
    assert files(media) == []


def test_a_film(editor, media):
    path = "/admin/campaigns/video/add/"
    fields = Fields(editor.get(path).text).data
    film = SimpleUploadedFile("film.mp4", (site.BASE_DIR / "tests/data/films/plain.mp4").read_bytes())
    for name, value in {**DOORS["campaigns/video"], "url": "", "mp4": film, "_save": "Save"}.items():
        fields[name] = value
    with no_room():
        answer = editor.post(path, fields.dict(), headers=OURS)
    assert (answer.status_code, "The server has no room left for files." in answer.text) == (503, True)
    assert files(media) == []


def test_signatures_on_paper_need_no_room(editor, media):
    """Their scan is sealed into the database, and comes through no file."""
    petition = make_petition(published_at=timezone.now() - timedelta(days=900))
    with no_room():
        answer = editor.post("/admin/campaigns/paperbatch/add/", paper_form(petition), headers=OURS)
    assert (answer.status_code, PaperBatch.objects.count(), files(media)) == (302, 1, [])


def test_the_librarys_own_door(editor, media):
    with no_room():
        answer = editor.post(
            "/admin/articles/photo/upload/",
            {"language": "en", "files": [picture()]},
            headers=OURS,
        )
    assert (answer.status_code, "The server has no room left for files." in answer.text) == (503, True)
    assert files(media) == []


def test_a_file_that_was_there_stays(media):
    storage = MediaStorage()
    storage.save("press.txt", ContentFile(b"before"))
    with no_room(), pytest.raises(OSError, match="too large"):
        storage.save("press.txt", ContentFile(b"x" * 10 * ROOM))
    assert [path.read_bytes() for path in files(media) if path.name == "press.txt"] == [b"before"]
