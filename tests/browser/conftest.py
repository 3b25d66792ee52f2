"""Who is in these tests: the house, an anonymous visitor without JavaScript, an editor at the desk, another blog."""

import os
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from playwright.sync_api import sync_playwright

from tests.browser import house as site
from tests.browser.steps import log_in
from tests.factories import make_staff
from tests.loopback import serving

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    # Playwright has an event loop in this thread; the database is asked from it nevertheless.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker):
    """In place of pytest-django's: emptied after the last test, when no process of the site is there any more."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def static_files():
    site.collect_static_files()


@pytest.fixture(scope="module")
def house(transactional_db, static_files):
    """The open house: ``url``, and ``blog``, a server of somebody else's that may be fetched from."""
    with serving({}) as blog, site.opened(FETCH_ALLOWED_LOOPBACK=blog.host_port) as url:
        yield SimpleNamespace(url=url, blog=blog)


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
    """Clara's browser, logged in through the form."""
    context = browser.new_context(base_url=house.url)
    page = context.new_page()
    log_in(page, "clara", "correct horse")
    yield page
    context.close()
