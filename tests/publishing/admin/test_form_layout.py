"""The desk's form begins at the title and offers few ways on."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_article

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def test_a_new_article_begins_at_its_title_and_an_old_one_where_the_reader_is(admin_client):
    page = admin_client.get(ADD)
    assert page.text.count("autofocus") == 1
    assert page.context["adminform"].form.fields["title"].widget.attrs["autofocus"] is True
    # Django's script would move on to the first button, were it told the name of the form.
    assert "data-model-name" not in re.search(r"<script[^>]*add-constants.*?>", page.text, re.DOTALL)[0]
    assert "autofocus" not in admin_client.get(f"/admin/articles/article/{make_article().pk}/change/").text


@pytest.mark.parametrize(
    ("fields", "primary", "others"),
    [
        ({"published_at": None}, "_publication", {"_continue", "preview"}),
        ({}, "_continue", {"_publication", "preview"}),
        ({"published_at": timezone.now() + timedelta(days=1)}, "_continue", {"_publication", "preview"}),
        ({"expires_at": timezone.now() - timedelta(hours=1)}, "_publication", {"_continue", "preview"}),
    ],
)
def test_one_button_stands_out_and_enter_saves(admin_client, fields, primary, others):
    article = make_article(**fields)
    page = admin_client.get(f"/admin/articles/article/{article.pk}/change/").text
    panel = page[page.index('<div class="panel-buttons">') :]
    panel = panel[: panel.index("</div>")]
    buttons = re.findall(r'type="submit"\s+(?:name="(\w+)"\s+)?class="(\w+)"', panel)
    assert [name for name, look in buttons if look == "primary"] == [primary]
    assert {name or "preview" for name, look in buttons if look == "quiet"} == others
    assert buttons[0][0] == "_continue"
    assert page.count('type="submit"') == len(buttons) + page.count('name="_schedule"') + page.count("logout-form")


def test_an_address_that_is_taken_is_told_with_a_way_out(admin_client):
    make_article(slug="night")
    page = admin_client.post(ADD, {"title": "Another night", "slug": "night", "language": "en"})
    assert page.context["adminform"].form.errors["slug"] == [
        "Something else has this address. Change it a little, for example by a number at the end."
    ]


def test_from_the_page_of_decisions_one_gets_to_writing_and_preview(admin_client):
    article = make_article(published_at=None)
    page = admin_client.get(f"/admin/articles/article/{article.pk}/publication/").text
    for name in ("change", "preview", "share"):
        assert f'<a href="/admin/articles/article/{article.pk}/{name}/">' in page
