"""Pages that the shipped nginx answers from its own cache, for a second at most."""

import gzip
import http.client
import re
import time
from contextlib import closing

import brotli
import pytest
from django.conf import settings
from django.urls import get_resolver

from core.readership import DailyReferrers, DailyViews
from tests.factories import make_article, make_comment, make_petition, make_staff
from tests.serve.nginx import needs_nginx
from tests.waiting import wait_until

pytestmark = needs_nginx
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
SOON = 4.0  # seconds: the site looks once a second, nginx keeps a page for one, and may show it for one more


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {"BEHIND_PROXY": "1"}


@pytest.fixture
def path():
    return make_article(slug=f"ink-{time.monotonic_ns()}", title="Ink").get_absolute_url()


def ask(front, path, method="GET", **headers):
    """Return status, headers (their names in small letters) and body."""
    connection = http.client.HTTPConnection(front.host, front.port, timeout=60)
    with closing(connection):
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def made(front, path) -> list[str]:
    """Return what nginx made of the requests for this path: MISS, HIT, EXPIRED, UPDATING or BYPASS, in order."""
    lines = [line.rpartition(" ") for line in (front.folder / "answered").read_text().splitlines()]
    return [what for asked, _space, what in lines if asked.partition("?")[0] == path]


def asked_often(front, path, times=30, **headers):
    """Ask again and again, over the end of a second or not; return all answers."""
    return [ask(front, path, **headers) for _ in range(times)]


def test_a_page_comes_from_nginx_whatever_is_appended(front, path):
    plain = asked_often(front, path)
    tracked = [ask(front, f"{path}?fbclid={number}&utm_source=x") for number in range(30)]
    assert {(status, b"Ink" in body) for status, _headers, body in [*plain, *tracked]} == {(200, True)}
    wait_until(lambda: len(made(front, path)) == 60, SOON)
    answers = made(front, path)
    assert answers.count("HIT") >= 50
    assert set(answers) <= {"MISS", "HIT", "EXPIRED", "UPDATING"}


def test_its_headers_are_those_of_the_site(front, site, path):
    # Each process makes the page for itself, with form tokens of its own.
    varying = {"etag", "content-length", "age", "date", "server", "connection", "x-accel-expires", "transfer-encoding"}
    own, kept = (asked_often(server, path)[-1][1] for server in (site, front))
    assert {name: kept.get(name) for name in own.keys() - varying} == {name: own[name] for name in own.keys() - varying}
    assert "default-src" in kept["content-security-policy"]
    assert "x-accel-expires" not in kept


def test_each_reader_gets_a_form_they_take(front, path):
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}
    for accepted, form in {
        "gzip, deflate, br, zstd": "br",
        "gzip, br;q=0": "gzip",
        "br;q=0.0, gzip;q=0.5": "gzip",
        "gzip;q=0": None,
        "br;q=0.01, gzip;q=0": "br",
        "xbr, identity": None,
    }.items():
        for _status, headers, body in asked_often(front, path, 3, Accept_Encoding=accepted):
            assert headers.get("content-encoding") == form
            assert headers["vary"] == "Accept-Encoding"
            assert b"Ink" in unpack[form](body)


def test_head_and_what_a_browser_has_already(front, path):
    status, headers, nothing = ask(front, path, "HEAD")
    assert (status, nothing) == (200, b"")
    assert int(headers["content-length"]) > 1000
    for address in (path, f"{path}?page=1"):  # answered by nginx, and by the site
        wait_until(lambda address=address: ask(front, address, If_None_Match=ask(front, address)[1]["etag"])[0] == 304)
    status, _headers, body = ask(front, path, Range="bytes=0-3")
    assert (status, len(body) > 1000) == (200, True)


def test_staff_see_their_own_and_readers_nothing_of_it(front, client):
    draft = make_article(slug="draft", title="Not yet", summary="Soon.", published_at=None)
    client.force_login(make_staff("clara"))
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    path = draft.get_absolute_url()
    for _again in range(3):
        assert "Not yet" in ask(front, path, Cookie=cookie)[2].decode()
        assert ask(front, path)[0] == 404
    assert "HIT" not in made(front, path)
    draft.publish()
    wait_until(lambda: ask(front, path)[0] == 200, SOON)


def test_parameters_that_pages_know_lead_to_the_site(front):
    def names(resolver):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from names(pattern)
            else:
                yield from getattr(getattr(pattern.callback, "cacheable", None), "parameters", ())

    said = re.findall(r"\(\?:\^\|&\)\(\?:([a-z_|]+)\)", (settings.BASE_DIR / "deploy/nginx.conf").read_text())
    assert sorted("|".join(said).split("|")) == sorted(set(names(get_resolver())))
    path = make_petition().get_absolute_url()
    ask(front, path)
    for query in ("via=qr1", "fbclid=1&via=qr1", "via", "page=2&x"):
        ask(front, f"{path}?{query}")
    wait_until(lambda: made(front, path)[1:] == ["BYPASS"] * 4, SOON)


def test_what_changes_is_there_soon_and_what_is_taken_back_is_gone_soon_for_good(front):
    article = make_article(slug="canary", title="Canary")
    path = article.get_absolute_url()
    comment = make_comment(article, "Paraffin.", is_public=False)

    def shows(word):
        return word in ask(front, path)[2].decode()

    wait_until(lambda: shows("Canary"), SOON)
    comment.approve()
    wait_until(lambda: shows("Paraffin"), SOON)
    comment.hide()
    wait_until(lambda: not shows("Paraffin"), SOON)
    assert not any(shows("Paraffin") for _ in range(100))
    article.withdraw("It was wrong.")
    wait_until(lambda: ask(front, path)[0] == 410, SOON)
    assert {status for status, _headers, _body in asked_often(front, path, 100)} == {410}


def test_readers_of_what_nginx_answers_are_counted(front, path):
    asked_often(front, path, 40, User_Agent=FIREFOX, Referer="https://blog.example/some/where?who=me")
    asked_often(front, path, 20, User_Agent="Googlebot/2.1")
    asked_often(front, path, 20, User_Agent=FIREFOX, If_None_Match='"other"')
    wait_until(lambda: made(front, path).count("HIT") >= 60, SOON)

    def views():
        return sum(DailyViews.objects.filter(path=path).values_list("views", flat=True))

    wait_until(lambda: views() >= 40, 30)
    assert views() == 40
    assert list(DailyReferrers.objects.values_list("host", "views")) == [("blog.example", 40)]


def test_nothing_that_points_at_a_reader_is_written(front, path):
    asked_often(
        front,
        f"{path}?me=reader%40example.org",
        3,
        User_Agent=FIREFOX,
        Cookie="csrf=mine",
        Referer="https://a.example/me",
    )
    assert "127.0.0.1" not in (front.folder / "answered").read_text()
    kept = b"".join(file.read_bytes() for file in (front.folder / "pages").rglob("*") if file.is_file())
    assert path.encode() in kept
    for trace in (b"Firefox", b"mine", b"a.example", b"reader"):
        assert trace not in kept


def test_pages_stay_while_the_site_starts_anew(front, site, path):
    """The last test of the file: there is no site afterwards."""
    wait_until(lambda: ask(front, path)[0] == 200, SOON)
    site.process.terminate()
    site.process.wait(30)
    wait_until(lambda: ask(front, path)[0] and made(front, path)[-1:] == ["STALE"], SOON)
    assert {status for status, _headers, _body in asked_often(front, path, 20)} == {200}
    assert ask(front, "/articles/?page=2")[0] == 502
