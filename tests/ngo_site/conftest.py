"""What the tests of the whole site share."""

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from core.cache.page_cache import PageCache
from tests.ngo_site.public_pages import make_public_pages


@pytest.fixture
def pages():
    """The path of every public page, by the name of its address."""
    return make_public_pages()


class Counted:
    """The site, and how often it is asked for a page."""

    def __init__(self):
        self.calls, self._site = 0, get_wsgi_application()

    def __call__(self, environ, start_response):
        self.calls += 1
        return self._site(environ, start_response)


@pytest.fixture
def site():
    """The site on the connection of the test, which requests would close (Django's test client does the same)."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Counted()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def front(site):
    return PageCache(site, is_watching=False)
