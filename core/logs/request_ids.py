"""The id of the request that is worked on, which stands in each line of the log that comes of it.

It is drawn anew for each request, or by the proxy in front, and tells of nobody.
"""

import re
import secrets
from contextvars import ContextVar

# What nginx ($request_id), HAProxy, Traefik and Envoy draw; anything else may be somebody's own words, passed on.
_DRAWN = re.compile(r"[0-9A-Fa-f]{8}[0-9A-Fa-f-]{0,56}", re.ASCII)
_current: ContextVar[str] = ContextVar("request_id", default="")


def begin(told: str = "") -> str:
    """Let this be the current request's id, or a new one where nothing fitting is told; return it."""
    request_id = told if _DRAWN.fullmatch(told) else secrets.token_hex(8)
    _current.set(request_id)
    return request_id


def current() -> str:
    """Return the id of the request that this thread or task works on, or nothing."""
    return _current.get()
