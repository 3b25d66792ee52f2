"""A line of the log is one JSON object, which names nobody."""

import io
import json
import logging

import pytest

from core.logs import JSONFormatter, request_ids


@pytest.fixture
def log():
    """A logger that writes JSON; ``log.lines()`` returns the objects."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JSONFormatter())
    logger = logging.Logger("tests.logs")
    logger.addHandler(handler)
    logger.lines = lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    return logger


def read(mailbox):
    try:
        raise LookupError(mailbox)
    except LookupError as error:
        raise ValueError(f"no mailbox {mailbox}\nnot even spam") from error


def test_a_line_is_an_object(log):
    log.warning("Mail to %s\nrefused", "alice@example.org")
    (line,) = log.lines()
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "WARNING", "logger": "tests.logs", "message": "Mail to [address]\nrefused"}


def test_what_was_raised_is_told_in_one_line_with_its_cause_and_where(log):
    try:
        read("bob@example.org")
    except ValueError:
        log.exception("Not read")
    (line,) = log.lines()
    assert line["error"] == "ValueError: no mailbox [address]\nnot even spam ← LookupError: [address]"
    assert [frame.partition(":")[0] for frame in line["frames"]] == ["tests/core/logs/test_formatters.py"] * 2
    assert line["frames"][-1].endswith(" read")


def test_frames_of_other_peoples_code_are_left_out_but_for_the_last(log):
    try:
        json.loads("{")
    except ValueError:
        log.exception("Not read")
    (line,) = log.lines()
    ours, theirs = line["frames"]
    assert ours.startswith("tests/core/logs/test_formatters.py:")
    assert theirs.endswith("json/decoder.py:355 raw_decode") or "json/" in theirs


def test_lines_of_one_request_have_its_id(log):
    drawn = request_ids.begin()
    log.warning("one")
    log.warning("two")
    assert [line["request"] for line in log.lines()] == [drawn] * 2


@pytest.mark.parametrize("told", ["4f0c6b1e9a3d4f5c8b7a6d5e4f3c2b1a", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"])
def test_a_proxys_id_is_taken(told):
    assert request_ids.begin(told) == told


@pytest.mark.parametrize("told", ["", "alice@example.org", "203.0.113.7", "short", "a" * 65, "deadbeef\n"])
def test_other_words_are_no_id(told):
    assert request_ids.begin(told) != told
