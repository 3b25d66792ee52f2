"""Settings are read as meant, or the start stops with one sentence that says what to do."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from core import env

AGE_KEY = "age18qmy38yxc6vme8y9u80zhmktlr63vvegt6pcu9ajg05ryyty8qdqgvhej2"
PUBLIC_KEY = "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8="


@pytest.fixture
def given(monkeypatch):
    """A function that sets the variable ``X``; None unsets it."""

    def give(value):
        monkeypatch.delenv("X", raising=False) if value is None else monkeypatch.setenv("X", value)

    return give


@pytest.mark.parametrize(
    ("value", "read", "result"),
    [
        (" a b ", lambda: env.text("X"), "a b"),
        (None, lambda: env.text("X", "otherwise"), "otherwise"),
        ("  ", lambda: env.text("X", "otherwise"), "otherwise"),
        (None, lambda: env.link("X"), ""),
        ("https://give.example.org/us?a=1", lambda: env.link("X"), "https://give.example.org/us?a=1"),
        ("1", lambda: env.flag("X"), True),
        ("Yes", lambda: env.flag("X"), True),
        ("off", lambda: env.flag("X", True), False),
        (None, lambda: env.flag("X", True), True),
        ("12", lambda: env.integer("X", 3), 12),
        (None, lambda: env.integer("X", 3), 3),
        ("a, b,, c ,", lambda: env.names("X"), ["a", "b", "c"]),
        (None, lambda: env.names("X", "d,e"), ["d", "e"]),
        (None, lambda: env.names("X"), []),
        ("b,a", lambda: env.some_of("X", "none", "abc"), ["b", "a"]),
        (None, lambda: env.some_of("X", "none", "abc"), []),
        ("https://example.org/", lambda: env.origin("X"), "https://example.org"),
        ("http://[::1]:8000", lambda: env.origin("X"), "http://[::1]:8000"),
        ("3, 0", lambda: env.integers("X", "7,4"), [3, 0]),
        (None, lambda: env.integers("X", "7,4"), [7, 4]),
        (AGE_KEY, lambda: env.age_key("X"), AGE_KEY),
        (None, lambda: env.age_key("X"), ""),
        (None, lambda: env.public_key("X"), ""),
        (PUBLIC_KEY, lambda: env.public_key("X"), PUBLIC_KEY),
        (None, lambda: env.mail_address("X", ""), ""),
        ("sign@straße.example", lambda: env.mail_address("X", ""), "sign@xn--strae-oqa.example"),
        (
            "Öffentlich & frei <a@οδός.example>",
            lambda: env.mail_address("X", ""),
            "Öffentlich & frei <a@xn--pxavk3b.example>",
        ),
    ],
)
def test_what_is_read(given, value, read, result):
    given(value)
    assert read() == result


@pytest.mark.parametrize(
    ("value", "read", "sentence"),
    [
        (None, lambda: env.text("X"), "Set the environment variable X"),
        ("", lambda: env.text("X"), "Set the environment variable X"),
        ("maybe", lambda: env.flag("X"), "X is 'maybe'; write 1 or 0."),
        ("-1", lambda: env.integer("X", 3), "X is '-1'; write a whole number of 0 or more."),
        ("two", lambda: env.integer("X", 3), "X is 'two'; write a whole number of 0 or more."),
        ("1.5", lambda: env.integer("X", 3), "X is '1.5'"),
        (f"X={PUBLIC_KEY}", lambda: env.public_key("X"), "write the 44 characters that stand behind “X=”"),
        (PUBLIC_KEY[:-5], lambda: env.public_key("X"), "X is no public key"),
        ("Schlüssel", lambda: env.public_key("X"), "X is no public key"),
        ("٣", lambda: env.integer("X", 3), "X is '٣'"),
        ("7", lambda: env.integers("X", "7,4"), "X is '7'; write it such as 7,4."),
        ("7,-1", lambda: env.integers("X", "7,4"), "X is '7,-1'; write it such as 7,4."),
        ("AGE-SECRET-KEY-1QQ", lambda: env.age_key("X"), "the 62 characters beginning with age1"),
        ("0", lambda: env.integer("X", 3, least=1), "write a whole number of 1 or more."),
        ("example.org", lambda: env.origin("X"), "write the site's address, such as https://example.org."),
        ("https://", lambda: env.origin("X"), "write the site's address"),
        ("https://example.org/blog", lambda: env.origin("X"), "write the site's address"),
        ("https://example.org:port", lambda: env.origin("X"), "write the site's address"),
        ("https://[::1", lambda: env.origin("X"), "write the site's address"),
        ("https://alice@example.org", lambda: env.origin("X"), "write the site's address"),
        ("ftp://example.org", lambda: env.origin("X"), "write the site's address"),
        (None, lambda: env.database("X"), "Set the environment variable X"),
        ("mysql://root@localhost/site", lambda: env.database("X"), "write it as postgresql://user:password@host"),
        ("postgresql://localhost", lambda: env.database("X"), "write it as postgresql://user:password@host"),
        ("postgresql://localhost:port/site", lambda: env.database("X"), "write it as postgresql://user:password@host"),
        ("postgresql://[::1/site", lambda: env.database("X"), "write it as postgresql://user:password@host"),
        ("http://give.example.org", lambda: env.link("X"), "https://give"),
        ("https://alice@give.example.org", lambda: env.link("X"), "https://give"),
        ("javascript:alert(1)", lambda: env.link("X"), "https://give"),
        ("Sixth Copy <office@☕.example>", lambda: env.mail_address("X", ""), "office@example.org"),
    ],
)
def test_nonsense_is_answered_with_one_sentence(given, value, read, sentence):
    given(value)
    with pytest.raises(ImproperlyConfigured) as refused:
        read()
    assert sentence in str(refused.value)
    assert "X" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://al%40ice:p%2Fw@db.example:5433/my%20site?sslmode=require",
            ("my site", "al@ice", "p/w", "db.example", 5433, {"sslmode": "require"}),
        ),
        ("postgres:///site?host=/run/postgresql&port=5434", ("site", "", "", "/run/postgresql", "5434", {})),
    ],
)
def test_a_database_address_in_all_its_parts(given, url, expected):
    given(url)
    found = env.database("X")
    assert tuple(found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == expected


def test_a_refused_database_address_keeps_its_password_to_itself(given):
    given("postgresql://alice:sec/ret@localhost/site")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.database("X")
    assert "sec" not in str(refused.value)
    assert "%2F for a slash" in str(refused.value)
