"""Answers that are the same for everybody but for the secrets in them: rendered once in a while, and filled in."""

import secrets
from collections.abc import Callable, Hashable

from django.http import HttpRequest, HttpResponse

from ..recent import Recent
from .sessions import has_session


class _TellsSecret(Exception):
    """What was rendered must not be kept."""


class KeptAnswers:
    """Keeps what ``render`` returns for an address for ``seconds``; nobody waits for a template meanwhile.

    People who are logged in may see more on a page, and get one of their own.
    """

    def __init__(self, seconds: float):
        self._contents: Recent[bytes] = Recent(seconds)
        self._marks: dict[str, str] = {}

    def answer(
        self,
        request: HttpRequest,
        values: dict[str, str],
        render: Callable[[dict[str, str]], HttpResponse],
        key: Hashable = None,
        secret: str = "",
    ) -> HttpResponse:
        """Return the answer with these secrets; ``render`` is given marks of the same names to put in their places.

        ``key`` says what else the answer depends on where its address is one person's alone. An answer that holds this
        person's ``secret`` is kept for nobody.
        """
        if has_session(request):
            return render(values)
        marks = {name: self._marks.setdefault(name, secrets.token_hex(16)) for name in values}

        def make() -> bytes:
            content = render(marks).content
            if secret and secret.encode() in content:
                raise _TellsSecret
            return content

        try:
            content = self._contents.get(key or request.get_full_path(), make)
        except _TellsSecret:
            return render(values)
        for name, value in values.items():
            content = content.replace(marks[name].encode(), value.encode())
        return HttpResponse(content)
