"""A report whose document was replaced: the old one stays at its address, marked, until somebody removes it."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from reportlab.pdfgen.canvas import Canvas

from core.media.unused_files import remove_lost_files
from organisation.models import Edition, Report
from tests.core.media.test_unused_files import age
from tests.desk_forms import opened
from tests.factories import _create, long_ago, make_pdf

pytestmark = pytest.mark.django_db


def make_report(**fields):
    file = make_pdf(b"%PDF-1.7 first", "rapport-über-wälder.pdf")
    return _create(
        Report, {"title": "Forests", "slug": "forests", "published_at": long_ago(), "document": file, **fields}
    )


def replace(report, capture, content=b"%PDF-1.7 second"):
    with capture(execute=True):
        report.document = make_pdf(content, "second.pdf")
        report.save()


@pytest.fixture
def capture(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def test_an_old_edition_stays_at_its_address_and_says_what_has_taken_its_place(client, capture):
    report = make_report()
    old = report.document.url
    assert "X-Robots-Tag" not in client.get(old)
    replace(report, capture)
    answer = client.get(old)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 first"
    assert (answer["X-Robots-Tag"], answer["Link"]) == ("noindex", '</reports/forests/>; rel="latest-version"')
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert "X-Robots-Tag" not in client.get(report.document.url)


def test_the_report_names_its_earlier_editions(client, capture):
    report = make_report()
    old = report.document.url
    assert "Earlier editions" not in client.get("/reports/forests/").text
    replace(report, capture)
    Edition.objects.update(note="Table 3 was wrong: 921, not 912.")
    page = client.get("/reports/forests/").text
    assert "Earlier editions" in page
    assert f'href="{old}"' in page
    assert "Table 3 was wrong: 921, not 912." in page


def test_one_that_must_go_is_removed_at_the_desk_and_its_address_says_so(admin_client, client, capture):
    report = make_report(summary="In short.")
    old, name = report.document.url, report.document.name
    replace(report, capture)
    path = f"/admin/organisation/report/{report.pk}/change/"
    with capture(execute=True):
        answer = admin_client.post(path, {**opened(admin_client, path), "editions-0-DELETE": "on"})
    assert (answer.status_code, Edition.objects.count(), default_storage.exists(name)) == (302, 0, False)
    assert client.get(old).status_code == 410
    assert client.get("/media/reports/never-there.pdf").status_code == 404


def test_who_replaces_it_at_the_desk_is_told(admin_client, capture):
    report = make_report(summary="In short.")
    path = f"/admin/organisation/report/{report.pk}/change/"
    form = {**opened(admin_client, path), "document": pdf()}
    answer = admin_client.post(path, form, follow=True)
    assert "stays at its address, as an earlier edition" in answer.text
    assert Edition.objects.count() == 1


def pdf():
    buffer = BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(100, 700, "Second edition")
    canvas.save()
    return SimpleUploadedFile("new.pdf", buffer.getvalue())


def test_a_file_that_nobody_could_fetch_leaves_no_edition(capture):
    draft = make_report(published_at=None)
    name = draft.document.name
    replace(draft, capture)
    assert (Edition.objects.count(), default_storage.exists(name)) == (0, False)


def test_a_document_that_comes_back_is_no_earlier_edition_of_itself(client, capture):
    report = make_report()
    first = report.document.name
    replace(report, capture)
    second = report.document.name
    with capture(execute=True):
        report.document = first
        report.save()
    assert [edition.file.name for edition in Edition.objects.all()] == [second]
    assert (default_storage.exists(first), default_storage.exists(second)) == (True, True)
    assert client.get(report.document.url).status_code == 200


def test_editions_are_not_swept_away_and_go_with_the_report(capture):
    report = make_report()
    first = report.document.name
    replace(report, capture)
    second = report.document.name
    for name in (first, second):
        age(name)
    remove_lost_files.call()
    assert (default_storage.exists(first), default_storage.exists(second)) == (True, True)
    with capture(execute=True):
        report.delete()
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, False)
