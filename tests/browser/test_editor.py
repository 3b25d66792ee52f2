"""Clara writes an article in CKEditor, in Chromium: the relaxed policy lets it work, and only there."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from articles.models import Article
from tests.factories import make_photo, make_staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(live_server, monkeypatch):
    # Playwright has an event loop in this thread; the database is asked from it nevertheless.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=arguments)
        page = browser.new_page(base_url=live_server.url)
        page.troubles, page.hosts = [], set()
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.on("console", lambda line: "Content Security" in line.text and page.troubles.append(line.text))
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2]))
        yield page
        browser.close()


@pytest.fixture
def desk(page):
    make_staff("clara")
    page.goto("/admin/login/")
    page.fill("#id_username", "clara")
    page.fill("#id_password", "correct horse")
    page.click("[type=submit]")
    return page


def test_a_draft_with_a_picture_from_the_library(desk, live_server):
    make_photo(slug="press", title="The press", alt="A press under a lamp.")
    make_photo(slug="other", title="Another")
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_title", "Written in the browser")
    text = desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    text.click()
    desk.keyboard.type("Before the picture.")
    desk.click(".cke_button__library")
    desk.fill("dialog input[type=search]", "lamp")
    expect(desk.locator("dialog li")).to_have_count(1)
    desk.click("dialog li button")
    text.locator("img").wait_for()
    desk.keyboard.type("After it.")
    desk.click("[name=_continue]")
    desk.wait_for_url("**/change/")
    article = Article.objects.get()
    photo = 'data-embed="photo:press"'
    assert article.slug == "written-in-the-browser"
    assert (
        article.body.index("Before the picture.</p>") < article.body.index(photo) < article.body.index("<p>After it.")
    )
    assert 'alt="A press under a lamp."' in article.body
    assert article.body.count("<p") == 3
    assert desk.troubles == []
    assert desk.hosts == {live_server.url.removeprefix("http://")}


def test_the_rest_of_the_desk_works_under_the_strict_policy(desk):
    for path in (
        "",
        "articles/article/",
        "articles/comment/",
        "articles/mention/",
        "articles/photo/add/",
        "articles/tag/add/",
    ):
        desk.goto(f"/admin/{path}")
    desk.type("#id_name", "Samizdat")
    expect(desk.locator("#id_slug")).to_have_value("samizdat")
    assert desk.troubles == []


def test_without_javascript_the_text_is_a_plain_field(live_server, client):
    client.force_login(make_staff("bob"))
    assert '<textarea name="body"' in client.get("/admin/articles/article/add/").text
