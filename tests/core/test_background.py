"""Work that goes on in a thread of its own."""

import threading

from core import background
from tests.waiting import wait_until


def test_an_error_ends_nothing(monkeypatch, caplog):
    monkeypatch.setattr(background, "PAUSE", 0.01)
    calls = []

    def work():
        calls.append(1)
        if len(calls) == 1:
            raise KeyError("nobody expects it")
        threading.Event().wait()  # for good

    background.repeat(work, "a-test")
    wait_until(lambda: len(calls) == 2)
    assert "a-test met an error and goes on" in caplog.text
