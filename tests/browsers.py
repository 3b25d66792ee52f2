"""pytest plugin: tests of the kind `browser` find Chromium in $CHROMIUM."""

import os
from pathlib import Path

import pytest

from dev import chromium
from dev.terminal import Trouble
from dev.venv import locked

BASE = Path(__file__).resolve().parent.parent


def pytest_collection_finish(session):
    if any(item.get_closest_marker("browser") for item in session.items):
        os.environ["CHROMIUM"] = _chromium()


def _chromium():
    """Only `manage.py test` may install something; a bare pytest says what is missing. Neither skips silently."""
    try:
        # The processes of one run come here together; only one may install.
        with locked(BASE):
            found = chromium.find()
            if not found and os.environ.get("NGO_SITE_MAY_INSTALL"):
                found = chromium.install()
        if not found:
            raise Trouble(chromium.advice())
    except Trouble as trouble:
        raise pytest.UsageError(str(trouble)) from None
    return found
