"""What is wrong with a form of the desk, field by field: for the list above the form, and for its script."""

from typing import Any

from django.http import HttpRequest
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
    found = _of(context["adminform"].form)
    for inline in context["inline_admin_formsets"]:
        formset, name = inline.formset, capfirst(inline.opts.verbose_name)
        for number, form in enumerate(formset.forms, 1):
            found += _of(form, f"{name} {number}, ")
        found += [{"id": "", "label": "", "words": text} for text in formset.non_form_errors()]
    return found


def _of(form, row="") -> list[dict[str, str]]:
    found = []
    for name, several in form.errors.items():
        field = form[name] if name in form.fields else None
        where = {"id": field.id_for_label or field.auto_id, "label": f"{row}{field.label}"} if field else {}
        found += [{"id": "", "label": "", **where, "words": text} for text in several]
    return found
