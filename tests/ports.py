"""A port for a server that a test or a measurement starts."""

import random
from contextlib import suppress

from dev.own_settings import claim
from dev.terminal import Trouble


def free_port() -> int:
    """Return a port that no outgoing connection takes before the server has it, as may happen above 32767 on Linux."""
    for port in random.sample(range(20_000, 32_000), 100):
        with suppress(Trouble):
            return claim("127.0.0.1", port)
    raise AssertionError("all ports are taken")
