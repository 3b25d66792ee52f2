"""Postgres is away or full, or the disk is: 503, and what was typed is on the page."""

from contextlib import contextmanager

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from articles.models import Article, Photo
from campaigns.models import Attempt
from core.models import OutboxMail
from tests import letters
from tests.desk_forms import Fields
from tests.factories import make_article, make_petition
from tests.letters import form_token

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
WORDS = "Свобода печати\nحرية الصحافة\n新聞自由 <b>&"


class FullDisk(FileSystemStorage):
    def _save(self, name, content):
        with open("/dev/full", "wb", buffering=0) as disk:
            disk.write(b"x")


@contextmanager
def failing(table, code):
    """Let Postgres fail with an error code of its own whenever something is written into a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE 'could not write' USING ERRCODE = '{code}'; END $$"
        )
        cursor.execute(f"CREATE TRIGGER fails BEFORE INSERT OR UPDATE ON {table} EXECUTE FUNCTION fail()")
    yield


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def editor(admin_user):
    editor = Client(raise_request_exception=False)
    editor.force_login(admin_user)
    return editor


def signed(**fields):
    given = {"name": "Анна", "email": "anna@example.org", "country": "FR", "comment": WORDS, "seen": ""}
    return {**given, "form_token": form_token("SignForm"), **fields}


def sent_again(answer) -> dict:
    """Return what the page's button sends."""
    form = BeautifulSoup(answer.text, "html.parser").find("form")
    return {field["name"]: field["value"] for field in form.find_all("input")}


@pytest.mark.parametrize("code", ["53100", "57P03", "55P03", "25006"])  # full, starting, locked, a standby
@pytest.mark.parametrize("path", ["/petitions/free/", "/embed/petitions/free/sign/?via=abcd"])
def test_what_was_typed_is_shown_and_can_be_sent_again(visitor, code, path):
    make_petition(slug="free")
    with failing("campaigns_attempt", code):
        answer = visitor.post(path, signed(), headers=OURS)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "30", "no-store")
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.find("textarea").text.strip() == WORDS
    assert (page.find("form")["action"], page.find("form")["method"]) == (path, "post")
    assert {name: value.replace("\r\n", "\n") for name, value in sent_again(answer).items()} == signed(
        form_token=sent_again(answer)["form_token"]
    )
    may_be_framed = path.startswith("/embed/")
    assert ("frame-ancestors *" in answer["Content-Security-Policy"]) == may_be_framed
    assert answer.has_header("X-Frame-Options") != may_be_framed


def test_a_button_behind_a_link_can_be_pressed_again(visitor):
    make_petition(slug="free")
    visitor.post("/petitions/free/", signed(), headers=OURS)
    path = letters.link(OutboxMail.objects.get(), "confirm")
    with failing("campaigns_signature", "57P03"):
        answer = visitor.post(path, headers=OURS)
    assert (answer.status_code, sent_again(answer)) == (503, {})
    assert f'action="{path}"' in answer.text


def test_the_button_of_that_page_signs(visitor):
    make_petition(slug="free")
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        with failing("campaigns_attempt", "53100"):
            answer = visitor.post("/petitions/free/", signed(), headers=OURS)
        cursor.execute("ROLLBACK TO SAVEPOINT before")
    assert answer.status_code == 503
    assert visitor.post("/petitions/free/", sent_again(answer), headers=OURS).status_code == 200
    assert Attempt.objects.count() == 1


def form_of(editor, path, **changed) -> dict:
    fields = Fields(editor.get(path).text).data
    for name, value in {**changed, "_save": "Save"}.items():
        fields[name] = value
    return fields.dict()


def test_another_site_sees_nothing_of_its_words_on_a_page_of_ours(editor):
    path = f"/admin/articles/article/{make_article().pk}/change/"
    fields = form_of(editor, path, title="Injected")
    with failing("articles_article", "53100"):
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}):
            answer = editor.post(path, fields, headers=headers)
            assert (answer.status_code, "Injected" in answer.text) == (503, False)


def test_the_desk_loses_nothing_either(editor):
    article = make_article(title="Before")
    path = f"/admin/articles/article/{article.pk}/change/"
    fields = form_of(editor, path, title="العنوان", body=f"<p>{WORDS}</p>")
    with failing("articles_article", "53100"):
        answer = editor.post(path, fields, headers=OURS)
    assert answer.status_code == 503
    again = {name: value.replace("\r\n", "\n") for name, value in sent_again(answer).items()}
    assert again == {name: value.replace("\r\n", "\n") for name, value in fields.items()}
    assert Article.objects.get(pk=article.pk).title == "Before"


def test_a_full_disk_names_the_file_and_keeps_the_words(editor, settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.FullDisk"}}
    picture = SimpleUploadedFile("мачта.jpg", (settings.BASE_DIR / "tests/data/images/hopper.jpg").read_bytes())
    words = {"title": "Пресса", "slug": "press", "alt": "A press at night", "file": picture}
    answer = editor.post(
        "/admin/articles/photo/add/", form_of(editor, "/admin/articles/photo/add/", **words), headers=OURS
    )
    assert (answer.status_code, Photo.objects.count()) == (503, 0)
    assert (sent_again(answer)["title"], "мачта.jpg" in answer.text) == ("Пресса", True)


def test_a_fault_of_our_own_stays_one(visitor):
    make_petition(slug="free")
    with failing("campaigns_attempt", "22012"):  # a division by zero
        assert visitor.post("/petitions/free/", signed(), headers=OURS).status_code == 500
