"""What is measured: the site behind its page cache, the site without it, a view that says hello."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ngo_site.settings")

from django.http import HttpResponse
from django.urls import path

from ngo_site import urls, wsgi

urls.urlpatterns.insert(0, path("bench/hello", lambda request: HttpResponse("Hello")))

cached = wsgi.application
uncached = cached.app
