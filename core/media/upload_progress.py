"""Large files at the desk: a form that holds some is sent by a script that shows how far it is, and answered in JSON.

Without the script the form is sent as ever. What is wrong is told without leaving the page, so that a film of 400 MB
need not be chosen again.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, JsonResponse

from ..form_errors import form_errors


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
    wrong = (
        form_errors(response.context_data) if response.status_code == 200 and hasattr(response, "context_data") else []
    )
    return JsonResponse({"errors": wrong} if wrong else {"again": True}, status=422)
