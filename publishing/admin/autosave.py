"""What the browser reports while somebody writes, and what is shown when they come back."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import bin_items
from core.admin_pages import admin_url
from core.characters import storable
from core.richtext import dropped

from .. import autosaves, inline_rows, values
from ..autosaves import Autosave
from ..diff import field_diff
from ..revisions import Revision
from .edit_session import EditSession

MOST_FIELDS = 1000


def autosave(model_admin: Any, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
    """Keep what a form holds now; tell who else is there, and whether somebody saved meanwhile."""
    session = _session(model_admin, request, object_id)
    sent = _read(_body(request))
    if sent is None:
        return HttpResponseBadRequest(_("This is not what the form sends."))
    row, _made = Autosave.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(model_admin.model),
        user=request.user,
        key=sent["key"],
        defaults={"object_id": object_id, "base": sent["base"]},
    )
    if row.object_id != object_id and row.saved_at is None:
        return HttpResponseBadRequest(_("This form belongs to another page."))
    # A page that is only open says so every few seconds: for core.accounts.desk_sessions that is no use.
    request.is_by_itself = sent["serial"] <= row.serial  # type: ignore[attr-defined]
    if sent["serial"] > row.serial:
        row.write(sent["fields"], sent["base"], sent["serial"])
    Autosave.objects.filter(pk=row.pk).update(seen_at=timezone.now())
    row.refresh_from_db()
    return JsonResponse(
        {
            "at": timezone.localtime().strftime("%H:%M"),
            "serial": row.serial,
            "unsaved": row.data is not None,
            "url": admin_url(model_admin.model, "unsaved", row.pk),
            "others": session.others(),
            "newer": _newer(session, sent["base"]),
            "lost": _lost(model_admin.model, sent["fields"] or []),
            "checklist": _checklist(session, row) if sent["fields"] else "",
        }
    )


def _checklist(session: EditSession, row: Autosave) -> str:
    """Return what is missing in what was just kept; nothing for what is no page of the site."""
    if not hasattr(session.model_admin, "checklist_of") or not session.may_write:
        return ""
    return session.model_admin.checklist_of(session.request, session, row.form_data)


def _session(model_admin, request, object_id) -> EditSession:
    session = EditSession(model_admin, request, object_id)
    if object_id and session.obj is None and not session.is_deleted:
        raise Http404
    if not session.may_keep:
        raise PermissionDenied
    return session


def _body(request) -> bytes:
    try:
        return request.body
    except RawPostDataException:
        return b""  # The check for forged requests has read it already: a form as browsers send it, no report.


def _read(body: bytes) -> dict | None:
    """Return the report of a browser, or None for anything else."""
    try:
        sent = json.loads(body)
        key, base, serial, fields = sent["key"], sent["base"], sent["serial"], sent["fields"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    is_report = autosaves.is_key(key) and isinstance(base, str) and type(serial) is int and 0 <= serial < 2**53
    if not is_report or not (fields is None or (isinstance(fields, list) and len(fields) <= MOST_FIELDS)):
        return None
    for field in fields or []:
        if not (isinstance(field, list) and len(field) == 2 and all(isinstance(part, str) for part in field)):
            return None
    kept = [[storable(name), storable(value)] for name, value in fields or [] if not name.startswith("_")]
    return {"key": key, "base": storable(base)[:32], "serial": serial, "fields": kept if fields is not None else None}


def _lost(model, fields: list) -> list[str]:
    """Return what of the texts will be left out when they are saved."""
    told = [sentence for name, text in fields if values.is_html(model, name) for sentence in dropped.told(text)]
    return list(dict.fromkeys(told))


def _newer(session, base: str) -> str:
    if session.obj is None:
        return bin_items.sentence(session.model_admin.model, session.object_id) if session.is_deleted else ""
    if not session.may_write:
        return _("You may not save this any more: it was published or handed on. What you write is kept for you.")
    if not base or values.digest(values.snapshot(session.obj)) == base:
        return ""
    last = Revision.objects.of(session.obj).first()
    who = last.made_by_name if last else ""
    return _("%(who)s saved this meanwhile. When you save, you will see both.") % {"who": who or _("Somebody")}


def keep_for_later(session: EditSession) -> HttpResponse:
    """Answer a form that can be saved no more: its words are kept, and shown with what to do."""
    row = session.keep_words()
    messages.warning(session.request, _("Nothing was saved. Your words are kept: you find them below."))
    return redirect(admin_url(session.model_admin.model, "unsaved", row.pk))


def form_token(model_admin: Any, request: HttpRequest) -> JsonResponse:
    """Return a CSRF token for a form that was open while its editor logged in again in another window."""
    response = JsonResponse({"token": get_token(request)})
    response.headers["Cache-Control"] = "no-store"
    return response


def unsaved(model_admin: Any, request: HttpRequest, autosave_id: int) -> HttpResponseBase:
    """Show how one's unsaved writing differs from what is saved; POST throws it away."""
    kind = ContentType.objects.get_for_model(model_admin.model)
    mine = Autosave.objects.filter(content_type=kind).unsaved(request.user)
    row = get_object_or_404(mine, pk=autosave_id)
    session = _session(model_admin, request, row.object_id)
    form_url = (
        admin_url(model_admin.model, "change", row.object_id) if session.obj else admin_url(model_admin.model, "add")
    )
    if request.method == "POST":
        Autosave.objects.filter(pk=row.pk).update(data=None, saved_at=timezone.now())
        messages.success(request, _("Your unsaved writing was thrown away."))
        return redirect(form_url)
    # Beside what somebody else saved meanwhile, their words would seem to be taken away.
    begun = Revision.objects.of(session.obj).filter(digest=row.base).first() if session.obj else None
    before = begun.data if begun else values.snapshot(session.obj or model_admin.model())
    sent = row.form_data
    after = values.of_form(session.form(sent, session.obj)) | inline_rows.sent(model_admin.model, sent)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Unsaved writing"),
        "subtitle": str(session.obj or row),
        "opts": model_admin.opts,
        "original": session.obj,
        "autosave": row,
        "changes": field_diff.between(model_admin.model, before, after),
        "newer": _newer(session, row.base),
        "form_url": f"{form_url}?autosave={row.pk}" if session.may_write else "",
        **model_admin.routes,
    }
    return TemplateResponse(request, "admin/publishing/unsaved.html", context)
