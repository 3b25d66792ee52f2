"""/metrics: how the site does, in numbers, in Prometheus' text format; for whoever has METRICS_TOKEN.

Numbers of the whole site alone: nothing by petition, country or person.
"""

import hmac

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from core.metrics import counted

from .counters import counters
from .gauges import gauges

_FRESH = {"Cache-Control": "no-store"}


class _Collector:
    def collect(self):
        yield from counters()
        yield from gauges()


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer 404 while METRICS_TOKEN is not set, and 401 to whoever does not have it."""
    if not settings.METRICS_TOKEN:
        raise Http404
    sent = request.headers.get("Authorization", "")
    if not hmac.compare_digest(sent.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(
            "Send METRICS_TOKEN as bearer.\n",
            status=401,
            content_type="text/plain",
            headers={"WWW-Authenticate": "Bearer", **_FRESH},
        )
    try:
        text = _text()
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain", headers=_FRESH)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST, headers=_FRESH)


def _text() -> bytes:
    counted.flush()  # what other processes counted in the last ten seconds follows with the next answer
    registry = CollectorRegistry()
    registry.register(_Collector())
    return generate_latest(registry)
