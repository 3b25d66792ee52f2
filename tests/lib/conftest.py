"""What the tests of our one door outwards share."""

import sys

import pytest

_connections = None


def _watch(event, arguments):
    if event == "socket.connect" and _connections is not None:
        _connections.append(arguments[1])


sys.addaudithook(_watch)


@pytest.fixture
def tripwire():
    """A list of every address that this process connects to, whatever the port."""
    global _connections
    _connections = []
    yield _connections
    _connections = None


@pytest.fixture
def allow(settings):
    """A function that takes the loopback hosts and ports from which fetch() may fetch; none until it is called."""

    def allow(*host_ports):
        settings.FETCH_ALLOWED_LOOPBACK = list(host_ports)

    allow()
    return allow
