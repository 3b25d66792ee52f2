"""A file that was chosen at the desk stays chosen when another field was wrong."""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from articles.models import Photo
from campaigns.models import Poster, Video
from core.media import kept_files
from organisation.models import Report
from tests.desk_forms import Fields
from tests.factories import make_account, make_photo

pytestmark = pytest.mark.django_db

DATA = settings.BASE_DIR / "tests" / "data"
ADD = "/admin/articles/photo/add/"
NAME = "мачта 帆船 الصاري.jpg"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def nora():
    return at_desk("nora")


def at_desk(name):
    client = Client()
    client.force_login(make_account("editor", username=name))
    return client


def picture(name=NAME):
    return SimpleUploadedFile(name, (DATA / "images" / "hopper.jpg").read_bytes(), "image/jpeg")


def make_pdf() -> bytes:
    writer, buffer = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(buffer)
    return buffer.getvalue()


def send(client, path, page=None, **fields):
    data = Fields((page or client.get(path)).text).data
    for name, value in {**fields, "_save": "Save"}.items():
        data[name] = value
    return client.post(path, data.dict())


def boxes(page) -> dict:
    """Return what is kept: {name of the field: what stands beside it}."""
    found = BeautifulSoup(page.text, "html.parser").select(".kept-file")
    return {one.input["name"]: one.label.text for one in found}


def kept() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT, kept_files.FOLDER).rglob("*") if path.is_file()]


def test_it_is_shown_by_its_name_and_goes_along_the_next_time(nora):
    page = send(nora, ADD, file=picture(), title="Mast", slug="mast", alt="")
    assert (page.status_code, boxes(page), Photo.objects.count()) == (200, {"file-kept": f"Kept: {NAME}"}, 0)
    page = send(nora, ADD, page, alt="IMG_1")  # still wrong: kept, and not twice
    assert (boxes(page), len(kept())) == ({"file-kept": f"Kept: {NAME}"}, 1)
    assert send(nora, ADD, page, alt="A mast in the fog").status_code == 302
    assert (Photo.objects.get().width, Photo.objects.get().alt) == (128, "A mast in the fog")


def test_whoever_unticks_it_or_chooses_another_has_that(nora):
    page = send(nora, ADD, file=picture(), title="Mast", slug="mast", alt="")
    answer = send(nora, ADD, page, alt="A mast", **{"file-kept": ""})
    assert "This field is required." in answer.text
    other = SimpleUploadedFile("other.png", (DATA / "images" / "hopper.jpg").read_bytes(), "image/png")
    assert boxes(send(nora, ADD, page, file=other)) == {"file-kept": "Kept: other.png"}


def test_what_is_refused_itself_is_not_kept(nora):
    page = send(nora, ADD, file=SimpleUploadedFile("page.jpg", b"<html>"), title="Mast", slug="mast", alt="")
    assert ("whatever its name says" in page.text, boxes(page), kept()) == (True, {}, [])


@pytest.mark.parametrize(
    ("path", "field", "file", "model"),
    [
        ("/admin/campaigns/poster/add/", "file", "images/hopper.jpg", Poster),
        ("/admin/campaigns/video/add/", "mp4", "films/plain.mp4", Video),
        ("/admin/organisation/report/add/", "document", None, Report),
    ],
)
def test_posters_films_and_documents_alike(nora, path, field, file, model):
    content = (DATA / file).read_bytes() if file else make_pdf()
    page = send(nora, path, title="", **{field: SimpleUploadedFile(f"плакат.{(file or 'x.pdf')[-3:]}", content)})
    assert list(boxes(page)) == [f"{field}-kept"]
    assert not model.objects.exists()


def test_it_is_kept_beside_what_somebody_else_saved_meanwhile(nora):
    photo = make_photo(alt="A mast")
    path = f"/admin/articles/photo/{photo.pk}/change/"
    form = nora.get(path)
    send(at_desk("olga"), path, alt="A mast in the fog")
    page = send(nora, path, form, file=picture(), alt="A mast at night")
    assert (page.status_code, boxes(page)) == (409, {"file-kept": f"Kept: {NAME}"})
    assert "once more" not in page.text


def test_nobody_else_gets_it_and_no_made_up_name_leads_anywhere(nora):
    token = Fields(send(nora, ADD, file=picture(), alt="").text).data["file-kept"]
    olga = at_desk("olga")
    for made_up in (token, token[:-1], "x", "../../etc/passwd", ""):
        page = send(olga, ADD, title="Mast", slug="mast", alt="A mast", **{"file-kept": made_up})
        assert "This field is required." in page.text
    assert not Photo.objects.exists()


def test_no_address_leads_to_it_and_no_other_account_of_the_machine_opens_its_folder(nora, client):
    send(nora, ADD, file=picture(), alt="")
    [file] = kept()
    assert client.get(f"/media/{file.relative_to(settings.MEDIA_ROOT)}").status_code == 404
    assert [oct(folder.stat().st_mode & 0o777) for folder in (file.parent, file.parent.parent)] == ["0o700", "0o700"]


def test_it_is_forgotten_after_a_day_and_never_more_than_a_bound(nora, monkeypatch):
    monkeypatch.setattr(kept_files, "MOST_FILES", 3)
    for number in range(5):
        page = send(nora, ADD, file=picture(f"{number}.jpg"), alt="")
        for age, file in enumerate(sorted(kept(), key=lambda file: file.stat().st_mtime)):
            os.utime(file, times=(time.time() - 100 + age,) * 2)
    assert len(kept()) == 3
    kept_files.remove_old_files.call()
    assert len(kept()) == 3
    for file in kept():
        os.utime(file, times=(time.time() - kept_files.KEPT_FOR - 1,) * 2)
    kept_files.remove_old_files.call()
    assert kept() == []
    assert "This field is required." in send(nora, ADD, page, alt="A mast").text
