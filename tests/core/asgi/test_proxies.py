"""Only a proxy of one's own is believed."""

import ipaddress

import pytest

from core.asgi import proxies

TOLD = {"HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_REQUEST_ID": "deadbeef"}


@pytest.fixture(autouse=True)
def _proxies(settings):
    settings.BEHIND_PROXY = True
    settings.TRUSTED_PROXIES = [ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("fd00::/8")]
    proxies._is_trusted.cache_clear()
    yield
    proxies._is_trusted.cache_clear()


def told_by(address) -> dict:
    environ = {"REMOTE_ADDR": address, "HTTP_HOST": "example.org", **TOLD}
    proxies.forget_hearsay(environ)
    return environ


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "fd00::7", "::ffff:127.0.0.1"])
def test_what_they_say_stays(address):
    assert told_by(address) == {"REMOTE_ADDR": address, "HTTP_HOST": "example.org", **TOLD}


@pytest.mark.parametrize("address", ["203.0.113.9", "::1", "", "nonsense"])
def test_what_others_say_is_forgotten(address):
    assert told_by(address) == {"REMOTE_ADDR": address, "HTTP_HOST": "example.org"}


def test_without_a_proxy_nobody_is_believed(settings):
    settings.BEHIND_PROXY = False
    assert told_by("127.0.0.1") == {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "example.org"}
