"""Olga puts links of her own on every page."""

import pytest
from django.core.exceptions import ValidationError

from organisation import menus
from organisation.models import Menu, MenuLink
from publishing import checks
from tests.factories import make_page

pytestmark = pytest.mark.django_db


def make_menu(*links, place="head", **fields):
    menu = Menu.objects.create(title="Main", slug=f"main-{place}-{fields.get('language', '')}", place=place, **fields)
    for number, (text, address) in enumerate(links):
        menu.links.create(label=text, address=address, position=number)
    menus.read()
    return menu


def header(client, path="/"):
    return client.get(path).text.partition("<header")[2].partition("</header>")[0]


def test_a_menu_at_the_head_takes_the_place_of_the_sites_own(client):
    make_page(slug="house-rules", title="House rules")
    make_menu(("Rules & all", "/pages/house-rules/"), ("Elsewhere", "https://example.org/"))
    shown = header(client, "/pages/house-rules/")
    assert '<a href="/pages/house-rules/" aria-current="page" dir="auto">Rules &amp; all</a>' in shown
    assert 'href="https://example.org/"' in shown
    assert 'href="/search/"' in shown
    assert 'href="/people/"' not in shown
    Menu.objects.all().delete()
    menus.read()
    assert 'href="/people/"' in header(client)


def test_links_at_the_foot_come_after_the_sites_own(client):
    make_menu(("Elsewhere", "https://example.org/"), place="foot")
    foot = client.get("/").text.partition("<footer")[2]
    assert foot.index("Privacy") < foot.index("Elsewhere")
    assert 'href="/people/"' in header(client)


def test_a_language_may_have_a_menu_of_its_own_and_the_other_one_leads_to_its_pages(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français"), ("de", "Deutsch")]
    make_menu(("People", "/people/"))
    make_menu(("Les gens", "/people/"), language="fr")
    assert menus.links("head", "en") == (("People", "/people/"),)
    assert menus.links("head", "de") == (("People", "/de/people/"),)
    assert menus.links("head", "fr") == (("Les gens", "/fr/people/"),)


def test_a_draft_is_not_named(client):
    page = make_page(slug="plan", published_at=None)
    menu = make_menu(("Secret plan", "/pages/plan/"), ("About", "/about/"), ("Old", "/2019/old/"))
    assert [text for text, _address in menus.links("head", "en")] == ["Old"]
    with checks.exempt("a test's own content"):
        page.publish()
    make_page(slug="about")
    menus.read()
    assert len(menus.links("head", "en")) == menu.links.count() == 3


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example/", "/\\evil.example", "mailto:x", "a b", ""]
)
def test_only_addresses_are_addresses(address):
    with pytest.raises(ValidationError):
        MenuLink(menu=make_menu(), label="x", address=address).full_clean()


def test_two_menus_do_not_stand_in_one_place(admin_client):
    make_menu()
    fields = {"title": "Other", "slug": "other", "place": "head", "language": ""}
    inline = {"links-TOTAL_FORMS": "0", "links-INITIAL_FORMS": "0"}
    answer = admin_client.post("/admin/organisation/menu/add/", {**fields, **inline})
    assert "Another menu stands in this place already." in answer.text
    assert admin_client.post("/admin/organisation/menu/add/", {**fields, **inline, "place": ""}).status_code == 302


def test_pages_ask_nothing_for_their_menus(client, django_assert_num_queries):
    client.get("/people/")
    with django_assert_num_queries(1):
        client.get("/people/")
    make_menu(("People", "/people/"), ("Elsewhere", "https://example.org/"))
    with django_assert_num_queries(1):
        client.get("/people/")
