"""Large files at the desk: a form that holds some is sent by a script that shows how far it is, and answered in JSON.

Without the script the form is sent as ever. What is wrong is told without leaving the page, so that a film of 400 MB
need not be chosen again.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, JsonResponse


class UploadProgressMixin(admin.ModelAdmin):
    """Mixin for what has files that take minutes to send."""

    class Media:
        js = ["js/sending.js"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        response = super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "sends_files": True})
        if request.method == "POST" and request.headers.get("Accept") == "application/json":
            return _in_json(response)
        return response


def _in_json(response) -> JsonResponse:
    """Return where to go on, or what is wrong; ``again`` asks for the form to be sent without the script."""
    if response.status_code in {301, 302, 303}:
        return JsonResponse({"location": response.url})
    wrong = _wrong(response.context_data) if response.status_code == 200 and hasattr(response, "context_data") else []
    return JsonResponse({"errors": wrong} if wrong else {"again": True}, status=422)


def _wrong(context: dict) -> list[dict]:
    """Return each faulty field with its label and what is to be done; what is about no field has an empty one."""
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(form for formset in formsets for form in formset.forms)]
    found = [one for form in forms for one in _of(form)]
    return found + [{"id": "", "label": "", "words": text} for one in formsets for text in one.non_form_errors()]


def _of(form) -> list[dict]:
    found = []
    for name, several in form.errors.items():
        field = form[name] if name in form.fields else None
        where = {"id": field.id_for_label, "label": str(field.label)} if field else {"id": "", "label": ""}
        found += [{**where, "words": text} for text in several]
    return found
