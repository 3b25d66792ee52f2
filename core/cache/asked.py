"""What the application behind the page cache answers when it is asked for a whole page."""

from collections.abc import Callable, Iterable
from typing import Any


def ask(app: Callable, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], Iterable[bytes]]:
    """Return status, headers and chunks of the whole, uncompressed answer to GET, whatever the visitor has already."""
    environ = dict(environ, REQUEST_METHOD="GET")
    for name in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
        environ.pop(name, None)
    begun: list[tuple] = []

    def start_response(status, headers, exc_info=None):
        begun[:] = [(status, headers)]
        return lambda data: None  # PEP 3333's write(); Django never calls it

    chunks = app(environ, start_response)
    return *begun[0], chunks


def read(chunks: Iterable[bytes]) -> bytes:
    try:
        return b"".join(chunks)
    finally:
        close(chunks)


def close(chunks: Iterable[bytes]) -> None:
    if hasattr(chunks, "close"):
        chunks.close()
