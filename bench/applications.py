"""What is measured: the site behind its page cache, the site without it, a view that says hello."""

from django.http import HttpResponse
from django.urls import path

from ngo_site.wsgi import application as cached

uncached = cached.app

from ngo_site.urls import urlpatterns  # noqa: E402  (Django is ready only now)

urlpatterns.insert(0, path("bench/hello", lambda request: HttpResponse("Hello")))
