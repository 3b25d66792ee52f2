"""The site's addresses as they are when settings.DEMO is on."""

from django.urls import include, path

from ngo_site.urls import urlpatterns as site

urlpatterns = [path("demo/mail/", include("ngo_site.demo.urls")), *site]
