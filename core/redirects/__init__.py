"""Old addresses that still answer: what moved leads on, what was withdrawn says so."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.handlers.exception import response_for_exception
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from ..counters import Counters
from ..http.cacheable import only_known
from ..http.paths import match_of
from . import old_addresses

LONGEST_PATH = 1000
SAFE = {"GET", "HEAD"}


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

    def clean(self) -> None:
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


visits = Counters(_add, every=10.0)


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


def remember_all(new_paths: dict[str, str]) -> list[str]:
    """Remember many at once, {old path: new path}, as ``remember`` does; return those that are no paths of ours."""
    odd, pairs = [], {}
    for old, new in new_paths.items():
        try:
            pairs[normal(old)] = normal(new) if new else ""
        except ValueError:
            odd.append(old)
    pairs = {old: pairs.get(new, new) for old, new in pairs.items() if new != old}
    pairs = {old: new for old, new in pairs.items() if new != old}
    with transaction.atomic():
        Redirect.objects.filter(old_path__in=set(pairs.values())).exclude(old_path__in=pairs).delete()
        for before in Redirect.objects.filter(new_path__in=pairs).exclude(old_path__in=pairs):
            Redirect.objects.filter(pk=before.pk).update(new_path=pairs[before.new_path])
        Redirect.objects.bulk_create(
            [Redirect(old_path=old, new_path=new) for old, new in pairs.items()],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["old_path"],
            update_fields=["new_path"],
        )
    return odd


def new_path(path: str) -> str:
    """Return where a page lives now that lived at ``path`` before, or nothing; with or without its final slash."""
    try:
        old = normal(path.removeprefix(_language_part(path)))
    except ValueError:
        return ""
    spellings = old_addresses.alike(old)
    return Redirect.objects.filter(old_path__in=spellings).values_list("new_path", flat=True).first() or ""


def old_paths(path: str) -> list[str]:
    """Return the addresses that lead to the page at ``path``."""
    return list(Redirect.objects.filter(new_path=normal(path)).values_list("old_path", flat=True))


class RedirectMiddleware:
    """Ask for a redirect only when nothing else answered: a page that exists always wins, and pays nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # A site that came from WordPress has addresses like /?p=123, which our home page would answer.
        asks_home = request.method in SAFE and request.GET and _is_home(request)
        if asks_home and not old_addresses.PARAMETERS.isdisjoint(request.GET):
            if answer := _answer(request):
                return answer
            if old_addresses.names_another_page(request.GET):
                return response_for_exception(request, Http404())
        response = self.get_response(request)
        return (response.status_code == 404 and _answer(request)) or response


def _is_home(request) -> bool:
    return request.path_info.removeprefix(_language_part(request.path_info)) == "/"


def _answer(request) -> HttpResponse | None:
    spellings = _spellings(request)
    kept = {row.old_path: row for row in Redirect.objects.filter(old_path__in={one.path for one in spellings})}
    found = next((one for one in spellings if one.path in kept), None)
    if not found:
        return None
    redirect = kept[found.path]
    visits.count(redirect.pk)
    if not redirect.new_path:
        return gone_page(request)
    new_path = redirect.new_path if found.feed is None else _feed_of(redirect.new_path, found.feed)
    return lead_on(request, _language_part(request.path_info) + new_path)


def lead_on(request: HttpRequest, path: str) -> HttpResponse:
    """Lead to ``path`` for good, with what the page there knows of the query; a form is sent there again (308)."""
    match, query = match_of(path.partition("?")[0]), request.META.get("QUERY_STRING", "")
    knows = getattr(match and match.func, "cacheable", None)
    if not request.resolver_match:  # what another system had in its addresses meant its own numbers and pages
        query = only_known(query, (knows.parameters if knows else frozenset()) - old_addresses.PARAMETERS - {"page"})
    elif knows:
        query = only_known(query, knows.parameters)
    if query:
        path += ("&" if "?" in path else "?") + query
    return HttpResponsePermanentRedirect(iri_to_uri(path), preserve_request=request.method not in SAFE)


def _feed_of(path: str, feed: str) -> str:
    """Return the address of a page's feed, or the page's own where it has none."""
    try:
        resolve(f"{path}feed/{feed}")
    except Resolver404:
        return path
    return f"{path}feed/{feed}"


def gone_page(request: HttpRequest, obj: Any = None) -> HttpResponse:
    """Return 410 with what is to be said about it; not its name, which may be what had to go."""
    response = render(request, "410.html", {"obj": obj and obj.taken_back_with}, status=410)
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


def _spellings(request) -> list[old_addresses.Spelling]:
    """Return what may have been remembered for this request, the surest first."""
    whole = request.get_full_path()
    language = _language_part(request.path_info)
    try:
        exact, path = normal(whole), normal(whole.partition("?")[0])
    except ValueError:
        return []
    without = path.removeprefix(language)
    paths = dict.fromkeys([without, path]) if without.startswith("/") else [path]
    query = request.GET.dict()
    return [old_addresses.Spelling(exact), *(one for start in paths for one in old_addresses.spellings(start, query))]
