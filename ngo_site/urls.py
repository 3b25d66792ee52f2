"""The map of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from campaigns.sharing.views.kits import short_link
from core.http import health
from core.http.request_bodies import MAIL_EVENTS
from core.mail.erased_links import mails_again
from core.media.files import media
from core.richtext import embed_library, link_targets
from organisation.views import report_file
from publishing.preview_links import shared

from . import privacy, views
from .health import metrics
from .identity import views as identity_views
from .seo import embedding, frames, sitemaps
from .seo import views as seo_views

handler400 = "ngo_site.refused.bad_request"
handler500 = "ngo_site.refused.server_error"
handler404 = "ngo_site.not_found.not_found"
pages = [
    path("", views.home, name="home"),
    path("", include("newsletters.urls")),
    path("", include("organisation.urls")),
    path("", include("articles.urls")),
    path("", include("campaigns.urls")),
    path("search/", views.search_page, name="search"),
    path("embed/cards/<str:kind>/<uslug:slug>/", frames.card, name="framed-card"),
    path("mails-again/<str:link>/", mails_again, name="mails-again"),
]

urlpatterns = [
    path("admin/embeds.json", admin.site.admin_view(embed_library.library), name="embed-library"),
    path("admin/links.json", admin.site.admin_view(link_targets.targets), name="link-targets"),
    path("admin/privacy/", admin.site.admin_view(privacy.desk), name="privacy-desk"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("oembed/", embedding.answer, name="oembed"),
    path("robots.txt", seo_views.robots, name="robots"),
    path(".well-known/security.txt", seo_views.security_txt, name="security-txt"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<str:name>-<int:number>.xml", sitemaps.section, name="sitemap-section"),
    path("share-pictures/<str:kind>/<uslug:slug>/<str:version>.jpg", seo_views.share_picture, name="share-picture"),
    path("share-pictures/<str:version>.jpg", seo_views.site_picture, name="site-picture"),
    path("media/reports/<str:name>", report_file, name="report-file"),
    path("media/<path:path>", media, name="media"),
    path("share/<str:token>/", shared, name="preview-link"),
    path("theme-<str:version>.css", identity_views.theme, name="theme"),
    path("icon-<str:version>-<int:size>.png", identity_views.icon, name="icon"),
    path("s/<str:code>/", short_link, name="short-link"),
    path("s/<str:code>/<uslug:slug>/", short_link, name="short-link-petition"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/mail/", include("ngo_site.demo.urls")))
if settings.MAIL_EVENTS_SECRET and settings.EMAIL_BACKEND.startswith("anymail."):
    urlpatterns.append(path(MAIL_EVENTS.lstrip("/"), include("core.mail.provider_events")))
# Last, because the organisation's own pages and the languages' prefixes are looked for at the top level.
urlpatterns += i18n_patterns(*pages, prefix_default_language=False)
