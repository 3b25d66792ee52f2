"""The map of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from campaigns.views.kits import short_link
from ngo_site.lib import embed_library, health
from ngo_site.lib.files import media
from ngo_site.lib.share_links import shared

from . import privacy, sitemaps, views
from .sharing import embedding, frames
from .sharing import views as sharing

handler400 = "ngo_site.refused.bad_request"
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
    path("admin/privacy/", admin.site.admin_view(privacy.desk), name="privacy-desk"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("embed/cards/<str:kind>/<uslug:slug>/", frames.card, name="framed-card"),
    path("oembed/", embedding.answer, name="oembed"),
    path("robots.txt", sharing.robots, name="robots"),
    path(".well-known/security.txt", sharing.security_txt, name="security-txt"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<str:name>-<int:number>.xml", sitemaps.section, name="sitemap-section"),
    path("share-pictures/<str:kind>/<uslug:slug>/<str:version>.jpg", sharing.share_picture, name="share-picture"),
    path("share-pictures/<str:version>.jpg", sharing.site_picture, name="site-picture"),
    path("media/<path:path>", media, name="media"),
    path("share/<str:token>/", shared, name="share-link"),
    path("s/<str:code>/", short_link, name="short-link"),
    path("s/<str:code>/<uslug:slug>/", short_link, name="short-link-petition"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/mail/", include("ngo_site.demo.urls")))
# Last, because the organisation's own pages and the languages' prefixes are looked for at the top level.
urlpatterns += i18n_patterns(*pages, prefix_default_language=False)
