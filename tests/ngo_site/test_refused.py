"""What is too much for any page is refused with a sentence that says what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.models import Photo
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def test_more_than_a_hundred_files_at_once(admin_client):
    files = [SimpleUploadedFile(f"{number}.png", b"x") for number in range(101)]
    answer = admin_client.post("/admin/articles/photo/upload/", {"files": files, "language": "en"})
    assert answer.status_code == 400
    assert "choose at most 100; nothing was kept" in answer.text
    assert not Photo.objects.exists()


def test_more_text_than_a_page_takes(admin_client):
    article = make_article(body="<p>Before.</p>")
    words = {"body": "x" * 1_100_000}
    answer = admin_client.post(f"/admin/articles/article/{article.pk}/change/", words)
    assert (answer.status_code, "your words are still there" in answer.text) == (400, True)
    article.refresh_from_db()
    assert article.body == "<p>Before.</p>"


def test_more_fields_than_a_form_has(admin_client):
    answer = admin_client.post("/admin/articles/article/add/", {f"name{number}": "x" for number in range(1001)})
    assert (answer.status_code, "send less at once" in answer.text) == (400, True)


def test_a_host_that_is_not_ours_is_told_nothing(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert (answer.status_code, "This request made no sense to us." in answer.text) == (400, True)
    assert "evil" not in answer.text
