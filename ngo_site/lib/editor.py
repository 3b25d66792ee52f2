"""The admin's rich-text editor: the one place that knows CKEditor (4.22.1, end of life; see the README on guests)."""

from ckeditor.widgets import CKEditorWidget
from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator

# CKEditor 4 writes inline handlers and styles; only the pages that show it allow them.
allow_editor = csp_update(
    {
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:"],
        "frame-src": [SELF],
    }
)


class WithEditor:
    """Mixin for a ModelAdmin: the fields in ``Model.HTML_FIELDS`` are written in the rich-text editor."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.model.HTML_FIELDS:
            kwargs["widget"] = CKEditorWidget()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @method_decorator(allow_editor)
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)
