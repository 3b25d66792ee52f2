"""Who is in these tests: the house, an anonymous visitor without JavaScript, an editor at the desk, another blog."""

import os
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from tests.browser import house as site
from tests.browser.steps import logged_in
from tests.factories import make_staff
from tests.loopback import serving
from tests.post_office import open_office

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# What fails waits longer on a busy machine; what passes does not. A promise about time names its own.
expect.set_options(timeout=20_000)


@contextmanager
def chromium():
    """Yield a browser of playwright's."""
    # Playwright has an event loop in this thread; the database is asked from it nevertheless.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
            # While there is an event loop, Django has another connection. The next browser here would take it up again,
            # and by then somebody else may have put out whoever is connected.
            connections.close_all()


@pytest.fixture(scope="package")
def browser():
    """One for all files of this folder that follow each other, which is why the folder is a package."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def static_files():
    site.collect_static_files()


@pytest.fixture(scope="package")
def open_house(static_files):
    """One house for all files that follow each other: to start one takes longer than most tests."""
    with serving({}) as blog, site.Shared(blog) as shared:
        yield shared


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker, open_house):
    """In place of pytest-django's: emptied after the last test of a file."""
    with django_db_blocker.unblock():
        yield
        site.empty_database()
        open_house.forget()


@pytest.fixture(scope="module")
def alone(open_house):
    """For files with a house of their own: no other is there that would take its jobs."""
    open_house.close()


@pytest.fixture(scope="module")
def house(transactional_db, open_house):
    """The open house: ``url``, and ``blog``, a server of somebody else's that may be fetched from."""
    open_house.open()
    open_house.blog.answers.clear()
    return SimpleNamespace(url=open_house.url, blog=open_house.blog)


@pytest.fixture
def visitor(browser, house):
    """A page without JavaScript. Nothing ever asks it to keep a cookie, so refusing them makes no difference."""
    context = browser.new_context(base_url=house.url, java_script_enabled=False)
    page = context.new_page()
    asked_to_keep = []
    page.on("response", lambda answer: "set-cookie" in answer.headers and asked_to_keep.append(answer.url))
    yield page
    assert asked_to_keep == []
    assert context.cookies() == []
    context.close()


@pytest.fixture(scope="module")
def clara(house):
    return make_staff("clara")


@pytest.fixture
def desk(browser, house, clara):
    """Clara's browser, logged in."""
    context = browser.new_context(base_url=house.url, storage_state=logged_in(clara, house.url))
    yield context.new_page()
    context.close()


@pytest.fixture
def post_office():
    with open_office() as office:
        yield office
