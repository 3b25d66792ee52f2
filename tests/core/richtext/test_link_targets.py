"""What a link may lead to: our own pages by their titles, files, and what is typed, looked at before it is taken."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from organisation.models import Document
from tests.factories import make_account, make_article, make_petition

pytestmark = pytest.mark.django_db

PATH = "/admin/links.json"


def asked(client, words=""):
    return client.get(PATH, {"q": words}).json()


def test_pages_are_found_by_the_words_of_their_titles(admin_client):
    make_article(title="The river Läa", slug="river")
    make_article(title="The river again", slug="again", published_at=None)
    make_petition(title="Save the river", slug="save")
    make_article(title="A wall", slug="wall")
    found = asked(admin_client, "RIVER laa")["entries"]
    assert [(entry["title"], entry["address"], entry["kind"]) for entry in found] == [
        ("The river Läa", "/articles/river/", "Article")
    ]
    warnings = {entry["title"]: entry["warning"] for entry in asked(admin_client, "river")["entries"]}
    assert warnings == {
        "The river again": "Readers do not see this now (draft).",
        "The river Läa": "",
        "Save the river": "",
    }
    assert len(asked(admin_client)["entries"]) == 4


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org/a b", ""),
        ("example.org", "https://example.org"),
        ("https://example.org/x?y=1#z", "https://example.org/x?y=1#z"),
        ("amina@example.org", "mailto:amina@example.org"),
        ("mailto:amina@example.org", "mailto:amina@example.org"),
        ("+44 20 7946 0000", "tel:+442079460000"),
        ("http://testserver/articles/river/", "/articles/river/"),
        ("testserver/articles/river/?page=2", "/articles/river/?page=2"),
        ("http://testserver", "/"),
        ("/articles/river/", "/articles/river/"),
        ("#t-sources", "#t-sources"),
        ("report.pdf", ""),
        ("river", ""),
        ("http://testserver.example.org/", "http://testserver.example.org/"),
    ],
)
def test_what_is_typed_becomes_an_address_where_it_is_one(admin_client, typed, address):
    answer = asked(admin_client, typed)
    assert (answer["address"], answer["refused"]) == (address, "")


@pytest.mark.parametrize(
    "typed",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://", "http://a"],
)
def test_what_leads_nowhere_is_refused_with_the_reason(admin_client, typed):
    answer = asked(admin_client, typed)
    assert (answer["address"], answer["entries"]) == ("", [])
    assert answer["refused"]


def test_only_the_desk_asks(client):
    assert client.get(PATH).status_code == 302


def send(client, name, content, **more):
    file = SimpleUploadedFile(name, content)
    return client.post("/admin/organisation/document/upload/", {"file": file, **more})


def test_a_file_goes_into_the_document_library(admin_client, client):
    kept = send(admin_client, "water levels_2026.csv", b"day,level\n1,2\n", language="fr").json()
    document = Document.objects.get()
    assert kept == {"title": "water levels 2026", "address": document.file.url}
    assert (document.slug, document.language) == ("water-levels-2026", "fr")
    again = send(admin_client, "water levels_2026.csv", b"day,level\n1,3\n").json()
    assert again["address"] != kept["address"]
    assert asked(admin_client, "water levels")["entries"][0]["kind"] == "Document"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("letter.docx", b"PK\x03\x04", "Please export it as PDF"),
        ("report.pdf", b"not a pdf", "not what its name says"),
        ("page.html", b"<html>", "not allowed"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_mend(admin_client, name, content, reason):
    assert reason in send(admin_client, name, content).json()["error"]
    assert not Document.objects.exists()


def test_an_author_sends_no_files_and_sees_no_button(client):
    client.force_login(make_account("author"))
    assert asked(client)["upload"] is None
    assert send(client, "a.csv", b"a,b\n").status_code == 403
    assert not Document.objects.exists()


def test_a_document_can_be_added_at_the_desk(admin_client):
    page = admin_client.get("/admin/organisation/document/add/").text
    assert 'accept=".pdf,' in page
    file = SimpleUploadedFile("levels.csv", b"day,level\n")
    answer = admin_client.post("/admin/organisation/document/add/", {"title": "Levels", "language": "en", "file": file})
    assert answer.status_code == 302
    assert Document.objects.get().slug == "levels"
