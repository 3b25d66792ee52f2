"""What the tests of the whole site share."""

import pytest

from tests.ngo_site.public_pages import make_public_pages


@pytest.fixture
def pages():
    """The path of every public page, by the name of its address."""
    return make_public_pages()
