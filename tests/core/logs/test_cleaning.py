"""Nobody is to be recognised in a log."""

import io
import logging
import logging.config
import time

import pytest
from django.db import IntegrityError, connection

from core import logs


@pytest.fixture
def log():
    """A logger whose one handler is made as in the settings; what it wrote is ``log.text()``."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.CleanFormatter("%(levelname)s %(name)s: %(message)s"))
    logger = logging.Logger("tests.logs")
    logger.addHandler(handler)
    logger.text = stream.getvalue
    return logger


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Mail to alice.b+c@example.org refused", "Mail to [address] refused"),
        ("to=alice%40example.org&x=1", "[address]&x=1"),
        ("ünal@пример.рф wrote", "[address] wrote"),
        ("<alice@[192.0.2.1]>", "<alice@[[ip]]>"),
        ("from 203.0.113.7:4433", "from [ip]:4433"),
        ("from 2001:db8::dead:beef, twice", "from [ip], twice"),
        ("from [2001:db8::1]:80", "from [[ip]]:80"),
        ("from ::ffff:203.0.113.7", "from [ip]"),
        ("Listening on 127.0.0.1:8000 and ::1", "Listening on 127.0.0.1:8000 and ::1"),
        ("at 12:30:45, Django 5.2.19, Python 3.11.7", "at 12:30:45, Django 5.2.19, Python 3.11.7"),
        ("Not Found: /signatures/confirm/aB3-short/", "Not Found: /signatures/confirm/[token]/"),
        ("Not Found: /admin/choose-password/aB3-short/", "Not Found: /admin/choose-password/[token]/"),
        ("Not Found: /newsletter/unsubscribe/abc?x=1", "Not Found: /newsletter/unsubscribe/[token]?x=1"),
        ("GET /s/abcdefghijklmnopqrstuv/withdraw/", "GET /s/[token]/withdraw/"),
        ("?token=abc&page=2", "?token=[secret]&page=2"),
        ("tried Zk3nq0aVt1sWc9dLx7yBhQ twice", "tried [token] twice"),
        (
            "articles.mentions.receiving.verify_mention_of_another_page",
            "articles.mentions.receiving.verify_mention_of_another_page",
        ),
        ("/articles/why-banned-books-travel-furthest-2026/", "/articles/why-banned-books-travel-furthest-2026/"),
    ],
)
def test_what_tells_of_people_is_replaced_and_the_rest_stays(said, written):
    assert logs.clean(said) == written


@pytest.mark.parametrize("piece", ["y", "csrf", "a.", "1:", "::", "a@", "/", "Aa1-", "token=", "1.", "%40"])
def test_a_long_line_costs_no_more_than_its_length(piece):
    began = time.process_time()
    logs.clean("Not Found: /" + piece * (20_000 // len(piece)) + "!")
    assert time.process_time() - began < 1


def test_an_address_behind_a_long_word_is_found():
    assert logs.clean("y" * 200 + "=alice@example.org=bob@example.org").endswith("[address][address]")


def test_arguments_and_tracebacks_are_cleaned_too(log):
    try:
        raise ValueError("no mailbox bob@example.org")
    except ValueError:
        log.exception("Could not reach %s from %s", "alice@example.org", "203.0.113.7")
    assert "@example" not in log.text()
    assert "203.0" not in log.text()
    assert "ValueError: no mailbox [address]" in log.text()


@pytest.mark.django_db
def test_row_that_postgres_quotes_is_left_out(log):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE people (name text PRIMARY KEY CHECK (name <> 'Charlie'))")
        cursor.execute("INSERT INTO people VALUES ('Alice Appleseed')")
        for name in ("Alice Appleseed", "Charlie"):
            cursor.execute("SAVEPOINT before")
            try:
                cursor.execute("INSERT INTO people VALUES (%s)", [name])
            except IntegrityError:
                log.exception("refused")
            cursor.execute("ROLLBACK TO before")
    assert "people_pkey" in log.text()
    assert "people_name_check" in log.text()
    assert "Alice" not in log.text()
    assert "Charlie" not in log.text()


@pytest.mark.parametrize(("form", "formatter"), [("text", logs.CleanFormatter), ("json", logs.JSONFormatter)])
def test_configuration_cleans_whatever_is_printed(form, formatter):
    configuration = logs.configuration("warning", form)
    assert {handler["formatter"] for handler in configuration["handlers"].values()} == {form}
    assert configuration["formatters"][form]["()"] is formatter
    assert configuration["root"]["level"] == "WARNING"
    logging.config.DictConfigurator(configuration)
