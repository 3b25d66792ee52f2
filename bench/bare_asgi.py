"""The bare server: an ASGI application that answers all with the same bytes; no page cache in Python exceeds it."""

import json
import os
from pathlib import Path

BODY = Path(os.environ["BARE_PAGE"]).read_bytes()
HEADERS = [(name.lower().encode(), value.encode()) for name, value in json.loads(os.environ["BARE_HEADERS"])]


async def application(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})
