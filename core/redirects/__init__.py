"""Old addresses that still answer: what moved leads on, what was withdrawn says so."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from .hits import Hits

LONGEST_PATH = 1000
WORDPRESS_QUERIES = {"p", "page_id", "attachment_id"}


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

    hits = models.PositiveBigIntegerField(_("visits"), default=0, editable=False)
    last_hit_on = models.DateField(_("last visit"), null=True, editable=False)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(name="redirect_leads_elsewhere", condition=~models.Q(old_path=models.F("new_path")))
        ]

    def clean(self):
        """Bring both into the one spelling, or say what is wrong with them."""
        try:
            self.old_path, self.new_path = normal(self.old_path), normal(self.new_path) if self.new_path else ""
        except ValueError:
            raise ValidationError(_("Write paths of this site, beginning with one slash.")) from None
        if self.new_path == self.old_path:
            raise ValidationError({"new_path": _("It would lead to itself.")})
        # An old address as the target: lead to where that one leads, in one step.
        further = Redirect.objects.filter(old_path=self.new_path).exclude(pk=self.pk).first() if self.new_path else None
        if further and further.new_path == self.old_path:
            raise ValidationError({"new_path": _("That address leads back here: nobody would ever arrive.")})
        if further:
            self.new_path = further.new_path

    def __str__(self):
        return f"{self.old_path} → {self.new_path or _('gone')}"


def _add(counted: dict) -> None:
    for key, number in counted.items():
        Redirect.objects.filter(pk=key).update(hits=models.F("hits") + number, last_hit_on=timezone.localdate())


hits = Hits(_add)


@transaction.atomic
def remember(old_path: str, new_path: str) -> None:
    """Let ``old_path`` answer with 301 to ``new_path`` from now on, or with 410 when ``new_path`` is empty.

    Paths begin with one slash and may carry a query; anything else raises ValueError. Chains are flattened: what led to
    ``old_path`` leads to ``new_path``. A page lives at ``new_path`` now, so a redirect away from there is dropped, and
    with it every loop.
    """
    old_path, new_path = normal(old_path), normal(new_path) if new_path else ""
    if old_path == new_path:
        return
    Redirect.objects.filter(old_path=new_path).delete()
    Redirect.objects.filter(new_path=old_path).exclude(old_path=new_path).update(new_path=new_path)
    Redirect.objects.update_or_create(old_path=old_path, defaults={"new_path": new_path})


def new_path(path: str) -> str:
    """Return where a page lives now that lived at ``path`` before, or nothing; with or without its final slash."""
    try:
        old = normal(path.removeprefix(_language_part(path)))
    except ValueError:
        return ""
    spellings = {old, old if old.endswith("/") else f"{old}/"}
    return Redirect.objects.filter(old_path__in=spellings).values_list("new_path", flat=True).first() or ""


def old_paths(path: str) -> list[str]:
    """Return the addresses that lead to the page at ``path``."""
    return list(Redirect.objects.filter(new_path=normal(path)).values_list("old_path", flat=True))


class RedirectMiddleware:
    """Ask for a redirect only when nothing else answered: a page that exists always wins, and pays nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        # A site that came from WordPress has addresses like /?p=123, which our home page would answer.
        if request.path == "/" and not WORDPRESS_QUERIES.isdisjoint(request.GET):
            return _answer(request) or self.get_response(request)
        response = self.get_response(request)
        return (response.status_code == 404 and _answer(request)) or response


def _answer(request) -> HttpResponse | None:
    found = {redirect.old_path: redirect for redirect in Redirect.objects.filter(old_path__in=_spellings(request))}
    if not found:
        return None
    # The longest is the one with the query.
    redirect = found[max(found, key=len)]
    hits.count(redirect.pk)
    if not redirect.new_path:
        return gone_page(request)
    return HttpResponsePermanentRedirect(iri_to_uri(_language_part(request.path_info) + redirect.new_path))


def gone_page(request, thing=None):
    """Return 410 with what is to be said about it; not its name, which may be what had to go."""
    response = render(request, "410.html", {"thing": thing}, status=410)
    response.headers["Cache-Control"] = "no-store"
    return response


def _language_part(path: str) -> str:
    """Return the language's part of a path, such as ``/fr``, or nothing: addresses are kept without it."""
    language = translation.get_language_from_path(path)
    prefix = path.split("/")[1] if language else ""
    return f"/{prefix}" if prefix else ""


def normal(path: str) -> str:
    """Return path and query in one spelling: percent escapes resolved, except those that would mean something else.

    Raises ValueError for what is no path of this site.
    """
    parts = urlsplit(path)
    plain = unquote(parts.path).replace("\x00", "").translate({ord(mark): f"%{ord(mark):X}" for mark in "%?#"})
    whole = plain + (f"?{parts.query}" if parts.query else "")
    # Two slashes, or a backslash that browsers take for one, would lead to another site.
    is_ours = plain.startswith("/") and not plain.startswith("//") and "\\" not in whole
    if parts.scheme or parts.netloc or not is_ours or len(whole) > LONGEST_PATH:
        raise ValueError(f"not a path of this site: {path[:100]!r}")
    return whole


def _spellings(request) -> set[str]:
    """Return what may have been remembered for this request: with and without its query, with a slash at the end."""
    whole = request.get_full_path()
    try:
        path = normal(whole.partition("?")[0].removeprefix(_language_part(request.path_info)))
        return {path, path if path.endswith("/") else f"{path}/", normal(whole)}
    except ValueError:
        return set()
