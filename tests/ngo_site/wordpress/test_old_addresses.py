"""Twenty years of links to the old site: each leads to its counterpart here, or says that there is none."""

from urllib.parse import unquote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import Redirect
from core.redirects import remember_all
from tests.factories import make_person
from tests.ngo_site.wordpress.exports import SITE, comment, item, write

pytestmark = pytest.mark.django_db

AUTHORS = """<wp:author><wp:author_id>3</wp:author_id><wp:author_login>ana</wp:author_login></wp:author>
<wp:author><wp:author_id>4</wp:author_id><wp:author_login>guest</wp:author_login></wp:author>"""
TERMS = """<wp:category><wp:term_id>31</wp:term_id><wp:category_nicename>prisons</wp:category_nicename></wp:category>
<wp:category><wp:term_id>1</wp:term_id><wp:category_nicename>uncategorized</wp:category_nicename></wp:category>
<wp:tag><wp:term_id>32</wp:term_id><wp:tag_slug>новости</wp:tag_slug></wp:tag>"""


def bring(tmp_path, site=SITE):
    """Import two posts, a page below another, and an upload of the first post."""
    terms = [("category", "prisons", "Prisons"), ("post_tag", "%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8", "Новости")]
    file = {"post_parent": 7, "attachment_url": f"{site}/wp-content/uploads/2019/03/press.jpg"}
    items = [
        item(7, slug="the-press", link=f"{site}/2019/03/the-press/", terms=terms, comments=[comment(1, "Да")]),
        item(8, slug="слово", link=f"{site}/слово", post_date_gmt="2020-11-30 10:00:00"),
        item(9, slug="team", kind="page", link=f"{site}/about-us/team/"),
        item(10, slug="press-jpg", kind="attachment", link=f"{site}/2019/03/the-press/press-jpg/", **file),
    ]
    call_command("import_wordpress", write(tmp_path / "x.xml", *items, site=site, head=AUTHORS + TERMS))


POST, WORD, PRISONS = "/articles/the-press/", "/articles/слово/", "/articles/tags/prisons/"
LEADS = {
    # The post: with and without what WordPress lets stand behind it.
    "/2019/03/the-press/": POST,
    "/2019/03/the-press": POST,
    "/2019/03/the-press/?utm_source=mail": POST,
    "/2019/03/the-press/comment-page-1/": POST,
    "/2019/03/the-press/comment-page-12": POST,
    "/2019/03/the-press/amp/": POST,
    "/2019/03/the-press/amp": POST,
    "/2019/03/the-press/?amp=1": POST,
    "/2019/03/the-press/2/": POST,
    "/2019/03/the-press/trackback/": POST,
    "/2019/03/the-press/embed/": POST,
    "/index.php/2019/03/the-press/": POST,
    "/2019/03/the-press/press-jpg/": POST,
    "/2019/03/the-press/feed/": f"{POST}feed/",
    "/2019/03/the-press/feed/atom/": f"{POST}feed/atom/",
    "/2019/03/the-press/feed": f"{POST}feed/",
    "/?p=7": POST,
    "/?p=7&preview=true": POST,
    "/?utm_source=x&p=7": POST,
    "/?page_id=7": POST,
    "/?attachment_id=10": POST,
    "/index.php?p=7": POST,
    "/?feed=rss2&p=7": f"{POST}feed/",
    "/слово/": WORD,
    "/слово": WORD,
    "/слово/comment-page-1/": WORD,
    "/?p=8": WORD,
    "/about-us/team/": "/pages/team/",
    "/about-us/team/feed/": "/pages/team/",
    "/?page_id=9": "/pages/team/",
    "/?p=9": "/pages/team/",
    # Lists.
    "/category/prisons/": PRISONS,
    "/category/justice/prisons/": PRISONS,
    "/category/a/b/prisons/page/3/": PRISONS,
    "/category/prisons/feed/": f"{PRISONS}feed/",
    "/category/justice/prisons/feed/atom/": f"{PRISONS}feed/atom/",
    "/?cat=31": PRISONS,
    "/?cat=31&paged=2": PRISONS,
    "/?cat=31&feed=atom": f"{PRISONS}feed/atom/",
    "/?category_name=justice/prisons": PRISONS,
    "/tag/новости/": "/articles/tags/новости/",
    "/tag/новости/feed/": "/articles/tags/новости/feed/",
    "/?tag=новости": "/articles/tags/новости/",
    "/category/uncategorized/": "/articles/",
    "/?cat=1": "/articles/",
    "/author/ana/": "/people/ana/",
    "/author/ana/page/2/": "/people/ana/",
    "/author/ana/feed/": "/people/ana/feed/",
    "/?author=3": "/people/ana/",
    "/?author_name=ana": "/people/ana/",
    "/author/guest/": "/articles/",
    "/2019/": "/articles/2019/",
    "/2019/03/": "/articles/2019/03/",
    "/2019/03/05/": "/articles/2019/03/",
    "/2019/03/page/2/": "/articles/2019/03/",
    "/2020/11": "/articles/2020/11/",
    "/?m=201903": "/articles/2019/03/",
    "/?m=20190305": "/articles/2019/03/",
    "/?m=2019": "/articles/2019/",
    "/page/2/": "/articles/",
    "/?paged=2": "/articles/",
    # Feeds and maps of the whole site.
    "/feed/": "/articles/feed/",
    "/feed": "/articles/feed/",
    "/feed/rss2/": "/articles/feed/",
    "/feed/rss/": "/articles/feed/",
    "/feed/rdf/": "/articles/feed/",
    "/feed/atom/": "/articles/feed/atom/",
    "/comments/feed/": "/articles/feed/",
    "/?feed=rss2": "/articles/feed/",
    "/?feed=atom": "/articles/feed/atom/",
    "/?feed=comments-rss2": "/articles/feed/",
    "/index.php/feed/": "/articles/feed/",
    "/wp-sitemap.xml": "/sitemap.xml",
    "/sitemap_index.xml": "/sitemap.xml",
}


def test_every_old_address_leads_to_its_counterpart_in_one_step(tmp_path, client):
    make_person(slug="ana", title="Ana")
    bring(tmp_path)
    led = {old: client.get(old) for old in LEADS}
    assert {old: answer.status_code for old, answer in led.items()} == dict.fromkeys(LEADS, 301)
    assert {old: unquote(answer["Location"]) for old, answer in led.items()} == LEADS


def test_where_they_lead_there_is_something(tmp_path, client):
    make_person(slug="amina", title="Amina")
    bring(tmp_path)
    for new in set(LEADS.values()) - {"/people/ana/", "/people/ana/feed/"}:
        assert client.get(new).status_code == 200, new


@pytest.mark.parametrize(
    "old",
    [
        *("/?p=999999", "/?page_id=4711", "/?attachment_id=5", "/?cat=77", "/?author=99", "/?p=999999&utm_source=x"),
        *("/2018/", "/2018/12/", "/category/nothing/", "/author/nobody/", "/2019/03/something-else/", "/nothing/feed/"),
        *("/the-press/amp/", "/category/prisons/x/", "/wp-content/uploads/2019/03/press.jpg"),
    ],
)
def test_what_was_never_there_is_not_found(tmp_path, client, old):
    bring(tmp_path)
    answer = client.get(old)
    assert (answer.status_code, "Location" in answer) == (404, False)


@pytest.mark.parametrize("address", ["/", "/?utm_source=x", "/?m=yes", "/?p=abc", "/?tag=unknown"])
def test_the_home_page_stays_where_it_is(tmp_path, client, address):
    bring(tmp_path)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/blog/", "/articles/"),
        ("/blog", "/articles/"),
        ("/blog/?p=7", POST),
        ("/blog/index.php?p=7", POST),
        ("/blog/2019/03/", "/articles/2019/03/"),
        ("/blog/category/x/prisons/feed/", f"{PRISONS}feed/"),
        ("/blog/?feed=rss2", "/articles/feed/"),
        ("/blog/page/3/", "/articles/"),
    ],
)
def test_a_site_that_lived_in_a_folder_leads_from_there(tmp_path, client, old, new):
    bring(tmp_path, site=f"{SITE}/blog")
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)


def test_addresses_below_a_language_lead_on_whether_we_speak_it_or_not(tmp_path, client, settings):
    export = write(tmp_path / "x.xml", item(7, slug="mot", link=f"{SITE}/fr/2019/03/mot/"), language="fr-FR")
    call_command("import_wordpress", export)
    assert client.get("/fr/2019/03/mot/amp/")["Location"] == "/articles/mot/"
    assert client.get("/fr/2019/03/")["Location"] == "/articles/2019/03/"
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    assert client.get("/fr/2019/03/mot/")["Location"] == "/fr/articles/mot/"


def test_an_address_costs_one_question_however_many_spellings_it_has(tmp_path, client):
    bring(tmp_path)
    with CaptureQueriesContext(connection) as queries:
        client.get("/index.php/2019/03/the-press/comment-page-1/")
    assert sum("core_redirect" in query["sql"] for query in queries) == 1


def test_many_addresses_are_remembered_at_once_as_one_by_one():
    Redirect.objects.create(old_path="/older/", new_path="/old/")
    Redirect.objects.create(old_path="/new/", new_path="/elsewhere/")
    odd = remember_all({"/old/": "/new/", "/a/": "/old/", "/same/": "/same/", "//evil.example/": "/new/", "/gone/": ""})
    assert odd == ["//evil.example/"]
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {
        "/older/": "/new/", "/old/": "/new/", "/a/": "/new/", "/gone/": "",
    }  # fmt: skip
