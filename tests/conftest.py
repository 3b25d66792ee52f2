"""What all tests share."""

import os

import pytest


@pytest.fixture
def private_key():
    """The organisation's private key, which only tests and the organisation itself have."""
    return os.environ["ORGANISATION_PRIVATE_KEY"]
