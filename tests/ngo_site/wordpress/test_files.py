"""Minutes, recordings and films that the old site kept come along, and what led to them leads to them here."""

from io import BytesIO
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from django.conf import settings as project
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command

from articles.models import Article, Photo
from campaigns.models import Video
from organisation.models import Document
from tests.loopback import page, serving
from tests.ngo_site.wordpress.exports import item, write

pytestmark = pytest.mark.django_db

OURS = project.BASE_DIR / "ngo_site" / "demo" / "pictures"


def office() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return file.getvalue()


FILES = {
    "отчёт.pdf": (OURS / "report.pdf").read_bytes(),
    "minutes.docx": office(),
    "interview.mp3": b"ID3\x03" + bytes(500),
    "march.mp4": (OURS / "ten-seconds-of-ink.mp4").read_bytes(),
    "trick.pdf": b"<html><script>alert(1)</script>",
    "old.mov": b"\0\0\0\x14ftypqt  ",
}
BODY = """<a href="{0}/отчёт.pdf">The report</a>, <a href="{0}/minutes.docx">minutes</a>.

[audio mp3="{0}/interview.mp3"][/audio]

<video src="{0}/march.mp4"></video>

<video src="{0}/old.mov"></video>"""


@pytest.fixture
def old_site(settings, tmp_path):
    with serving({}) as server:
        settings.FETCH_ALLOWED_LOOPBACK = [server.host_port]
        folder = server.url("/wp-content/uploads/2019/03")
        items = [item(1, body=BODY.format(folder)), item(2, body=f'[video mp4="{folder}/march.mp4"]', status="draft")]
        for number, (name, content) in enumerate(FILES.items(), 10):
            address = quote(f"/wp-content/uploads/2019/03/{name}")
            server.answers[address] = page(content, content_type="application/octet-stream")
            file = {"post_parent": 1, "attachment_url": f"{folder}/{name}"}
            items.append(item(number, title=f"File {name}", slug=name.replace(".", "-"), kind="attachment", **file))
        server.export = write(tmp_path / "x.xml", *items[1:], items[0], site=server.url("").rstrip("/"))
        yield server


def test_files_come_along_as_documents_and_films(old_site, capsys, client):
    call_command("import_wordpress", old_site.export, "--media")
    assert list(Document.objects.order_by("pk").values_list("title", "slug")) == [
        ("File отчёт.pdf", "отчёт-pdf"),
        ("File minutes.docx", "minutes-docx"),
        ("File interview.mp3", "interview-mp3"),
    ]
    report, minutes, interview = Document.objects.order_by("pk")
    film = Video.objects.get()
    body = Article.objects.get(slug="item-1").body
    assert f'<a href="{report.file.url}">The report</a>, <a href="{minutes.file.url}">minutes</a>' in body
    assert '<p data-embed="document:interview-mp3"></p>' in body
    assert f'<p data-embed="video:{film.slug}"></p>' in body
    assert "old.mov</a>" in body
    said = capsys.readouterr().out
    assert "/old.mov: files that end in .mov are not taken" in said
    assert "/trick.pdf: What is inside this file is not what its name says." in said
    assert "documents: 3, documents left out: 2, films: 1" in said
    shown = client.get("/articles/item-1/").text
    assert f'<audio controls preload="none" src="{interview.file.url}"' in shown
    assert film.mp4.url in shown
    assert client.get(f"/videos/{film.slug}/").status_code == 200


def test_their_old_addresses_lead_to_them(old_site, client):
    call_command("import_wordpress", old_site.export, "--media")
    report, film = Document.objects.get(slug="отчёт-pdf"), Video.objects.get()
    folder = "/wp-content/uploads/2019/03"
    assert client.get(f"{folder}/отчёт.pdf")["Location"] == report.file.url
    assert client.get(f"{folder}/march.mp4")["Location"] == film.mp4.url
    assert client.get(f"{folder}/old.mov").status_code == 404
    assert client.get("/?attachment_id=10")["Location"] == "/articles/item-1/"
    content = client.get(report.file.url)
    assert (content.status_code, content["Content-Type"]) == (200, "application/pdf")


def test_a_second_run_doubles_nothing(old_site):
    for _time in range(2):
        call_command("import_wordpress", old_site.export, "--media")
    assert [model.objects.count() for model in (Document, Video, Photo)] == [3, 1, 0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", b"<html>"),
        ("a.txt", b"a\x00b"),
        ("a.csv", b"<!DOCTYPE html>"),
        ("a.mp3", b"MZ\x90"),
        ("a.html", b"<html>"),
        ("a.docm", office()),
        ("a.svg", b"<svg>"),
    ],
)
def test_what_is_not_what_its_name_says_or_could_act_is_refused(name, content):
    with pytest.raises(ValidationError):
        Document._meta.get_field("file").run_validators(ContentFile(content, name))
