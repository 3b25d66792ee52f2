"""An outage is told once, and then how often it came."""

import logging

import pytest

from core.logs import repeats
from core.logs.repeats import Repeats


def record(text, level=logging.ERROR, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("tests", level, __file__, 1, text, (), info)


def raised(words):
    try:
        raise ConnectionError(words)
    except ConnectionError as error:
        return error


@pytest.fixture
def again():
    return Repeats()


def test_the_same_place_is_told_once_whatever_was_asked_for(again):
    told = [again.is_told(record(f"Service Unavailable: /{n}/", error=raised(f"away {n}"))) for n in range(1000)]
    assert told == [True] + [False] * 999
    assert again.is_told(record("Another place"))


def test_the_same_words_are_told_once_and_what_is_no_warning_always(again):
    assert [again.is_told(record("away")) for _ in range(3)] == [True, False, False]
    assert [again.is_told(record("begun", logging.INFO)) for _ in range(3)] == [True] * 3


def test_after_a_minute_it_is_told_how_often_it_came(again, monkeypatch):
    for _ in range(5):
        again.is_told(record("away"))
    again.is_told(record("once"))
    assert again.due() == []
    monkeypatch.setattr(repeats, "A_MINUTE", 0.0)
    assert [(said.getMessage(), said.times) for said in again.due()] == [("away", 4)]
    assert again.due() == []


def test_what_comes_again_after_a_minute_says_how_often_it_came(again, monkeypatch):
    for _ in range(5):
        again.is_told(record("away"))
    monkeypatch.setattr(repeats, "A_MINUTE", 0.0)
    later = record("away")
    assert (again.is_told(later), later.times) == (True, 4)
