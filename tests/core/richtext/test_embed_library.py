"""The dialog of the editor: what may be put into a text, and what a mark in it stands for."""

import re

import pytest
from django.contrib.auth.models import Permission

from tests.factories import make_article, make_campaign, make_petition, make_photo

pytestmark = pytest.mark.django_db

PATH = "/admin/embeds.json"


def marks(client, **query):
    return [entry["mark"] for entry in client.get(PATH, query).json()["entries"]]


@pytest.fixture
def bob(client, django_user_model):
    user = django_user_model.objects.create_user("bob", is_staff=True)
    client.force_login(user)
    return user


def test_all_kinds_are_offered_and_searched(admin_client):
    make_photo(title="Type case", slug="type-case", alt="Metal letters.", published_at=None)
    make_photo(title="Lit windows", slug="lit-windows")
    make_petition(title="Free the metal workers", slug="metal")
    make_campaign(title="Printers", slug="printers")
    assert sorted(marks(admin_client, q="metal")) == ["petition:metal", "photo:type-case"]
    assert marks(admin_client, q="metal", kind="petition") == ["petition:metal"]
    assert marks(admin_client, kind="photo") == ["photo:lit-windows", "photo:type-case"]
    assert marks(admin_client, q="nothing\x00") == []
    assert marks(admin_client, kind="<script>", page="x", q="printers") == ["campaign:printers"]
    answer = admin_client.get(PATH, {"kind": "photo"}).json()
    kinds = {kind["kind"] for kind in answer["kinds"]}
    assert kinds == {"photo", "article", "petition", "poster", "video", "campaign", "document"}
    assert answer["add"] == "/admin/articles/photo/add/"
    assert answer["entries"][1]["alt"] == "Metal letters."
    assert answer["entries"][1]["thumbnail"].startswith("/media/pictures/")


def test_what_readers_do_not_see_has_a_warning(admin_client):
    make_article(slug="public")
    make_article(slug="draft", published_at=None)
    make_photo(slug="unlisted", published_at=None)
    make_photo(slug="amina", consent="withdrawn")
    asked = ["article:public", "article:draft", "photo:unlisted", "photo:amina", "article:gone", "nonsense", "x:y"]
    objs = admin_client.get(PATH, {"mark": asked}).json()["entries"]
    assert [entry["mark"] for entry in objs] == asked
    assert [bool(entry["warning"]) for entry in objs] == [False, True, False, True, True, True, True]
    assert "draft" in objs[1]["warning"]


def test_nobody_is_told_of_drafts_they_may_not_view(client, bob):
    make_article(slug="secret", title="Secret plan", published_at=None)
    make_article(slug="public", title="Secret no more")
    assert marks(client, q="secret") == ["article:public"]
    (obj,) = client.get(PATH, {"mark": "article:secret"}).json()["entries"]
    assert "plan" not in str(obj)
    bob.user_permissions.add(*Permission.objects.filter(codename__in=["view_article", "change_others_article"]))
    assert marks(client, q="secret") == ["article:public", "article:secret"]
    assert client.get(PATH, {"kind": "article"}).json()["add"] == ""


def test_strangers_are_asked_to_log_in_and_nothing_is_changed_by_asking(client, admin_client):
    assert client.post(PATH).status_code == 403
    assert admin_client.post(PATH).status_code == 405
    client.logout()
    assert client.get(PATH).status_code == 302


@pytest.mark.parametrize("many", [1, 3])
def test_it_takes_the_same_few_queries(admin_client, django_assert_max_num_queries, many):
    for _ in range(many):
        make_photo()
        make_article()
        make_petition()
        make_campaign()
    admin_client.get(PATH)
    with django_assert_max_num_queries(18):
        admin_client.get(PATH)


def test_an_own_caption_keeps_whose_picture_it_is(client):
    make_photo(slug="press", credit="Bob Reader", licence="CC BY 4.0", caption="From the library")
    article = make_article(body='<figure><img data-embed="photo:press" alt=""><figcaption>Here</figcaption></figure>')
    page = client.get(article.get_absolute_url()).text
    assert re.search(r'<figcaption>Here <span class="label">\s*Bob Reader\s+· CC BY 4.0\s*</span></figcaption>', page)
    assert "From the library" not in page


def test_a_campaign_in_a_text(client):
    make_campaign(slug="printers", title="Four printers")
    make_campaign(slug="secret", title="Secret", published_at=None)
    article = make_article(body='<p data-embed="campaign:printers"></p><p data-embed="campaign:secret"></p>')
    page = client.get(article.get_absolute_url()).text
    assert 'href="/campaigns/printers/"' in page
    assert "ecret" not in page
