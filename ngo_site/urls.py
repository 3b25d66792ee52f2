"""The map of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from ngo_site.lib import embed_library, health
from ngo_site.lib.files import media
from ngo_site.lib.http import public_page
from ngo_site.lib.share_links import shared

from . import views
from .sitemaps import sitemaps

handler404 = "ngo_site.not_found.not_found"
pages = [
    path("", views.home, name="home"),
    path("", include("newsletters.urls")),
    path("", include("organisation.urls")),
    path("", include("articles.urls")),
    path("", include("campaigns.urls")),
    path("search/", views.search, name="search"),
]

urlpatterns = [
    path("admin/embeds.json", admin.site.admin_view(embed_library.library), name="embed-library"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", public_page(300)(sitemap), {"sitemaps": sitemaps}, name="sitemap"),
    path("media/<path:path>", media, name="media"),
    path("share/<str:token>/", shared, name="share-link"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/mail/", include("ngo_site.demo.urls")))
# Last, because the organisation's own pages and the languages' prefixes are looked for at the top level.
urlpatterns += i18n_patterns(*pages, prefix_default_language=False)
