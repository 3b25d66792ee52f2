"""Who wrote what when: the list of versions, the difference of any two, and the way back."""

from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..pictures import PictureField
from . import changes, rows, values
from .plans import PlannedChange
from .versions import Version

ON_A_PAGE = 50


def _seen(desk, request, object_id):
    """Return the thing, if this person may look at it here."""
    thing = desk.get_object(request, str(object_id))
    if thing is None:
        raise Http404
    if not desk.has_view_or_change_permission(request, thing):
        raise PermissionDenied
    return thing


def _context(desk, request, thing, title) -> dict:
    return {
        **desk.admin_site.each_context(request),
        "title": title,
        "subtitle": str(thing),
        "opts": desk.opts,
        "original": thing,
        "may_change": desk.has_change_permission(request, thing),
        **desk.routes,
    }


def _change_url(desk, thing) -> str:
    return reverse(f"{desk.route}_change", args=[thing.pk])


def versions(desk, request, object_id):
    """List the versions, the newest first, with two columns to choose two of them."""
    thing = _seen(desk, request, object_id)
    history = Version.objects.of(thing)
    if {"old", "new"} <= request.GET.keys():
        chosen = [request.GET[name] for name in ("old", "new")]
        if not all(number.isdecimal() and len(number) < 10 for number in chosen):
            raise Http404
        return redirect(f"{desk.route}_difference", object_id, *(int(number) for number in chosen))
    page = Paginator(history.defer("data"), ON_A_PAGE).get_page(request.GET.get("page"))
    for version in page:
        version.labels = [changes.label(desk.model, name) for name in version.changed]
    latest = history.first()
    context = _context(desk, request, thing, _("Versions")) | {
        "page": page,
        "latest": latest,
        "now_differs": latest is None or not latest.tells(values.snapshot(thing)),
    }
    return TemplateResponse(request, "admin/writing/versions.html", context)


def _state(thing, number: int) -> tuple[Version | None, dict]:
    """Return a version and its words; number 0 is the thing as it is now."""
    if number == 0:
        return None, values.snapshot(thing)
    version = get_object_or_404(Version.objects.of(thing), number=number)
    return version, version.data


def difference(desk, request, object_id, old, new):
    """Show what differs between two versions, as readers see it and in the source."""
    thing = _seen(desk, request, object_id)
    (before, old_words), (after, new_words) = _state(thing, old), _state(thing, new)
    found = changes.between(desk.model, old_words, new_words)
    context = _context(desk, request, thing, _("What differs"))
    context |= {"before": before, "after": after, "changes": found, "old": old, "new": new}
    if request.GET.get("as") == "page":
        # Title, summary and text in the letters and measures of the public page.
        return TemplateResponse(
            request, "admin/writing/difference_page.html", context | {"words": _words(thing, new_words, found)}
        )
    return TemplateResponse(request, "admin/writing/difference.html", context)


def _words(thing, words: dict, found) -> list[changes.Change]:
    """Return title, summary and text, changed or not."""
    changed = {change.name: change for change in found}
    names = [name for name in ("title", "subject", "summary", *getattr(thing, "HTML_FIELDS", ())) if name in words]
    return [changed.get(name) or changes.change(type(thing), name, words[name], words[name]) for name in names]


def restore(desk, request, object_id, number):
    """Show what going back to a version would change; POST makes a new version with those words."""
    thing = _seen(desk, request, object_id)
    if not desk.has_change_permission(request, thing):
        raise PermissionDenied
    version = get_object_or_404(Version.objects.of(thing), number=number)
    errors = None
    if request.method == "POST":
        with transaction.atomic():
            desk.model._base_manager.select_for_update(of=("self",)).get(pk=thing.pk)
            thing = desk.get_object(request, str(object_id))
            if request.POST.get("now") != values.digest(values.snapshot(thing)):
                messages.warning(request, _("Somebody saved this meanwhile. Please look again at what would change."))
                return redirect(request.path)
            form = _old_form(desk, request, thing, version)
            errors = form.errors or _save(desk, request, thing, form, version)
            if not errors:
                messages.success(request, _("The words of version %(number)d stand again.") % {"number": number})
                return redirect(_change_url(desk, thing))
    thing = desk.get_object(request, str(object_id))
    now, then = values.snapshot(thing), version.data
    names = set(_restorable(desk, request, thing, then))
    context = _context(desk, request, thing, _("Go back to version %(number)d") % {"number": number}) | {
        "version": version,
        "changes": changes.between(desk.model, now, then, names),
        "left": changes.between(desk.model, now, then, set(then) - names),
        "now": values.digest(now),
        "errors": errors,
        "form_url": f"{_change_url(desk, thing)}?version={number}",
    }
    return TemplateResponse(request, "admin/writing/restore.html", context, status=422 if errors else 200)


def _save(desk, request, thing, form, version) -> dict:
    """Save what the form says with the rows of the version; return what the checklist has against it, by field."""
    try:
        with transaction.atomic():
            desk.save_model(request, form.save(commit=False), form, True)
            desk.save_related(request, form, [], True)
            for name in set(_restorable(desk, request, thing, version.data)) & rows.relations(desk.model).keys():
                rows.write(thing, name, version.data[name])
            desk.log_change(request, thing, _("restored from version %(number)d") % {"number": version.number})
    except ValidationError as error:
        return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return {}


def _restorable(desk, request, thing, then: dict) -> list[str]:
    """Return the fields that go back: those this person may edit, without state, and without lost files."""
    form = desk.get_form(request, thing, change=True, fields=flatten_fieldsets(desk.get_fieldsets(request, thing)))
    known, found = values.fields_of(desk.model), []
    for name in form.base_fields:
        if name not in known or name not in then or name in values.STATE:
            continue
        field = known[name]
        # Files go when they are replaced, so an earlier version may name one that is no longer there.
        if isinstance(field, PictureField):
            continue
        if isinstance(field, models.FileField) and not (then[name] and field.storage.exists(then[name])):
            continue
        found.append(name)
    kinds = {inline.model for inline in desk.get_inline_instances(request, thing)}
    shown = [name for name, relation in rows.relations(desk.model).items() if relation.related_model in kinds]
    return found + [name for name in shown if name in then]


def _old_form(desk, request, thing, version):
    """Return the admin's form, bound to what is saved now with the words of the version in it."""
    names = _restorable(desk, request, thing, version.data)
    for name in names:
        if isinstance(values.fields_of(desk.model).get(name), models.FileField):
            setattr(thing, name, version.data[name])
    form_class = desk.get_form(
        request, thing, change=True, fields=flatten_fieldsets(desk.get_fieldsets(request, thing))
    )
    data, form = request.POST.copy(), form_class(instance=thing)
    data.clear()
    words = values.snapshot(thing) | {name: version.data[name] for name in names}
    for name in form.fields:
        if name in words and not isinstance(values.fields_of(desk.model)[name], models.FileField):
            values.put(data, form, name, words[name])
    return form_class(data, instance=thing)


def plan(desk, request, object_id, plan_id):
    """Show a planned change against what is saved now; POST cancels it."""
    thing = _seen(desk, request, object_id)
    planned = get_object_or_404(PlannedChange.objects.of(thing).unfinished(), pk=plan_id)
    if request.method == "POST":
        if not desk.has_change_permission(request, thing):
            raise PermissionDenied
        planned.delete()
        desk.log_change(request, thing, _("cancelled a planned change"))
        messages.success(request, _("The planned change was cancelled."))
        return redirect(_change_url(desk, thing))
    context = _context(desk, request, thing, _("Planned change")) | {
        "plan": planned,
        "changes": changes.between(desk.model, values.snapshot(thing), planned.changed),
        "form_url": f"{_change_url(desk, thing)}?plan={planned.pk}",
    }
    return TemplateResponse(request, "admin/writing/plan.html", context)
