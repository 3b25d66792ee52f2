"""What an author may do with their own: correct a photograph, read what was published as a page."""

import pytest
from django.test import Client

from articles.models import Photo
from tests.articles.photos.test_uploading import COMMON, UPLOAD, file
from tests.desk_forms import opened
from tests.factories import make_account, make_article, make_photo

pytestmark = pytest.mark.django_db

PHOTOS = "/admin/articles/photo/"


@pytest.fixture
def ada(client):
    account = make_account("author", username="ada")
    client.force_login(account)
    return account


def correct(client, photo, **changed):
    page = f"{PHOTOS}{photo.pk}/change/"
    return client.post(page, {**opened(client, page), "alt": "Рука на клавиатуре", **changed})


def own(account, **fields):
    return make_photo(**{"published_at": None, "created_by": account, "alt": "A hand", **fields})


def test_an_author_corrects_the_photograph_they_added(client, ada):
    photo = own(ada)
    assert correct(client, photo).status_code == 302
    photo.refresh_from_db()
    assert photo.alt == "Рука на клавиатуре"
    assert client.post(f"{PHOTOS}{photo.pk}/delete/", {"post": "yes"}).status_code == 403


def test_what_an_author_adds_is_their_own(client, ada):
    assert client.post(UPLOAD, {**COMMON, "files": [file()]}).status_code == 200
    assert Photo.objects.get().created_by == ada


@pytest.mark.parametrize("whose", ["of somebody else", "in the gallery", "above a public article"])
def test_no_other_photograph_is_changed_by_an_author(client, ada, whose):
    fields = {"of somebody else": {"created_by": None}, "in the gallery": {"published_at": make_article().published_at}}
    photo = own(ada, **fields.get(whose, {}))
    if whose == "above a public article":
        make_article(picture=photo)
    page = f"{PHOTOS}{photo.pk}/change/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"title": "x", "alt": "changed"}).status_code == 403
    photo.refresh_from_db()
    assert photo.alt == "A hand"


def test_in_a_draft_it_may_still_be_corrected(client, ada):
    photo = own(ada)
    make_article(picture=photo, published_at=None)
    assert correct(client, photo).status_code == 302


def test_an_author_is_asked_to_describe_their_own_only(client, ada):
    mine, other = own(ada, alt=""), own(None, alt="")
    page = client.get(f"{PHOTOS}describe/")
    assert [form.instance for form in page.context["forms"]] == [mine]
    words = {"photo": other.pk, f"photo{other.pk}-alt": "changed", f"photo{other.pk}-title": "x"}
    client.post(f"{PHOTOS}describe/", words)
    other.refresh_from_db()
    assert other.alt == ""


def test_editors_and_campaigners_correct_all(ada):
    photo = own(ada)
    for role in ("editor", "campaigner"):
        client = Client()
        client.force_login(make_account(role))
        assert correct(client, photo, alt=role).status_code == 302


def test_an_author_reads_their_public_article_as_a_page(client, ada):
    article = make_article(body="<h2>Why</h2><p>We <em>print</em> it.</p>", created_by=ada)
    page = client.get(f"/admin/articles/article/{article.pk}/change/").text
    assert "<p>We <em>print</em> it.</p>" in page
    assert "&lt;p&gt;" not in page
    assert "What you save here is public at once." not in page
    assert "those who may publish can change it" in page
    draft = make_article(body="<p>Begun</p>", created_by=ada, published_at=None)
    assert "&lt;p&gt;Begun" in client.get(f"/admin/articles/article/{draft.pk}/change/").text
