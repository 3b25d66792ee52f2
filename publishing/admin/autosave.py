"""What the browser reports while somebody writes, and what is shown when they come back."""

import json

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBadRequest, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import changes, copies, rows, values
from .copies import WorkingCopy
from .sheets import Sheet
from .versions import Version

MOST_FIELDS = 1000


def autosave(desk, request, object_id=None):
    """Keep what a form holds now; tell who else is there, and whether somebody saved meanwhile."""
    sheet = _sheet(desk, request, object_id)
    sent = _read(_body(request))
    if sent is None:
        return HttpResponseBadRequest(_("This is not what the form sends."))
    copy, _made = WorkingCopy.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(desk.model),
        user=request.user,
        key=sent["key"],
        defaults={"object_id": object_id, "base": sent["base"]},
    )
    if copy.object_id != object_id and copy.saved_at is None:
        return HttpResponseBadRequest(_("This form belongs to another page."))
    if sent["serial"] > copy.serial:
        copy.write(sent["fields"], sent["base"], sent["serial"])
    WorkingCopy.objects.filter(pk=copy.pk).update(seen_at=timezone.now())
    copy.refresh_from_db()
    return JsonResponse(
        {
            "at": timezone.localtime().strftime("%H:%M:%S"),
            "serial": copy.serial,
            "unsaved": copy.data is not None,
            "url": _url(desk, "unsaved", copy.pk),
            "others": sheet.others(),
            "newer": _newer(sheet.thing, sent["base"]) if sheet.thing else "",
        }
    )


def _sheet(desk, request, object_id) -> Sheet:
    sheet = Sheet(desk, request, object_id)
    if object_id and sheet.thing is None:
        raise Http404
    if not sheet.may_write:
        raise PermissionDenied
    return sheet


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
    is_report = copies.is_key(key) and isinstance(base, str) and type(serial) is int and 0 <= serial < 2**53
    if not is_report or not (fields is None or (isinstance(fields, list) and len(fields) <= MOST_FIELDS)):
        return None
    for field in fields or []:
        if not (isinstance(field, list) and len(field) == 2 and all(isinstance(part, str) for part in field)):
            return None
    kept = [[_storable(name), _storable(value)] for name, value in fields or [] if not name.startswith("_")]
    return {"key": key, "base": _storable(base)[:32], "serial": serial, "fields": kept if fields is not None else None}


def _storable(text: str) -> str:
    # Postgres takes no NUL and no half of a surrogate pair in JSON.
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _newer(thing, base: str) -> str:
    if not base or values.digest(values.snapshot(thing)) == base:
        return ""
    last = Version.objects.of(thing).first()
    who = last.made_by_name if last else ""
    return _("%(who)s saved this meanwhile. When you save, you will see both.") % {"who": who or _("Somebody")}


def form_token(desk, request):
    """Return a CSRF token for a form that was open while its editor logged in again in another window."""
    response = JsonResponse({"token": get_token(request)})
    response.headers["Cache-Control"] = "no-store"
    return response


def unsaved(desk, request, copy_id):
    """Show how one's unsaved writing differs from what is saved; POST throws it away."""
    kind = ContentType.objects.get_for_model(desk.model)
    mine = WorkingCopy.objects.filter(content_type=kind).unsaved(request.user)
    copy = get_object_or_404(mine, pk=copy_id)
    sheet = _sheet(desk, request, copy.object_id)
    form_url = _url(desk, "change", copy.object_id) if copy.object_id else _url(desk, "add")
    if request.method == "POST":
        WorkingCopy.objects.filter(pk=copy.pk).update(data=None, saved_at=timezone.now())
        messages.success(request, _("Your unsaved writing was thrown away."))
        return redirect(form_url)
    # Beside what somebody else saved meanwhile, their words would seem to be taken away.
    begun = Version.objects.of(sheet.thing).filter(digest=copy.base).first() if sheet.thing else None
    before = begun.data if begun else values.snapshot(sheet.thing or desk.model())
    sent = copy.form_data
    after = values.of_form(sheet.form(sent, sheet.thing)) | rows.sent(desk.model, sent)
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Unsaved writing"),
        "subtitle": str(sheet.thing or copy),
        "opts": desk.opts,
        "original": sheet.thing,
        "copy": copy,
        "changes": changes.between(desk.model, before, after),
        "newer": _newer(sheet.thing, copy.base) if sheet.thing else "",
        "form_url": f"{form_url}?copy={copy.pk}",
        **desk.routes,
    }
    return TemplateResponse(request, "admin/writing/unsaved.html", context)


def _url(desk, what: str, *args) -> str:
    return reverse(f"{desk.route}_{what}", args=args)
