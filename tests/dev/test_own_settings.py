"""Where the demo serves, and the secrets it makes for itself."""

import os
import socket
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.crypto.sealed_box import open_sealed, seal
from dev.own_settings import environment, read_address, site_url
from dev.terminal import Trouble


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def free(taken):
    """A port that nobody listens at: the one that was taken and given back a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return port


def test_address_and_port(free):
    assert read_address(f"127.0.0.1:{free}") == ("127.0.0.1", free)
    assert read_address(f"localhost:{free}") == ("localhost", free)
    assert read_address(f":{free}") == ("127.0.0.1", free)
    assert read_address(str(free)) == ("127.0.0.1", free)


def test_port_0_is_a_free_one():
    address, port = read_address("127.0.0.1:0")
    assert address == "127.0.0.1"
    assert port > 1023


@pytest.mark.parametrize(
    "text",
    ["", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:-1", "127.0.0.1:65536", "::1:8000", "1:2:3", "²"],
)
def test_what_is_no_address_is_refused_with_an_example(text):
    with pytest.raises(Trouble, match=r"is no address\. Write ADDR:PORT, such as 127\.0\.0\.1:8000"):
        read_address(text)


@pytest.mark.parametrize("address", ["203.0.113.7", "no.such.host.invalid"])
def test_an_address_of_another_computer_is_refused(address):
    with pytest.raises(Trouble, match=address.replace(".", r"\.")):
        read_address(f"{address}:8000")


def test_a_taken_port_is_named_with_another_to_try(taken):
    with pytest.raises(Trouble) as trouble:
        read_address(f"127.0.0.1:{taken}")
    assert str(trouble.value).startswith(f"The site cannot be served at 127.0.0.1:{taken} (Address already in use).")
    assert str(trouble.value).endswith(f"choose another port, for example 127.0.0.1:{taken + 1}")


def test_secrets_are_made_once_and_kept_from_others(tmp_path):
    first = environment(tmp_path / ".demo")
    assert environment(tmp_path / ".demo") == first
    assert min(len(first["SECRET_KEY"]), len(first["FINGERPRINT_SECRET"])) >= 32
    assert environment(tmp_path / "other")["SECRET_KEY"] != first["SECRET_KEY"]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / ".demo").iterdir()}
    assert (modes["secrets"], modes["private_key"]) == (0o600, 0o600)
    assert stat.S_IMODE(os.stat(tmp_path / ".demo").st_mode) == 0o700


def test_starts_at_once_agree_on_the_secrets(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: environment(tmp_path / ".demo"), range(8)))
    assert made == [made[0]] * 8


def test_the_two_halves_of_the_key_belong_together(tmp_path, settings):
    settings.ORGANISATION_PUBLIC_KEY = environment(tmp_path)["ORGANISATION_PUBLIC_KEY"]
    private = (tmp_path / "private_key").read_text().strip()
    assert open_sealed(seal({"name": "Alice"}), private) == {"name": "Alice"}


def test_links_lead_to_a_page_that_this_computer_can_open(tmp_path):
    assert site_url("0.0.0.0", 8000) == "http://127.0.0.1:8000"
    assert site_url("::1", 8000) == "http://[::1]:8000"
    assert environment(tmp_path, "0.0.0.0", 8000)["ALLOWED_HOSTS"] == "*"
    assert environment(tmp_path, "192.0.2.1", 8000)["ALLOWED_HOSTS"] == "127.0.0.1,localhost,[::1],192.0.2.1"
