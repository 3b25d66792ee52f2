"""The field that chooses a lead picture: what is chosen is seen, and without a script it is a select."""

import json
import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission

from articles.models import Article
from tests.desk_forms import opened
from tests.factories import make_account, make_album, make_article, make_campaign, make_photo

pytestmark = pytest.mark.django_db


def choosers(page):
    return re.findall(r"<picture-chooser.*?</picture-chooser>", page, re.S)


def options(chooser):
    return re.findall(r'<option value="(\d*)"( selected)?>', chooser)


def test_the_chosen_picture_is_seen(admin_client):
    photo = make_photo(title="The <press>", alt="A press under a lamp.")
    for path in (
        f"articles/article/{make_article(picture=photo).pk}/change/",
        f"campaigns/campaign/{make_campaign(picture=photo).pk}/change/",
        f"articles/album/{make_album(photos=[photo]).pk}/change/",
    ):
        chooser = choosers(admin_client.get(f"/admin/{path}").text)[0]
        assert f'<img src="{photo.url_at(320)}" alt="A press under a lamp."' in chooser
        assert "The &lt;press&gt;</b>" in chooser
        assert options(chooser) == [("", ""), (str(photo.pk), " selected")]


@pytest.mark.parametrize("path", ["articles/article", "campaigns/campaign", "campaigns/petitionupdate"])
def test_nothing_is_chosen_at_first(admin_client, path):
    photo = make_photo()
    (chooser,) = choosers(admin_client.get(f"/admin/{path}/add/").text)
    assert "<img" not in chooser
    assert options(chooser) == [("", ""), (str(photo.pk), "")]


def test_the_script_is_told_where_the_library_is_and_what_to_say(admin_client):
    (chooser,) = choosers(admin_client.get("/admin/articles/article/add/").text)
    told = {name: unescape(value) for name, value in re.findall(r'data-(\w+)="([^"]*)"', chooser)}
    words = json.loads(told.pop("words"))
    assert (told["library"], told["upload"]) == ("/admin/embeds.json", "/admin/articles/photo/upload/")
    assert (words["choose"], words["search"]) == ("Choose a picture", "Search")


def test_who_may_not_add_pictures_is_not_offered_it(client):
    dora = make_account()
    dora.user_permissions.add(*Permission.objects.filter(codename__in=["view_article", "add_article"]))
    client.force_login(dora)
    make_photo(title="Seen by all")
    make_photo(title="Unpublished", published_at=None)
    (chooser,) = choosers(client.get("/admin/articles/article/add/").text)
    assert 'data-upload=""' in chooser
    assert ("Seen by all" in chooser, "Unpublished" in chooser) == (True, False)


def test_nonsense_is_refused_and_chooses_nothing(admin_client):
    article = make_article()
    path = f"/admin/articles/article/{article.pk}/change/"
    for nonsense in ("x", "²", "\x00", "9" * 30):
        page = admin_client.post(path, {**opened(admin_client, path), "picture": nonsense})
        assert (page.status_code, options(choosers(page.text)[0])) == (200, [("", "")])
    assert Article.objects.get().picture is None


@pytest.mark.parametrize("many", [1, 3])
def test_an_album_asks_for_the_newest_pictures_once(admin_client, django_assert_max_num_queries, many):
    album = make_album(photos=[make_photo() for _ in range(many)])
    with django_assert_max_num_queries(60) as asked:
        admin_client.get(f"/admin/articles/album/{album.pk}/change/")
    assert sum('ORDER BY "articles_photo"."id" DESC' in query["sql"] for query in asked.captured_queries) == 1
