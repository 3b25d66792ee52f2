"""Old addresses that still answer."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from core.redirects import Redirect, RedirectMiddleware, remember

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(rf):
    """Ask for an address; only ``/`` and ``/new/`` have pages."""

    def get(path, method="get"):
        middleware = RedirectMiddleware(
            lambda request: HttpResponse(status=200 if request.path in {"/", "/new/"} else 404)
        )
        return middleware(getattr(rf, method)(path))

    return get


def kept():
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def test_old_address_leads_to_the_new_one(visit):
    remember("/old/", "/new/")
    response = visit("/old/")
    assert (response.status_code, response["Location"]) == (301, "/new/")


def test_page_that_exists_wins_and_costs_no_query(visit):
    remember("/new/", "/elsewhere/")
    with CaptureQueriesContext(connection) as queries:
        assert visit("/new/").status_code == 200
    assert len(queries) == 0


def test_unknown_address_stays_unknown(visit):
    remember("/old/", "/new/")
    assert visit("/other/").status_code == 404
    assert visit("/other/", "post").status_code == 404


def test_what_is_sent_to_an_old_address_is_sent_again_to_the_new_one(visit):
    remember("/old/", "/new/")
    response = visit("/old/", "post")
    assert (response.status_code, response["Location"]) == (308, "/new/")


def test_gone_for_good(visit):
    remember("/old/", "")
    assert visit("/old/").status_code == 410


def test_chains_are_one_step_and_loops_do_not_arise():
    remember("/a/", "/b/")
    remember("/b/", "/c/")
    assert kept() == {"/a/": "/c/", "/b/": "/c/"}
    remember("/c/", "/a/")
    assert kept() == {"/b/": "/a/", "/c/": "/a/"}
    remember("/a/", "/a/")
    assert kept() == {"/b/": "/a/", "/c/": "/a/"}


def test_every_spelling_of_an_address_is_the_same(visit):
    remember("/2019/03/our%20story/", "/новости/")
    assert visit("/2019/03/our story").status_code == 301
    response = visit("/2019/03/our%20story/?utm=1")
    assert response["Location"] == "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/"


def test_wordpress_numbers_are_looked_for_before_the_home_page(visit):
    remember("/?p=123", "/new/")
    assert visit("/?p=123")["Location"] == "/new/"
    assert visit("/?p=124").status_code == 404
    assert visit("/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example/", "/%2Fevil.example/", "/\\evil.example", "/%5Cevil.example", "new", ""],
)
def test_nobody_is_led_away_from_the_site(path):
    if path:
        with pytest.raises(ValueError, match="not a path"):
            remember("/old/", path)
        with pytest.raises(ValidationError):
            Redirect(old_path="/old/", new_path=path).clean()
    with pytest.raises(ValueError, match="not a path"):
        remember(path, "/new/")


@pytest.mark.parametrize("path", ["/%00", "/" + "x" * 5000, "/a?[", "/%FF%FE", "/[::1]/"])
def test_odd_addresses_are_merely_unknown(visit, path):
    remember("/old/", "/new/")
    assert visit(path).status_code == 404


def test_404_raised_by_a_view_reaches_the_redirect(client):
    remember("/no-such-page/", "/admin/login/")
    assert client.get("/no-such-page/").status_code == 301


def test_two_slashes_are_merely_unknown(rf):
    remember("/old/", "/new/")
    request = rf.get("/old/", PATH_INFO="//evil.example/")
    assert request.path == "//evil.example/"
    assert RedirectMiddleware(lambda request: HttpResponse(status=404))(request).status_code == 404


def test_an_editor_who_leads_to_an_old_address_leads_to_its_end_and_never_in_a_circle():
    remember("/b/", "/c/")
    redirect = Redirect(old_path="/a/", new_path="/b/")
    redirect.clean()
    assert redirect.new_path == "/c/"
    with pytest.raises(ValidationError, match="nobody would ever arrive"):
        Redirect(old_path="/c/", new_path="/b/").clean()
    with pytest.raises(ValidationError, match="itself"):
        Redirect(old_path="/c/", new_path="/c/").clean()


def test_an_old_address_moves_in_every_language(visit, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    remember("/articles/old/", "/articles/new/")
    assert visit("/ar/articles/old/")["Location"] == "/ar/articles/new/"
    assert visit("/articles/old/")["Location"] == "/articles/new/"
    assert visit("/arx/articles/old/").status_code == 404
