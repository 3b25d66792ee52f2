"""One served site for the tests of a file."""

import shutil

import pytest
from django.core.management import call_command

from tests.browser import house
from tests.post_office import open_office
from tests.serve.nginx import nginx_before
from tests.serve.served import UPLOADS, served


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker):
    """In place of pytest-django's: emptied after the last test, when no process of the site is there any more."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="session")
def static_files():
    house.collect_static_files()


@pytest.fixture(scope="module")
def settings_of_the_site():
    return {}


@pytest.fixture(scope="module")
def site(transactional_db, static_files, settings_of_the_site):
    with served(**settings_of_the_site) as site:
        yield site


@pytest.fixture(scope="module")
def front(site, tmp_path_factory):
    """nginx on a port of its own, and the site behind it."""
    with nginx_before(site, tmp_path_factory.mktemp("nginx")) as front:
        yield front


@pytest.fixture
def no_uploads():
    """There is no place for files that arrive: whoever writes one gets an error."""
    shutil.rmtree(UPLOADS, ignore_errors=True)


@pytest.fixture
def uploads():
    UPLOADS.mkdir(exist_ok=True)
    return UPLOADS


@pytest.fixture
def post_office():
    with open_office() as office:
        yield office
