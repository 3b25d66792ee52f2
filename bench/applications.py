"""What is measured beside `serve`: the site without its page cache, a view that says hello, the server alone."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import path

from ngo_site.wsgi import application as pages

# isort: split
from core.asgi.front import Front
from ngo_site.urls import urlpatterns  # Django is ready only now

urlpatterns.insert(0, path("bench/hello", lambda request: HttpResponse("Hello")))


class Uncached:
    """Pages of which none is kept."""

    def __call__(self, environ, start_response):
        return pages.app(environ, start_response)

    def at_once(self, environ, start_response, **how) -> None:
        """Nothing is in memory."""

    def has_unchanged(self, environ) -> bool:
        return False


uncached = Front(Uncached(), settings.WEB_THREADS)

PAGE = b"x" * 28_000  # as long as an article
HEADERS = [(b"content-type", b"text/html"), (b"content-length", str(len(PAGE)).encode())]


async def bare(scope, receive, send):
    """Answer with fixed bytes: what the server alone can do, which no page cache in Python exceeds."""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": PAGE})
