"""Share pictures, and what else machines ask the whole site: robots.txt, security.txt."""

import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import identity
from core.http.decorators import public_page
from core.mail.addresses import mailto

from . import share_pictures


@require_safe
@public_page(86400)
def share_picture(request, kind, slug, version):
    obj = share_pictures.load(kind, slug)
    if obj is None:
        raise Http404
    return _picture(obj, version)


@require_safe
@public_page(86400)
def site_picture(request, version):
    return _picture(None, version)


def _picture(obj, version):
    if version != share_pictures.version_of(obj):
        return redirect(share_pictures.of(obj)["url"])
    response = HttpResponse(share_pictures.file_of(obj), content_type="image/jpeg")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # other sites are meant to show it
    return response


@require_safe
@public_page(3600)
def robots(request):
    """Keep machines away from the desk and from what is one visitor's; a closed site asks all to stay away."""
    lines = ["User-agent: *"]
    if settings.FOUND_BY_SEARCH_ENGINES:
        private = ("/admin/", "/share/", "/*/confirm/", "/*/withdraw/", "/*/unsubscribe/")
        lines += [f"Disallow: {path}" for path in (*private, reverse("search"))]
        lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}"]
    else:
        lines.append("Disallow: /")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@public_page(3600)
def security_txt(request):
    """Whom to tell of a hole (RFC 9116); the date it must carry moves along, at the start of each month."""
    expires = (timezone.now() + datetime.timedelta(days=180)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {mailto(identity.current().email)}",
        f"Expires: {expires.isoformat(timespec='seconds').replace('+00:00', 'Z')}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}{reverse('security-txt')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
