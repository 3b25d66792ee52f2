"""Answers that are the same for everybody but for the secrets in them: rendered once in a while, and filled in."""

import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .sessions import has_session

MOST = 1000  # answers kept in memory


class KeptAnswers:
    """Keeps what ``render`` returns for an address for ``seconds``; nobody waits for a template meanwhile.

    People who are logged in may see more on a page, and get one of their own.
    """

    def __init__(self, seconds: float):
        self.seconds = seconds
        self._kept: dict[str, tuple[float, bytes]] = {}
        self._marks: dict[str, str] = {}

    def answer(
        self, request: HttpRequest, values: dict[str, str], render: Callable[[dict[str, str]], HttpResponse]
    ) -> HttpResponse:
        """Return the answer with these secrets; ``render`` is given marks of the same names to put in their places."""
        if has_session(request):
            return render(values)
        marks = {name: self._marks.setdefault(name, secrets.token_hex(16)) for name in values}
        address, now = request.get_full_path(), time.monotonic()
        made_at, content = self._kept.get(address, (0.0, b""))
        if not content or now - made_at > self.seconds:
            content = render(marks).content
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[address] = now, content
        for name, value in values.items():
            content = content.replace(marks[name].encode(), value.encode())
        return HttpResponse(content)
