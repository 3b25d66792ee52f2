"""Large files at the desk: a form that holds some is sent by a script that shows how far it is, and answered in JSON.

Without the script the form is sent as ever. What is wrong is told without leaving the page, so that a film of 400 MB
need not be chosen again (``in_json`` in core/form_errors.py).
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ..http.scripts import OwnScript


class UploadProgressMixin(admin.ModelAdmin):
    """Mixin for what has files that take minutes to send; what it is mixed into answers scripts in JSON."""

    class Media:
        js = [OwnScript("js/sending.js")]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "sends_files": True})
