"""Signatures on paper count when two people have seen them, apart from the others, and never unseen."""

import io
from base64 import b64decode, b64encode
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from campaigns.handover import export as handover
from campaigns.models import PaperBatch, Petition
from core.crypto.sealed_box import open_sealed, seal
from tests.factories import make_account, make_paper_batch, make_petition

pytestmark = pytest.mark.django_db


def pdf(**root) -> bytes:
    """Return a page with 3 MB beside it: larger than what Django keeps out of temporary files."""
    writer, picture, file = PdfWriter(), DecodedStreamObject(), io.BytesIO()
    writer.add_blank_page(100, 100)
    picture.set_data(b"canary" + b"x" * 3_000_000)
    writer._add_object(picture)
    writer.root_object.update({NameObject(f"/{name}"): value for name, value in root.items()})
    writer.write(file)
    return file.getvalue()


SCAN = pdf()
SCRIPT = DictionaryObject({NameObject("/S"): NameObject("/JavaScript")})


def url(page, *numbers):
    return reverse(f"admin:campaigns_paperbatch_{page}", args=numbers)


def form(petition, **fields):
    told = {
        "petition": petition.pk,
        "count": 312,
        "country": "FR",
        "collected_on": "2026-05-03",
        "place": "Market in Lyon",
    }
    scan = SimpleUploadedFile("scan of Amina.pdf", SCAN)
    return told | {"collected_by": "Bob Collector", "scan": scan} | fields


def on_paper(petition):
    return Petition.objects.with_count().get(pk=petition.pk).on_paper


@pytest.fixture
def alice():
    return make_account("campaigner", username="alice")


@pytest.fixture
def bob():
    return make_account("editor", username="bob")


def test_one_enters_another_approves_and_everybody_sees(client, alice, bob, private_key, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"  # nothing may be written there
    petition = make_petition(slug="free-them", published_at=timezone.now() - timedelta(days=900))
    client.force_login(alice)
    assert client.post(url("add"), form(petition)).status_code == 302
    batch = PaperBatch.objects.get()
    assert batch.entered_by == alice
    told = open_sealed(batch.sealed, private_key)
    assert (told["collected_by"], b64decode(told["scan"])) == ("Bob Collector", SCAN)
    assert b"canary" not in bytes(batch.sealed) and b"Collector" not in bytes(batch.sealed)

    client.post(url("approve", batch.pk))
    assert on_paper(petition) == 0
    client.force_login(bob)
    client.get(url("approve", batch.pk))
    assert on_paper(petition) == 0
    page = client.get(url("change", batch.pk)).text
    assert "I counted the sheets" in page and "Collector" not in page
    client.post(url("approve", batch.pk))
    client.post(url("approve", batch.pk))
    assert client.get("/petitions/free-them/count.json").json()["paper"] == 312
    log = client.get("/petitions/free-them/log/").text
    assert "Collected on 3 May 2026: Market in Lyon, France" in log
    assert "and 312 on paper" in client.get("/petitions/free-them/").text

    file = tmp_path / "x.handover"
    file.write_bytes(b"".join(handover.lines(petition)))
    (tmp_path / "key").write_text(private_key)
    call_command("open_handover", str(file), "--key", str(tmp_path / "key"), stdout=io.StringIO())
    assert (tmp_path / "x" / f"scan-1-{told['file_name']}").read_bytes() == SCAN
    document = (tmp_path / "x/hand-over.html").read_text()
    assert '<th scope="row">3 May 2026</th><td><bdi>Market in Lyon</bdi>, France</td><td>312</td>' in document
    assert "Bob Collector" not in document

    client.post(url("strike", batch.pk), {"reason": ""})
    assert on_paper(petition) == 312
    for _ in range(2):
        client.post(url("strike", batch.pk), {"reason": "Counted twice"})
    assert on_paper(petition) == 0
    assert "Counted twice" in client.get("/petitions/free-them/log/").text


def test_two_batches_alike_leave_two_scans_and_a_hostile_name_leaves_the_folder_alone(
    alice, bob, private_key, tmp_path
):
    petition = make_petition()
    names = ["paper-x-2026-05-03-312.pdf", "paper-x-2026-05-03-312.pdf", "../../hand-over.html", ".."]
    for number, name in enumerate(names):
        scan = b64encode(b"scan %d" % number).decode()
        sealed = seal({"collected_by": "Bob", "file_name": name, "scan": scan})
        make_paper_batch(petition, entered_by=alice, sealed=sealed).approve(bob)
    (tmp_path / "x.handover").write_bytes(b"".join(handover.lines(petition)))
    (tmp_path / "key").write_text(private_key)
    call_command("open_handover", str(tmp_path / "x.handover"), "--key", str(tmp_path / "key"), stdout=io.StringIO())
    scans = sorted((tmp_path / "x").glob("scan-*"))
    assert [file.read_bytes() for file in scans] == [b"scan 0", b"scan 1", b"scan 2", b"scan 3"]
    assert {file.name for file in tmp_path.iterdir()} == {"x", "x.handover", "key"}
    assert (tmp_path / "x/hand-over.html").read_text().startswith("<!DOCTYPE")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("scan", SimpleUploadedFile("scan.pdf", b"<html>"), "neither a PDF nor"),
        ("scan", SimpleUploadedFile("scan.pdf", b"%PDF-" + b"x" * 10 * 1024 * 1024), "larger than 10 MB"),
        ("scan", "", "This field is required"),
        ("scan", SimpleUploadedFile("scan.pdf", pdf(OpenAction=SCRIPT)), "more than pages"),
        ("count", "0", "greater than or equal to 1"),
        ("collected_on", (timezone.localdate() + timedelta(days=1)).isoformat(), "has not come yet"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(client, alice, field, value, said):
    client.force_login(alice)
    answer = client.post(url("add"), form(make_petition(), **{field: value}))
    assert answer.status_code == 200
    assert said in answer.text
    assert "Market in Lyon" in answer.text
    assert not PaperBatch.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "asked"),
    [
        ("collected_on", "1999-05-03", "before the petition began"),
        ("count", "99999999", "99,999,999 signatures in one batch are very many"),
    ],
)
def test_what_is_hardly_meant_is_asked_about(client, alice, field, value, asked):
    client.force_login(alice)
    petition = make_petition(published_at=timezone.now() - timedelta(days=900))
    answer = client.post(url("add"), form(petition, **{field: value}))
    assert asked in answer.text
    assert not PaperBatch.objects.exists()
    scan = SimpleUploadedFile("scan.pdf", SCAN)
    client.post(url("add"), form(petition, **{field: value, "sure": "on", "scan": scan}))
    assert PaperBatch.objects.count() == 1


def test_the_form_is_protected_although_the_scan_is_kept_in_memory(alice):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    assert strict.post(url("add"), form(make_petition())).status_code == 403
    assert not PaperBatch.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE campaigns_paperbatch SET count = 1000000",
        "UPDATE campaigns_paperbatch SET approved_at = NULL",
        "DELETE FROM campaigns_paperbatch",
    ],
)
def test_the_database_freezes_what_counts(alice, bob, statement):
    batch = make_paper_batch(make_petition(), entered_by=alice)
    assert batch.approve(bob)
    with pytest.raises(DatabaseError, match="not changed any more"), transaction.atomic():
        connection.cursor().execute(statement)
    assert on_paper(batch.petition) == 312


def test_the_database_wants_four_eyes(alice):
    batch = make_paper_batch(make_petition(), entered_by=alice)
    with pytest.raises(ValueError, match="cannot approve"):
        batch.approve(alice)
    with pytest.raises(DatabaseError, match="four_eyes"), transaction.atomic():
        PaperBatch.objects.update(approved_by=alice, approved_at=timezone.now())
    assert on_paper(batch.petition) == 0


def test_what_was_never_approved_can_be_deleted_and_never_counted(client, alice):
    batch = make_paper_batch(make_petition(), entered_by=alice)
    client.force_login(alice)
    client.post(url("delete", batch.pk), {"post": "yes"})
    assert not PaperBatch.objects.exists()
    assert batch.petition.count_changes.count() == 0
