"""Addresses: Wagtail's pages last, as its documentation has it."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from . import views

urlpatterns = [
    path("hello/", views.hello),
    path("search/", views.search, name="search"),
    path("petitions/<int:pk>/", views.petition, name="petition"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("comments/", include("django_comments_xtd.urls")),
    path("", include(wagtail_urls)),
]
