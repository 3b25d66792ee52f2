"""What is never asked: every spelling of what is inside, names and redirects that lead there."""

import pytest

from core.fetch import FetchRefused, Unreachable, fetch
from tests.loopback import page, redirect, serving

HOSTILE_HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "0x7f.1",
    "0x7f000001",
    "0x7F.0.0.1",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST.",
    "ⓛocalhost",
    "127。0。0。1",
    "１２７.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127.0.0.1.",
    "%31%32%37.0.0.1",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "0xA9FEA9FE",
    "172.16.0.1",
    "192.168.1.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "203.0.113.5",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a00:1]",
    "[2001::7f00:1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[3fff::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fec0::1]",
    "[ff02::1]",
    "[100::1]",
    "[5f00::1]",
    "metadata",
]


@pytest.mark.parametrize("host", HOSTILE_HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_hosts_inside_are_refused_in_every_spelling(tripwire, allow, scheme, host):
    with pytest.raises(FetchRefused):
        fetch(f"{scheme}://{host}/")
    assert tripwire == []


BAD_URLS = [
    "",
    "example.org",
    "//example.org/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "javascript:alert(1)",
    "http:/example.org/",
    "http:///example.org/",
    "http://",
    "http://user@example.org/",
    "http://user:secret@example.org/",
    "http://example.org@127.0.0.1/",
    "http://example.org\\@127.0.0.1/",
    "http://example.org:22/",
    "http://example.org:8080/",
    "http://example.org:0/",
    "http://example.org:65616/",
    "http://example.org:-1/",
    "http://example.org:８０/",
    "http://example.org/\r\nX-Evil: 1",
    "http://example.org/%0d%0a\r\n",
    "http://exa\tmple.org/",
    " http://example.org/",
    "http://example.org/a b",
    "http://example.org/\u2028",
    "http://[::1/",
    "http://[example.org]/",
    "http://[::1]example.org/",
    "http://exa_mple..org/",
    "http://-example.org/",
    "http://" + "a" * 64 + ".org/",
    "http://example.org/" + "a" * 3000,
    "http://example.org/\ud800",
]


@pytest.mark.parametrize("url", BAD_URLS)
def test_what_is_no_plain_address_of_the_web_is_refused(tripwire, allow, url):
    with pytest.raises(FetchRefused):
        fetch(url, resolve=lambda host, port: pytest.fail("no name may be looked up"))
    assert tripwire == []


BAD_ADDRESSES = [host.strip("[]") for host in HOSTILE_HOSTS if "." in host or ":" in host] + ["fe80::1%lo", "nonsense"]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_a_name_is_refused_when_one_of_its_addresses_is_inside(tripwire, allow, address):
    for addresses in ([address], ["93.184.216.34", address], [address, "2606:2800:220:1::1"]):
        with pytest.raises(FetchRefused):
            fetch("http://example.org/", resolve=lambda host, port, found=addresses: found)
    assert tripwire == []


def test_international_names_are_looked_up_in_ascii(tripwire, allow):
    asked = []

    def resolve(host, port):
        asked.append((host, port))
        return ["10.0.0.1"]

    for url in ("https://Bücher.example/", "http://bu\u0308cher。example./"):
        with pytest.raises(FetchRefused):
            fetch(url, resolve=resolve)
    assert asked == [("xn--bcher-kva.example", 443), ("xn--bcher-kva.example", 80)]


def test_only_the_listed_loopback_port_is_let_through(tripwire, allow):
    with serving({"/": page("hello")}) as server, serving({"/": page("secret")}) as other:
        allow(server.host_port)
        assert fetch(server.url()).body == b"hello"
        with pytest.raises(FetchRefused):
            fetch(other.url())
        assert tripwire == [("127.0.0.1", server.port)]
        assert other.requests == []


def test_a_listed_name_must_still_be_loopback(tripwire, allow):
    allow("local.test:8000")
    for address in ("10.0.0.1", "169.254.169.254", "93.184.216.34"):
        with pytest.raises(FetchRefused):
            fetch("http://local.test:8000/", resolve=lambda host, port, found=address: [found])
    assert tripwire == []


# Names that change their mind


def test_a_name_is_asked_once_and_the_checked_address_is_used(tripwire, allow):
    answers = iter([["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    with serving({"/": page("hello")}) as server:
        allow(f"rebind.test:{server.port}")
        answer = fetch(server.url(host="rebind.test"), resolve=lambda host, port: next(answers))
    assert answer.body == b"hello"
    assert tripwire == [("127.0.0.1", server.port)]
    assert next(answers) == ["10.0.0.1"]
    assert f"Host: rebind.test:{server.port}\r\n".encode() in server.requests[0]


def test_a_name_that_moves_inside_between_redirects_is_refused(tripwire, allow):
    answers = iter([["127.0.0.1"], ["169.254.169.254"]])
    with serving({"/": redirect("/next")}) as server:
        allow(f"rebind.test:{server.port}")
        with pytest.raises(FetchRefused):
            fetch(server.url(host="rebind.test"), resolve=lambda host, port: next(answers))
    assert tripwire == [("127.0.0.1", server.port)]


def test_a_dead_address_leaves_time_for_the_next(allow):
    with serving({"/": page("hello")}) as server:
        allow(f"two.test:{server.port}")
        answer = fetch(server.url(host="two.test"), resolve=lambda host, port: ["127.0.0.99", "127.0.0.1"])
    assert answer.body == b"hello"


# Redirects


@pytest.mark.parametrize(
    "location",
    [
        "http://169.254.169.254/latest/meta-data/",
        "//[::ffff:10.0.0.1]/",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "http://user@example.org/",
        "http://2130706433/",
    ],
)
def test_redirects_are_checked_like_the_first_address(tripwire, allow, location):
    with serving({"/": redirect(location)}) as server:
        allow(server.host_port)
        with pytest.raises(FetchRefused):
            fetch(server.url())
    assert len(tripwire) == 1


def test_five_redirects_are_followed_and_no_more(allow):
    pages = {f"/{n}": redirect(f"{n + 1}#part") for n in range(6)}
    with serving({**pages, "/6": page("far"), "/loop": redirect("/loop")}) as server:
        allow(server.host_port)
        answer = fetch(server.url("/1"))
        assert (answer.status, answer.body, answer.url) == (200, b"far", server.url("/6"))
        with pytest.raises(Unreachable):
            fetch(server.url("/0"))
        with pytest.raises(Unreachable):
            fetch(server.url("/loop"))
        assert len(server.requests) == 6 + 6 + 6


def test_a_redirect_without_an_address_is_an_answer(allow):
    with serving({"/": page(status="304 Not Modified")}) as server:
        allow(server.host_port)
        assert fetch(server.url()).status == 304
