"""What is measured: the site behind its page cache, the site without it, a view that says hello, the bare server."""

from django.http import HttpResponse
from django.urls import path

from ngo_site.wsgi import application as cached

uncached = cached.app

from ngo_site.urls import urlpatterns  # noqa: E402  (Django is ready only now)

urlpatterns.insert(0, path("bench/hello", lambda request: HttpResponse("Hello")))

PAGE = [b"x" * 28_000]  # as long as an article


def bare(environ, start_response):
    """Answer with fixed bytes: what the server alone can do, which no page cache in Python exceeds."""
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(PAGE[0])))])
    return PAGE
