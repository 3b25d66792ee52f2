"""Who wrote what when: the list of revisions, the difference of any two, and the way back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from core.admin_pages import admin_url, page_name
from core.media.pictures import PictureField

from . import inline_rows, values
from .diff import field_diff
from .revisions import Revision
from .scheduled_changes import ScheduledChange

ON_A_PAGE = 50


def _seen(model_admin, request, object_id):
    """Return the object, if this person may look at it here."""
    obj = model_admin.get_object(request, str(object_id))
    if obj is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, obj):
        raise PermissionDenied
    return obj


def _context(model_admin, request, obj, title) -> dict:
    return {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "subtitle": str(obj),
        "opts": model_admin.opts,
        "original": obj,
        "may_change": model_admin.has_change_permission(request, obj),
        **model_admin.routes,
    }


def revision_list(model_admin: Any, request: HttpRequest, object_id: int) -> HttpResponse:
    """List the revisions, the newest first, with two columns to choose two of them."""
    obj = _seen(model_admin, request, object_id)
    history = Revision.objects.of(obj)
    if {"old", "new"} <= request.GET.keys():
        chosen = [request.GET[name] for name in ("old", "new")]
        if not all(number.isdecimal() and len(number) < 10 for number in chosen):
            raise Http404
        return redirect(page_name(model_admin.model, "difference"), object_id, *(int(number) for number in chosen))
    page = Paginator(history.defer("data"), ON_A_PAGE).get_page(request.GET.get("page"))
    for revision in page:
        revision.labels = [field_diff.label(model_admin.model, name) for name in revision.changed]
    latest = history.first()
    context = _context(model_admin, request, obj, _("Versions")) | {
        "page": page,
        "latest": latest,
        "now_differs": latest is None or not latest.tells(values.snapshot(obj)),
    }
    return TemplateResponse(request, "admin/publishing/revisions.html", context)


def _state(obj, number: int) -> tuple[Revision | None, dict]:
    """Return a revision and its words; number 0 is the object as it is now."""
    if number == 0:
        return None, values.snapshot(obj)
    revision = get_object_or_404(Revision.objects.of(obj), number=number)
    return revision, revision.data


def difference(model_admin: Any, request: HttpRequest, object_id: int, old: int, new: int) -> HttpResponse:
    """Show what differs between two revisions, as readers see it and in the source."""
    obj = _seen(model_admin, request, object_id)
    (before, old_words), (after, new_words) = _state(obj, old), _state(obj, new)
    found = field_diff.between(model_admin.model, old_words, new_words)
    context = _context(model_admin, request, obj, _("What differs"))
    context |= {"before": before, "after": after, "changes": found, "old": old, "new": new}
    if request.GET.get("as") == "page":
        # Title, summary and text in the letters and measures of the public page.
        return TemplateResponse(
            request, "admin/publishing/difference_page.html", context | {"shown": _shown_changes(obj, new_words, found)}
        )
    return TemplateResponse(request, "admin/publishing/difference.html", context)


def _shown_changes(obj, kept: dict, found) -> list[field_diff.Change]:
    """Return title, summary and text, changed or not."""
    changed = {change.name: change for change in found}
    names = [name for name in ("title", "subject", "summary", *getattr(obj, "HTML_FIELDS", ())) if name in kept]
    return [changed.get(name) or field_diff.change(type(obj), name, kept[name], kept[name]) for name in names]


def restore(model_admin: Any, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
    """Show what going back to a revision would change; POST makes a new one with those words."""
    obj = _seen(model_admin, request, object_id)
    if not model_admin.has_change_permission(request, obj):
        raise PermissionDenied
    revision = get_object_or_404(Revision.objects.of(obj), number=number)
    revision.data, lacking = values.still_there(model_admin.model, revision.data)
    lost = ", ".join(field_diff.label(model_admin.model, name) for name in lacking)
    errors = None
    if request.method == "POST":
        with transaction.atomic():
            model_admin.model._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)
            obj = model_admin.get_object(request, str(object_id))
            if request.POST.get("now") != values.digest(values.snapshot(obj)):
                messages.warning(request, _("Somebody saved this meanwhile. Please look again at what would change."))
                return redirect(request.path)
            form = _old_form(model_admin, request, obj, revision)
            errors = form.errors or _save(model_admin, request, obj, form, revision)
            if not errors:
                messages.success(request, _("The words of version %(number)d stand again.") % {"number": number})
                if lost:
                    messages.warning(request, _("Something was deleted since and could not come back: %s.") % lost)
                return redirect(admin_url(obj))
    obj = model_admin.get_object(request, str(object_id))
    now, then = values.snapshot(obj), revision.data
    names = set(_restorable(model_admin, request, obj, then))
    context = _context(model_admin, request, obj, _("Go back to version %(number)d") % {"number": number}) | {
        "revision": revision,
        "changes": field_diff.between(model_admin.model, now, then, names),
        "left": field_diff.between(model_admin.model, now, then, set(then) - names),
        "now": values.digest(now),
        "errors": errors,
        "lost": lost,
        "form_url": f"{admin_url(obj)}?revision={number}",
    }
    return TemplateResponse(request, "admin/publishing/restore.html", context, status=422 if errors else 200)


def _save(model_admin, request, obj, form, revision) -> dict:
    """Save what the form says with the rows of the revision; return what the checks have against it, by field."""
    try:
        with transaction.atomic():
            model_admin.save_model(request, form.save(commit=False), form, True)
            model_admin.save_related(request, form, [], True)
            for name in (
                set(_restorable(model_admin, request, obj, revision.data))
                & inline_rows.relations(model_admin.model).keys()
            ):
                inline_rows.write(obj, name, revision.data[name])
            model_admin.log_change(request, obj, _("restored from version %(number)d") % {"number": revision.number})
    except ValidationError as error:
        return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {}


def _restorable(model_admin, request, obj, then: dict) -> list[str]:
    """Return the fields that go back: those this person may edit, without state, and without lost files."""
    form = model_admin.get_form(
        request, obj, change=True, fields=flatten_fieldsets(model_admin.get_fieldsets(request, obj))
    )
    known, found = values.fields_of(model_admin.model), []
    for name in form.base_fields:
        if name not in known or name not in then or name in values.STATE:
            continue
        field = known[name]
        # Files go when they are replaced, so an earlier revision may name one that is no longer there.
        if isinstance(field, PictureField):
            continue
        if isinstance(field, models.FileField) and not (then[name] and field.storage.exists(then[name])):
            continue
        found.append(name)
    kinds = {inline.model for inline in model_admin.get_inline_instances(request, obj)}
    shown = [
        name for name, relation in inline_rows.relations(model_admin.model).items() if relation.related_model in kinds
    ]
    return found + [name for name in shown if name in then]


def _old_form(model_admin, request, obj, revision):
    """Return the admin's form, bound to what is saved now with the words of the revision in it."""
    names = _restorable(model_admin, request, obj, revision.data)
    for name in names:
        if isinstance(values.fields_of(model_admin.model).get(name), models.FileField):
            setattr(obj, name, revision.data[name])
    form_class = model_admin.get_form(
        request, obj, change=True, fields=flatten_fieldsets(model_admin.get_fieldsets(request, obj))
    )
    data, form = request.POST.copy(), form_class(instance=obj)
    data.clear()
    restored = values.snapshot(obj) | {name: revision.data[name] for name in names}
    for name in form.fields:
        if name in restored and not isinstance(values.fields_of(model_admin.model)[name], models.FileField):
            values.put(data, form, name, restored[name])
    return form_class(data, instance=obj)


def scheduled_change(model_admin: Any, request: HttpRequest, object_id: int, change_id: int) -> HttpResponse:
    """Show a scheduled change against what is saved now; POST cancels it."""
    obj = _seen(model_admin, request, object_id)
    change = get_object_or_404(ScheduledChange.objects.of(obj).unfinished(), pk=change_id)
    if request.method == "POST":
        if not model_admin.has_change_permission(request, obj):
            raise PermissionDenied
        change.delete()
        model_admin.log_change(request, obj, _("cancelled a planned change"))
        messages.success(request, _("The planned change was cancelled."))
        return redirect(admin_url(obj))
    context = _context(model_admin, request, obj, _("Planned change")) | {
        "change": change,
        "changes": field_diff.between(model_admin.model, values.snapshot(obj), change.proposal(obj)),
        "form_url": f"{admin_url(obj)}?scheduled_change={change.pk}",
    }
    return TemplateResponse(request, "admin/publishing/scheduled_change.html", context)
