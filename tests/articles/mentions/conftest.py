"""What the tests of mentions share."""

import pytest

from tests.loopback import serving


@pytest.fixture
def source(settings):
    """A blog on this computer, which the one door is allowed to reach."""
    with serving({}) as server:
        settings.FETCH_ALLOWED_LOOPBACK = [server.host_port]
        yield server


@pytest.fixture
def other(source, settings):
    """The same blog, as one that we tell of our links."""
    settings.SEND_MENTIONS = True
    return source
