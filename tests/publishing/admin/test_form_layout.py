"""The desk's form begins at the title and offers few ways on."""

import re

import pytest

from tests.factories import make_article, make_petition

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def test_a_new_article_begins_at_its_title_and_an_old_one_where_the_reader_is(admin_client):
    page = admin_client.get(ADD)
    assert page.text.count("autofocus") == 1
    assert page.context["adminform"].form.fields["title"].widget.attrs["autofocus"] is True
    # Django's script would move on to the first button, were it told the name of the form.
    assert "data-model-name" not in re.search(r"<script[^>]*add-constants.*?>", page.text, re.DOTALL)[0]
    assert "autofocus" not in admin_client.get(f"/admin/articles/article/{make_article().pk}/change/").text


def test_the_way_to_the_public_is_the_first_of_a_draft_and_one_of_many_afterwards(admin_client):
    for obj, first in ((make_article(published_at=None), True), (make_petition(), False)):
        page = admin_client.get(f"/admin/{obj._meta.app_label}/{obj._meta.model_name}/{obj.pk}/change/").text
        assert ('name="_publication" class="first"' in page) is first
        assert "_addanother" not in page


def test_an_address_that_is_taken_is_told_with_a_way_out(admin_client):
    make_article(slug="night")
    page = admin_client.post(ADD, {"title": "Night", "slug": "night", "language": "en"})
    assert page.context["adminform"].form.errors["slug"] == [
        "Something else has this address. Change it a little, for example by a number at the end."
    ]


def test_from_the_page_of_decisions_one_gets_to_writing_and_preview(admin_client):
    article = make_article(published_at=None)
    page = admin_client.get(f"/admin/articles/article/{article.pk}/publication/").text
    for name in ("change", "preview", "share"):
        assert f'<a href="/admin/articles/article/{article.pk}/{name}/">' in page
