"""Whoever waits for a thread is served in order, and what is hopeless is refused at once."""

import asyncio
import threading

import pytest

from core.asgi.threads import ServerBusy, Threads


class Slow:
    """Threads that do nothing until they are let go, and calls that wait for them."""

    def __init__(self, pace: float):
        self.threads, self.is_over, self.served = Threads(1), threading.Event(), []
        self.threads._pace = pace

    def call(self, name):
        self.is_over.wait(60)
        self.served.append(name)

    async def begin(self, number, patience=30.0):
        calls = [asyncio.create_task(self.threads.run(patience, self.call, name)) for name in range(number)]
        await asyncio.sleep(0)
        return calls


def test_they_are_served_in_the_order_in_which_they_came():
    async def all_of_them():
        slow = Slow(pace=0.0)
        calls = await slow.begin(20)
        slow.is_over.set()
        await asyncio.gather(*calls)
        return slow.served

    assert asyncio.run(all_of_them()) == list(range(20))


def test_whoever_would_wait_too_long_is_refused_at_once_and_the_others_are_served():
    async def all_of_them():
        slow = Slow(pace=1.0)
        calls = await slow.begin(9, patience=3.0)  # one is at work; the seven that wait take a second each
        refused = [call for call in calls if call.done()]
        slow.is_over.set()
        await asyncio.wait(calls)
        return [type(call.exception()) for call in refused], slow.served

    assert asyncio.run(all_of_them()) == ([ServerBusy], list(range(8)))


def test_nobody_waits_longer_than_asked():
    async def all_of_them():
        slow = Slow(pace=0.0)
        first, second = await slow.begin(2, patience=0.1)
        with pytest.raises(ServerBusy):
            await second
        slow.is_over.set()
        await first
        return slow.served

    assert asyncio.run(all_of_them()) == [0]
