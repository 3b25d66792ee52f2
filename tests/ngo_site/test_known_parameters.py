"""Which parameters of an address make another page: those that its view names, and none that others append to links."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.http.cacheable import FILE, cacheable
from core.redirects import old_addresses, remember
from tests.core.cache.cached_site import LIKE_ANYBODYS, visit
from tests.factories import make_article, make_petition

pytestmark = pytest.mark.django_db

CANARY = "canary9"
TOKEN = re.compile(r'name="form_token" value="[^"]+"')


def everything_unknown(pages, path) -> str:
    """Return a query of all parameters that some page or some network knows, and this page does not."""
    names = {name for other in pages.values() for name in cacheable(other).parameters}
    names |= {"fbclid", "utm_source", "gclid", "ref", "lang", "language", "preview", "replytocom", "feed", "s", "cat"}
    return "&".join(f"{name}={CANARY}" for name in sorted(names - cacheable(path).parameters))


@pytest.mark.crowd
def test_no_page_is_changed_by_a_parameter_that_its_view_does_not_name(client, pages):
    for name, path in pages.items():
        plain, strange = client.get(path), client.get(f"{path}?{everything_unknown(pages, path)}")
        assert strange.status_code == 200, name
        if not strange.streaming:
            text = strange.content.decode("latin-1")
            assert CANARY not in text, name
            assert TOKEN.sub("", text) == TOKEN.sub("", plain.content.decode("latin-1")), name


def test_every_public_page_is_made_once_however_it_is_asked_for(front, site, pages):
    for name, path in pages.items():
        path = path.encode().decode("latin-1")
        before = site.calls
        answers = [visit(front, path, query=everything_unknown(pages, path))]
        answers += [visit(front, path, **more) for more in LIKE_ANYBODYS[:1]]
        assert site.calls == before + 1, name
        assert {answer[0] for answer in answers} == {"200 OK"}, name


@pytest.mark.parametrize("more", LIKE_ANYBODYS, ids=lambda more: str(more)[:40])
def test_a_page_in_the_news_is_made_once(front, site, more):
    path = make_petition(slug="free").get_absolute_url()
    pages = [visit(front, path, **more)[2], visit(front, path)[2], visit(front, path, **more)[2]]
    assert (site.calls, len(set(pages)), "Sign" in pages[0]) == (1, 1, True)


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/articles/", {"page"}),
        ("/fr/articles/", {"page"}),
        ("/articles/мир/".encode().decode("latin-1"), {"page"}),
        ("/petitions/free/", {"via"}),
        ("/petitions.json", {"page", "order"}),
        ("/oembed/", {"url", "format", "maxwidth", "maxheight"}),
        ("/", old_addresses.PARAMETERS),
    ],
)
def test_a_page_knows(settings, path, parameters):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    assert cacheable(path).parameters == parameters


@pytest.mark.parametrize(
    "path",
    [
        "/admin/", "/admin/login/", "/petitions/confirm/abc/", "/petitions/withdraw/abc/", "/newsletter/confirm/abc/",
        "/newsletter/unsubscribe/abc/", "/join/confirm/abc/", "/articles/comments/confirm/abc/", "/share/abc/",
        "/s/abc/", "/kits/abc/", "/healthz", "/readyz", "/nowhere/", "/articles/a/b/c/", "//", "/\xff\xfe/", "",
    ],
)  # fmt: skip
def test_nothing_is_ever_kept_of(path):
    assert cacheable(path) is None


def test_files_are_kept():
    assert cacheable("/media/a.jpg") == cacheable("/static/a.css") == FILE


def test_an_old_address_of_wordpress_is_found_with_what_was_appended_to_it(front):
    remember("/?p=7", "/articles/ink/")
    make_article(slug="ink")
    visit(front, "/")
    status, headers, _body = visit(front, "/", query="p=7&fbclid=abc")
    assert (status[:3], headers["Location"]) == ("301", "/articles/ink/")
    assert visit(front, "/", query="fbclid=p")[0] == "200 OK"


def test_a_page_that_moved_is_found_with_what_was_appended_to_it(front):
    remember("/articles/old/", "/articles/new/")
    remember("/index.php?id=5", "/articles/five/")
    assert visit(front, "/articles/old/", query="fbclid=abc")[1]["Location"] == "/articles/new/"
    assert visit(front, "/index.php", query="id=5")[1]["Location"] == "/articles/five/"


def test_a_draft_that_an_editor_looks_at_is_kept_for_nobody(admin_client, front):
    draft = make_article(title="Secret draft", summary="What for.", published_at=None)
    path, cookie = draft.get_absolute_url(), admin_client.cookies[settings.SESSION_COOKIE_NAME].OutputString()
    seen = visit(front, path, HTTP_COOKIE=cookie.partition(";")[0])
    assert ("Secret draft" in seen[2], seen[1]["Cache-Control"]) == (True, "no-store")
    assert "Secret draft" not in visit(front, path)[2]
    draft.publish()
    assert "Secret draft" in visit(front, path)[2]
    assert "Secret draft" in visit(front, reverse("articles:list"))[2]


def test_a_made_up_session_asks_the_database_for_nothing_more(client, django_assert_num_queries):
    path = make_article().get_absolute_url()
    client.get(path)
    with CaptureQueriesContext(connection) as plain:
        client.get(path)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 40
    with django_assert_num_queries(len(plain)):
        answer = client.get(path)
    assert answer["Cache-Control"].startswith("public")
