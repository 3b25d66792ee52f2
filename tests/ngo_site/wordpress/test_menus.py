"""The menus of the old site come along, their links leading to where the pages are now, and go out again."""

import gc

import pytest
from django.core.management import call_command

from articles.models import Article
from ngo_site.wordpress import new_posts
from ngo_site.wordpress.importing import Import
from ngo_site.wordpress.reading import read
from organisation.models import Menu, Page
from tests.factories import make_article, make_page

pytestmark = pytest.mark.django_db

HEAD = """<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:category><wp:term_id>31</wp:term_id><wp:category_nicename>prisons</wp:category_nicename></wp:category>
<wp:term><wp:term_id>40</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>main</wp:term_slug></wp:term>
"""
ITEM = """<item><title>{title}</title><link>https://old.example/{slug}/</link><wp:post_id>{id}</wp:post_id>
<wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type>
<wp:menu_order>{order}</wp:menu_order>{more}</item>"""


def item(id, kind="page", title="", order=0, more="", slug=None):
    return ITEM.format(id=id, kind=kind, title=title, order=order, more=more, slug=slug or f"item-{id}")


def link(id, order, title="", **said):
    meta = "".join(
        f"<wp:postmeta><wp:meta_key>_menu_item_{name}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
        for name, value in said.items()
    )
    term = '<category domain="nav_menu" nicename="main"><![CDATA[Main &amp; more]]></category>'
    return item(id, "nav_menu_item", title, order, meta + term)


@pytest.fixture
def old_site(tmp_path):
    tagged = '<category domain="category" nicename="prisons">Prisons</category>'
    items = [
        link(90, 3, type="taxonomy", object="category", object_id="31"),
        link(91, 1, type="post_type", object="page", object_id="5"),
        link(92, 2, "The text", type="post_type", object="post", object_id="6", menu_item_parent="91"),
        link(93, 4, "Old way", type="custom", url="https://old.example/rules/"),
        link(94, 5, "Elsewhere", type="custom", url="https://example.org/a"),
        link(95, 6, "Shop", type="post_type", object="product", object_id="7"),
        link(96, 7, "Trap", type="custom", url="javascript:alert(1)"),
        item(5, title="House rules", slug="rules"),
        item(6, "post", "On prisons", more=tagged, slug="on-prisons"),
    ]
    file = tmp_path / "export.xml"
    file.write_text(HEAD + "".join(items) + "</channel></rss>")
    return file


def test_a_menu_comes_in_shown_nowhere_and_says_so(old_site, capsys):
    call_command("import_wordpress", old_site)
    menu = Menu.objects.get()
    assert (menu.title, menu.slug, menu.place) == ("Main & more", "main", "")
    assert list(menu.links.values_list("label", "address")) == [
        ("House rules", "/pages/rules/"),
        ("The text", "/articles/on-prisons/"),
        ("Prisons", "/articles/tags/prisons/"),
        ("Old way", "/pages/rules/"),
        ("Elsewhere", "https://example.org/a"),
    ]
    said = capsys.readouterr().out
    assert (
        "menu “Main & more”: 5 links, shown nowhere yet: choose its place at the desk. Its levels became one." in said
    )
    assert "“Shop”: left out of the menu" in said
    assert "“Trap”: left out of the menu" in said
    menu.links.all().delete()
    call_command("import_wordpress", old_site)
    assert menu.links.count() == 0  # what editors changed stays
    assert "menus already here: 1" in capsys.readouterr().out


def test_a_menu_goes_out_and_comes_back(tmp_path):
    make_page(slug="rules", title="Rules & all")
    make_article(slug="ink")
    menu = Menu.objects.create(title="Main & more", slug="main")
    for position, address in enumerate(["/pages/rules/", "/articles/ink/", "/people/", "https://example.org/?a=1&b"]):
        menu.links.create(label=f"Link < {position}", address=address, position=position)
    first, second = tmp_path / "a.xml", tmp_path / "b.xml"
    call_command("export_wordpress", first)
    before = list(menu.links.values_list("label", "address"))
    for model in (Menu, Page, Article):
        model.objects.all().delete()
    call_command("import_wordpress", first)
    assert list(Menu.objects.get().links.values_list("label", "address")) == before
    call_command("export_wordpress", second)
    assert [file.read_text().partition("<wp:term>")[2] for file in (first, second)].count("") == 0
    assert first.read_text().partition("<language>")[2] == second.read_text().partition("<language>")[2]


@pytest.mark.crowd
def test_of_what_came_in_nothing_but_its_key_is_kept_until_the_end(tmp_path, monkeypatch):
    """However many posts there are, they do not fill the memory."""
    file = tmp_path / "export.xml"
    file.write_text(
        HEAD + "".join(item(number, "post", f"Post {number}") for number in range(1, 31)) + "</channel></rss>"
    )
    alive = []
    gc.collect()
    earlier = {id(one) for one in gc.get_objects() if type(one) is Article}  # of other tests

    def look(run):
        alive.append(sum(type(one) is Article and id(one) not in earlier for one in gc.get_objects()))

    monkeypatch.setattr(new_posts, "AT_ONCE", 5)
    with file.open("rb") as stream:
        Import(look).run(read(stream))
    assert len(alive) == 30
    assert max(alive) <= 5 + 2
