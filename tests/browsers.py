"""pytest plugin: tests in tests/browser/ find Chromium in $CHROMIUM; --no-browser leaves them out."""

import os
from pathlib import Path

import pytest

from ngo_site.starting import chromium
from ngo_site.starting.terminal import Trouble

FOLDER = Path(__file__).parent / "browser"


def pytest_addoption(parser):
    parser.addoption("--no-browser", action="store_true", help="leave out the tests that need Chromium")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    in_browser = [item for item in items if FOLDER in item.path.parents or item.get_closest_marker("browser")]
    for item in in_browser:
        item.add_marker("browser")
    if config.getoption("no_browser"):
        config.hook.pytest_deselected(items=in_browser)
        items[:] = [item for item in items if item not in in_browser]


def pytest_collection_finish(session):
    if any(item.get_closest_marker("browser") for item in session.items):
        os.environ["CHROMIUM"] = _chromium()


def _chromium():
    """Only `manage.py test` may install something; a bare pytest says what is missing. Neither skips silently."""
    try:
        found = chromium.find()
        if not found and os.environ.get("NGO_SITE_MAY_INSTALL"):
            found = chromium.install()
        if not found:
            raise Trouble(chromium.advice())
    except Trouble as trouble:
        raise pytest.UsageError(str(trouble)) from None
    return found
