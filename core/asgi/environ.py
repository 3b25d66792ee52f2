"""The WSGI environ (PEP 3333) of an ASGI HTTP scope."""

import sys
from functools import lru_cache
from urllib.parse import unquote_to_bytes


def environ_of(scope: dict) -> dict:
    """Return the environ without ``wsgi.input``. Header names with an underscore are left out.

    They would be taken for the same name with hyphens, and so for a header that only a proxy of one's own may set.
    """
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        # As bytes: an address that is no UTF-8 must reach Django as it was sent.
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/" + scope["http_version"],
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = _key(name)
        if key in environ:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + value.decode("latin-1")
        elif key:
            environ[key] = value.decode("latin-1")
    return environ


@lru_cache(2000)
def _key(name: bytes) -> str:
    if b"_" in name:
        return ""
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in {"CONTENT_LENGTH", "CONTENT_TYPE"} else "HTTP_" + key
