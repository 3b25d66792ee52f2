"""What is missing before something can be public, as the desk lists it: in the form's order, each with its mend."""

import copy
from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from core.admin_pages import admin_url
from core.lazy_text import LazyText

from .. import checks
from ..publishable import Publishable
from .routes import RoutesMixin

# What the machine can mend in the open editor (static/js/mend.js), by the code of the problem.
MENDS: dict[str, LazyText] = {
    "table": _("Make the first row the header"),
    "heading": _("Set the levels of the headings right"),
    "target": _("Take the link out"),
    "tracking": _("Take that out of the address"),
}


class ChecklistMixin(RoutesMixin):
    """Mixin: the checklist of an object, saved or as it stands in an open form."""

    def problems_of(self, obj: Publishable) -> list[dict]:
        """Return what keeps it from being public, each with the place in the form where it is mended."""
        return self._in_the_form(obj, checks.problems(obj))

    def suggestions_for(self, obj: Publishable) -> list[dict]:
        """Return what would be good to have, in the same shape."""
        return self._in_the_form(obj, checks.suggestions(obj))

    def checklist_of(self, request: HttpRequest, session: Any, data: QueryDict) -> str:
        """Return the checklist as HTML for what an open form holds; nothing is changed."""
        form = session.form(data, copy.copy(session.obj))
        form.is_valid()  # what is not right yet stays as it is saved
        written = form.instance
        context = {"problems": self.problems_of(written), "suggestions": self.suggestions_for(written)}
        return render_to_string("admin/publishing/_checklist.html", context, request)

    def _in_the_form(self, obj, problems) -> list[dict]:
        order = [*flatten_fieldsets(self.fieldsets or ()), *(problem.field for problem in problems)]
        form_url = admin_url(obj) if obj.pk else ""
        return [
            {
                "label": self._label(problem.field),
                "message": problem.message,
                "find": problem.find,
                "field": problem.field,
                "url": f"{form_url}?{urlencode({'find': problem.find, 'in': problem.field})}#id_{problem.field}",
                "waivable": problem.waivable,
                "mend": problem.code if problem.code in MENDS else "",
                "mend_label": MENDS.get(problem.code, ""),
            }
            for problem in sorted(problems, key=lambda problem: order.index(problem.field))
        ]

    def _label(self, name):
        field: Any = self.opts.get_field(name)
        return field.verbose_name
