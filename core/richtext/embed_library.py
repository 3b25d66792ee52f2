"""What the text editor may put into a text: everything registered with ``embeds``, as JSON for its dialog.

?kind=photo&q=press&page=2     what matches, newest first; without a kind, a few of each
?mark=photo:press&mark=…       what these marks stand for, and whether readers see it

A POST takes in what is pasted into a text (see pasting).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..admin_pages import admin_url
from ..media.picture_formats import ACCEPT
from . import embeds, pasting

ON_A_PAGE = 24
OF_EACH_KIND = 6
MOST_MARKS = 200


@require_http_methods(["GET", "HEAD", "POST"])
def library(request: HttpRequest) -> HttpResponse:
    """Answer with what this person may view at the desk; of other kinds, with what everybody sees."""
    if request.method == "POST":
        # No form of another site can send this.
        is_json = request.content_type == "application/json"
        return pasting.pasted(request) if is_json else HttpResponseNotAllowed(["GET", "HEAD"])
    if marks := request.GET.getlist("mark")[:MOST_MARKS]:
        entries = [entry | {"html": _card(entry)} for entry in known(marks, request.user)]
        return JsonResponse({"entries": entries, "questions": _questions()})
    kinds = {name: kind for name, kind in embeds.kinds.items() if kind.model}
    names = [{"kind": name, "words": _kind_words(kind)} for name, kind in kinds.items()]
    words = request.GET.get("q", "").replace("\x00", "").split()[:8]
    asked = kinds.get(request.GET.get("kind", ""))
    if asked:
        page = Paginator(_matching(asked, words, request.user), ON_A_PAGE).get_page(request.GET.get("page"))
        found, more = {request.GET["kind"]: page.object_list}, page.has_next()
    else:
        found, more = {n: _matching(kind, words, request.user)[:OF_EACH_KIND] for n, kind in kinds.items()}, False
    answer = {"entries": _entries(found, request.user), "more": more, "kinds": names}
    return JsonResponse({**answer, "add": _add_address(asked, request), "upload": _upload(request)})


def known(marks: list[str], user: Any) -> list[dict]:
    """Return what the marks stand for, in their order; what is not there, or not for this person, has a warning."""
    keys: dict[str, list[str]] = {}
    for mark in marks:
        kind, _colon, key = mark.partition(":")
        if kind in embeds.kinds and embeds.kinds[kind].model:
            keys.setdefault(kind, []).append(key)
    found: dict[str, Iterable] = {}
    for name, slugs in keys.items():
        loader = embeds.kinds[name]
        # What readers see in texts is no secret, though it may have no page of its own.
        found[name] = {*loader.load(slugs).values(), *_visible(loader, user).filter(slug__in=slugs)}
    entries = {entry["mark"]: entry for entry in _entries(found, user)}
    missing = dict.fromkeys(["title", "kind", "desk", "alt", "thumbnail", "src"], "") | {"number": None}
    warning = _("There is nothing of this name, or you may not see it. Readers see nothing here.")
    return [entries.get(mark, {"mark": mark, **missing, "warning": warning}) for mark in marks]


def _card(entry: dict) -> str:
    """Return what readers see of it, in the site's own HTML; nothing for pictures, which have a frame of their own."""
    mark = entry["mark"]
    is_shown = embeds.MARK.fullmatch(mark) and not mark.startswith("photo:")
    return embeds.render(f'<p data-embed="{mark}"></p>') if is_shown else ""


def _matching(kind: embeds.EmbedKind, words: list[str], user):
    found = _visible(kind, user).order_by("-pk")
    for word in words:
        anywhere = Q()
        for field in kind.search:
            anywhere |= Q(**{f"{field}__icontains": word})
        found = found.filter(anywhere)
    return found


def _visible(kind: embeds.EmbedKind, user):
    return kind.model._default_manager.visible_to(user)


def _entries(found: Mapping[str, Iterable], user: Any) -> list[dict]:
    entries = []
    for name, some in found.items():
        kind = embeds.kinds[name]
        listed = list(some)
        seen = kind.load([obj.slug for obj in listed]) if listed else {}
        asked = _asked(kind, listed, user)
        for obj in listed:
            # What readers see is decided by the loader of the page itself, so the two can never differ.
            warning = "" if obj.slug in seen else _("Readers do not see this now (%s).") % _state(obj)
            entries.append({"mark": f"{name}:{obj.slug}", "kind": _kind_words(kind), "warning": warning} | _look(obj))
            entries[-1] |= asked.get(obj.pk, {})
    return entries


def _asked(kind: embeds.EmbedKind, listed: list, user: Any) -> dict[int, dict]:
    """Return where this person may say what nobody has said of these pictures, and what has been said of them."""
    if not kind.describe or not kind.questions:
        return {}
    lacking = [obj.pk for obj in listed if (not obj.alt.strip() and not obj.decorative) or obj.unanswered]
    own = kind.model.objects.editable_by(user).filter(pk__in=lacking) if lacking else kind.model.objects.none()
    may_say = set(own.values_list("pk", flat=True))
    names = [question["name"] for question in kind.questions()]
    return {
        obj.pk: {name: getattr(obj, name) for name in names}
        | {"decorative": obj.decorative, "describe": reverse(kind.describe, args=[obj.pk]) if obj.pk in may_say else ""}
        for obj in listed
    }


def _questions() -> list[dict]:
    return [question for kind in embeds.kinds.values() if kind.questions for question in kind.questions()]


def _upload(request: HttpRequest) -> dict | None:
    """Return where this person sends files, of which types, and what is asked of them."""
    for kind in embeds.kinds.values():
        if kind.upload and admin.site.get_model_admin(kind.model).has_add_permission(request):
            return {"url": reverse(kind.upload), "accept": ACCEPT, "questions": _questions()}
    return None


def _look(obj) -> dict:
    picture = obj if hasattr(obj, "url_at") and obj.file else None
    return {
        "number": obj.pk,
        "title": str(obj),
        "desk": admin_url(obj),
        "alt": picture.alt_text if picture else "",
        "thumbnail": picture.url_at(320) if picture else "",
        "src": picture.shown_url if picture else "",
    }


def _state(obj) -> str:
    if getattr(obj, "file", None) and not obj.is_shown:
        return _("somebody in it no longer agrees")
    return str(obj.state.label)


def _kind_words(kind: embeds.EmbedKind) -> str:
    return str(capfirst(kind.model._meta.verbose_name))


def _add_address(kind: embeds.EmbedKind | None, request) -> str:
    if kind is None or not admin.site.get_model_admin(kind.model).has_add_permission(request):
        return ""
    return admin_url(kind.model, "add")
