"""Without JavaScript a field that asks for suggestions would have none, so the page offers all choices as lists."""

import re

import pytest

from tests.factories import make_article, make_campaign, make_person

pytestmark = pytest.mark.django_db


def choices(page, name):
    field = re.search(rf'<select[^>]* name="{name}".*?</select>', page, re.DOTALL)[0]
    return re.findall(r'<option value="(\d+)"', field)


def test_the_page_leads_to_one_with_all_choices_in_rows_too(admin_client):
    campaign, person = make_campaign(), make_person()
    page = admin_client.get("/admin/campaigns/petition/add/").text
    assert choices(page, "campaign") == []
    notice = re.search(r"<noscript>(.*?)</noscript>", page, re.DOTALL)[1]
    assert 'href="?plain=1"' in notice
    page = admin_client.get("/admin/campaigns/petition/add/?plain=1").text
    assert choices(page, "campaign") == [str(campaign.pk)]
    assert "all choices as lists" not in page
    page = admin_client.get(f"/admin/articles/article/{make_article().pk}/change/?plain=1").text
    assert choices(page, "bylines-0-person") == [str(person.pk)]
    page = admin_client.get(f"/admin/articles/article/{make_article().pk}/change/").text
    assert choices(page, "bylines-0-person") == []
