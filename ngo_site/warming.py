"""What the first reader of a process would wait for is done before it takes any: modules and templates are read.

Many who come at once to a cold process would do it all at the same time, and so wait too long to be served.
"""

import io
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

PATHS = ("/", "/search/", "/petitions/")


def warm_up(application: Callable[..., Any]) -> None:
    """Ask the WSGI application for some pages, until one fails: Postgres may be away, and the site starts all the same.

    No reader is counted, and no connection is left open.
    """
    for path in PATHS:
        said: list[str] = []
        pages = application(_asked(path), lambda status, headers, *error, said=said: said.append(status))
        if hasattr(pages, "close"):
            pages.close()
        if not said or said[-1].startswith("5"):
            break
    connection.close()


def _asked(path: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "HEAD",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "q=press" if path == "/search/" else "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": urlsplit(settings.SITE_URL).netloc,
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
