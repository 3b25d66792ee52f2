"""What is wrong with a form of the desk, field by field: for the list above the form, and for its script."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.text import capfirst

from .admin_mixin import AdminMixin


class FormErrorsMixin(AdminMixin):
    """Mixed into every page of the admin: a form that was refused says above it which fields are wrong, in links."""

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if context.get("errors"):
            # In the place of Django's own line, which says only that there are some.
            context |= {"wrong": form_errors(context), "errors": []}
        return super().render_change_form(request, context, *args, **kwargs)


def form_errors(context: dict[str, Any]) -> list[dict[str, str]]:
    """Return each fault of the admin's form with the field's ``id`` and ``label``, both empty for what is about none.

    ``words`` say what is to be done. Rows of an inline are named by their number.
    """
    found = errors_of(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        formset, name = inline.formset, capfirst(inline.opts.verbose_name)
        for number, form in enumerate(formset.forms, 1):
            found += errors_of(form, f"{name} {number}, ")
        found += [{"id": "", "label": "", "words": text} for text in formset.non_form_errors()]
    return found


def in_json(request: HttpRequest, response: Any) -> Any:
    """Return the answer to the admin's form as its scripts ask for it: where to go on, or what is wrong.

    ``again`` asks for the form to be sent without the script.
    """
    if request.method != "POST" or request.headers.get("Accept") != "application/json":
        return response
    if response.status_code in {301, 302, 303}:
        return JsonResponse({"location": response.url, "at": timezone.localtime().strftime("%H:%M")})
    context = getattr(response, "context_data", None)
    wrong = form_errors(context) if response.status_code == 200 and context else []
    return JsonResponse({"errors": wrong} if wrong else {"again": True}, status=422)


def errors_of(form: Any, row: str = "") -> list[dict[str, str]]:
    """Return the faults of one form in the same shape, in the words of the row that it is, where it is one of many."""
    found = []
    for name, several in form.errors.items():
        field = form[name] if name in form.fields else None
        where = {"id": field.id_for_label or field.auto_id, "label": f"{row}{field.label}"} if field else {}
        found += [{"id": "", "label": "", **where, "words": text} for text in several]
    return found
