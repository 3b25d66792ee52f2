"""Old addresses that still answer: what moved leads on, what was withdrawn says so."""

from urllib.parse import unquote, urlsplit

from django.db import models, transaction
from django.http import HttpResponseGone, HttpResponsePermanentRedirect
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

LONGEST_PATH = 1000


class Redirect(models.Model):
    """One old path and where it is now."""

    old_path = models.CharField(
        _("old address"),
        max_length=LONGEST_PATH,
        unique=True,
        help_text=_("For example /2019/03/our-story/ or /?p=123"),
    )
    new_path = models.CharField(
        _("new address"),
        max_length=LONGEST_PATH,
        blank=True,
        db_index=True,
        help_text=_("Empty: the page is gone for good."),
    )

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(name="redirect_leads_elsewhere", condition=~models.Q(old_path=models.F("new_path")))
        ]

    def __str__(self):
        return f"{self.old_path} → {self.new_path or _('gone')}"


@transaction.atomic
def remember(old_path: str, new_path: str) -> None:
    """Let ``old_path`` answer with 301 to ``new_path`` from now on, or with 410 when ``new_path`` is empty.

    Paths begin with one slash and may carry a query; anything else raises ValueError. Chains are flattened: what led to
    ``old_path`` leads to ``new_path``. A page lives at ``new_path`` now, so a redirect away from there is dropped, and
    with it every loop.
    """
    old_path, new_path = _normal(old_path), _normal(new_path) if new_path else ""
    if old_path == new_path:
        return
    Redirect.objects.filter(old_path=new_path).delete()
    Redirect.objects.filter(new_path=old_path).exclude(old_path=new_path).update(new_path=new_path)
    Redirect.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


class RedirectMiddleware:
    """Ask for a redirect only when nothing else answered: a page that exists always wins, and pays nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        paths = {_normal(request.path), _normal(request.get_full_path())}
        found = {r.old_path: r for r in Redirect.objects.filter(old_path__in=paths)}
        if not found:
            return response
        # The longer one carries the query, as in WordPress' /?p=123.
        redirect = found[max(found, key=len)]
        if not redirect.new_path:
            return HttpResponseGone(content_type="text/plain; charset=utf-8")
        return HttpResponsePermanentRedirect(iri_to_uri(redirect.new_path))


def _normal(path: str) -> str:
    """Return path and query with percent escapes resolved in the path, so that both spellings are one."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "\\" in path or len(path) > LONGEST_PATH * 3:
        raise ValueError(f"not a path of this site: {path[:100]!r}")
    return unquote(parts.path).replace("\x00", "")[:LONGEST_PATH] + (f"?{parts.query}" if parts.query else "")
