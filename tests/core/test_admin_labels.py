"""Fields of the desk that have no label of their own in sight are named for those who do not see."""

import re

import pytest
from django.contrib.admin.utils import display_for_value
from django.utils.translation import override

from articles.models import WatchedWord
from core.counted import kind_beside
from tests.factories import make_article, make_petition

pytestmark = pytest.mark.django_db


def test_boxes_for_date_and_time_and_cells_of_a_table_have_names(admin_client):
    article = make_article(published_at=None, summary="In short.", body="<p>Here.</p>")
    page = admin_client.get(f"/admin/articles/article/{article.pk}/change/").text
    assert 'name="bylines-0-guest"' in page
    assert page.count('aria-label="Or a guest"') == 2  # one row, and the one that others are copied from
    publication = admin_client.get(f"/admin/articles/article/{article.pk}/publication/").text
    assert 'aria-label="Public from: date"' in publication
    petition = admin_client.get(f"/admin/campaigns/petition/{make_petition().pk}/change/").text
    assert 'aria-label="Closes by itself: time"' in petition


def test_every_page_of_the_desk_names_the_zone_of_its_times(admin_client, settings):
    settings.TIME_ZONE = "Europe/Kyiv"
    for path in ("/admin/", "/admin/articles/article/", "/admin/core/auditentry/"):
        assert "Times at the desk are in Europe/Kyiv." in admin_client.get(path).text


def test_django_s_icons_are_named_in_the_reader_s_language():
    with override("fr"):
        icons = [display_for_value(value, "–", boolean=True) for value in (True, False, None)]
    assert [re.search('alt="(.*)"', icon)[1] for icon in icons] == ["Oui", "Non", "Inconnu"]


@pytest.mark.parametrize("number, named", [(0, "mot surveillé"), (1, "mot surveillé"), (2, "mots surveillés")])
def test_french_counts_nothing_as_one(number, named):
    with override("fr"):
        assert kind_beside(number, WatchedWord._meta) == named


def test_a_list_counts_what_it_has(admin_client):
    for words, shown in ((None, "0 watched words"), ("one", "1 watched word"), ("two", "2 watched words")):
        if words:
            WatchedWord.objects.create(words=words)
        page = " ".join(admin_client.get("/admin/articles/watchedword/").text.split())
        assert f"{shown} </p>" in page
