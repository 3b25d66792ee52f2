"""EMAIL_URL in all its forms."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from core.mail.email_url import parse


def test_smtp_with_tls_a_user_and_a_difficult_password():
    assert parse("smtp+tls://post%40ngo.example:p%40ss%2Fword@mail.example.org?timeout=5") == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "post@ngo.example",
        "EMAIL_HOST_PASSWORD": "p@ss/word",
        "EMAIL_USE_TLS": True,
        "EMAIL_USE_SSL": False,
        "EMAIL_TIMEOUT": 5.0,
    }


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://localhost", 25, False, False),
        ("smtp://[::1]:2525", 2525, False, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtp+tls://mail.example.org:2587", 2587, True, False),
    ],
)
def test_ports_and_encryption(url, port, tls, ssl):
    found = parse(url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_files_console_and_demo():
    assert parse("file:///var/mail%20out")["EMAIL_FILE_PATH"] == "/var/mail out"
    assert parse("console://")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert parse("demo://")["EMAIL_BACKEND"] == "ngo_site.demo.mail.EmailBackend"


@pytest.mark.parametrize(
    "url",
    [
        "", "mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port", "smtp://host:99999", "file://",
        "file://relative", "smtps://host?timeout=soon", "smtp://user:hunter2@host",
    ],
)  # fmt: skip
def test_nonsense_stops_the_start_and_does_not_repeat_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        parse(url)
    assert "EMAIL_URL" in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("password", ["pa/ss", "12#34", "12?34", "pa/12@34"])
def test_character_that_would_have_to_be_escaped_is_told_apart_from_a_host(password):
    with pytest.raises(ImproperlyConfigured, match="write %2F for /"):
        parse(f"smtp+tls://office:{password}@mail.example.org:587")
