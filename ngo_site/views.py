"""Pages that look at all apps at once: home, search, sitemap, robots, and the files of the media folder."""

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as _sitemap  # noqa: F401
from django.http import HttpResponse
from django.shortcuts import render
from django.views.static import serve

from ngo_site.lib.http import public_page


@public_page()
def home(request):
    return render(request, "home.html")


@public_page()
def search(request):
    return render(request, "search.html")


@public_page(3600)
def robots(request):
    return HttpResponse(
        f"User-agent: *\nDisallow: /admin/\nSitemap: {settings.SITE_URL}/sitemap.xml\n",
        content_type="text/plain",
    )


@public_page()
def sitemap(request):
    return HttpResponse(content_type="application/xml")


def media(request, path):
    return serve(request, path, document_root=settings.MEDIA_ROOT)
