"""What the text editor may put into a text: everything registered with ``embeds``, as JSON for its dialog.

?kind=photo&q=press&page=2     what matches, newest first; without a kind, a few of each
?mark=photo:press&mark=…       what these marks stand for, and whether readers see it
"""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import JsonResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import embeds

ON_A_PAGE = 24
OF_EACH_KIND = 6
MOST_MARKS = 200


@require_safe
def library(request):
    """Answer with what this person may view at the desk; of other kinds, with what everybody sees."""
    if marks := request.GET.getlist("mark")[:MOST_MARKS]:
        return JsonResponse({"things": known(marks, request.user)})
    kinds = {name: kind for name, kind in embeds.kinds.items() if kind.model}
    names = [{"kind": name, "words": _kind_words(kind)} for name, kind in kinds.items()]
    words = request.GET.get("q", "").replace("\x00", "").split()[:8]
    asked = kinds.get(request.GET.get("kind", ""))
    if asked:
        page = Paginator(_matching(asked, words, request.user), ON_A_PAGE).get_page(request.GET.get("page"))
        things, more = _entries({request.GET["kind"]: page.object_list}), page.has_next()
    else:
        things, more = (
            _entries({n: _matching(kind, words, request.user)[:OF_EACH_KIND] for n, kind in kinds.items()}),
            False,
        )
    return JsonResponse({"things": things, "more": more, "kinds": names, "add": _add_address(asked, request)})


def known(marks: list[str], user) -> list[dict]:
    """Return what the marks stand for, in their order; what is not there, or not for this person, has a warning."""
    keys = {}
    for mark in marks:
        kind, _colon, key = mark.partition(":")
        if kind in embeds.kinds and embeds.kinds[kind].model:
            keys.setdefault(kind, []).append(key)
    found = {name: _visible(embeds.kinds[name], user).filter(slug__in=slugs) for name, slugs in keys.items()}
    entries = {entry["mark"]: entry for entry in _entries(found)}
    missing = {"title": "", "kind": "", "alt": "", "thumbnail": "", "src": ""}
    warning = _("There is nothing of this name, or you may not see it. Readers see nothing here.")
    return [entries.get(mark, {"mark": mark, **missing, "warning": warning}) for mark in marks]


def _matching(kind: embeds.Kind, words: list[str], user):
    found = _visible(kind, user).order_by("-pk")
    for word in words:
        anywhere = Q()
        for field in kind.search:
            anywhere |= Q(**{f"{field}__icontains": word})
        found = found.filter(anywhere)
    return found


def _visible(kind: embeds.Kind, user):
    return kind.model._default_manager.visible_to(user)


def _entries(things: dict[str, list]) -> list[dict]:
    entries = []
    for name, some in things.items():
        kind = embeds.kinds[name]
        listed = list(some)
        seen = kind.load([thing.slug for thing in listed]) if listed else {}
        for thing in listed:
            # What readers see is decided by the loader of the page itself, so the two can never differ.
            warning = "" if thing.slug in seen else _("Readers do not see this now (%s).") % _state(thing)
            entries.append(
                {"mark": f"{name}:{thing.slug}", "kind": _kind_words(kind), "warning": warning} | _look(thing)
            )
    return entries


def _look(thing) -> dict:
    picture = thing if hasattr(thing, "url_at") and thing.file else None
    return {
        "title": str(thing),
        "alt": picture.alt_text if picture else "",
        "thumbnail": picture.url_at(320) if picture else "",
        "src": picture.shown_url if picture else "",
    }


def _state(thing) -> str:
    if getattr(thing, "file", None) and not thing.is_shown:
        return _("somebody in it no longer agrees")
    return str(thing.state.label)


def _kind_words(kind: embeds.Kind) -> str:
    return str(capfirst(kind.model._meta.verbose_name))


def _add_address(kind: embeds.Kind | None, request) -> str:
    if kind is None or not admin.site._registry[kind.model].has_add_permission(request):
        return ""
    return reverse(f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}_add")
