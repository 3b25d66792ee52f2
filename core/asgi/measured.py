"""How long it takes until an answer begins, by the name of its route."""

import time
from collections.abc import Awaitable, Callable

from ..metrics import count_answer


class MeasuredSend:
    """ASGI's ``send``, which counts the answer that it begins. The time of a body, or of a slow reader, is not ours."""

    def __init__(self, send: Callable[[dict], Awaitable], route: str):
        self._send, self._route = send, route
        self.began = time.perf_counter()

    async def __call__(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            count_answer(self._route, message["status"], time.perf_counter() - self.began)
        await self._send(message)

    def begin_again(self) -> None:
        """Begin now: the request has come."""
        self.began = time.perf_counter()
