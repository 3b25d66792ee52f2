"""A form that could not be taken comes back as a page with what was typed, to copy or to send again with one button.

It is plain: neither database nor session are asked for it, so that it can be shown when they are away. What it shows
was sent by whoever reads it, and the button sends nothing else. Nobody else's page may bring that about at the desk:
see ``is_from_us``.
"""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import identity
from ..lazy_text import LazyText

LONG = 60  # characters; what is longer gets a box of its own
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
# Fields that say nothing to whoever filled in the form, and are sent again as they are.
_SILENT = {"csrfmiddlewaretoken", "form_token", "language", "seen", "via", "website", "proof", "shown_again"}
_DESK = re.compile(r"/admin/(\w+)/(\w+)/")
# A date and its time are two fields of one name; a row of a table has its table and number before its name.
_PART = re.compile(r"^\w+-\d+-|_[01]$")
_WORDS: dict[str, LazyText] = {
    "name": _("Your name"),
    "email": _("Your e-mail address"),
    "comment": _("Your comment"),
    "message": _("Your message"),
    "country": _("Country"),
    "text": _("Text"),
    "reason": _("Reason"),
}
_PASSWORD = _("Nothing was kept, and passwords are never shown here. Please open the page again.")
_GO_BACK = _("Nothing was kept. Please go back, your words are still there, and try again.")
_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {}"
)


class Field(NamedTuple):
    name: str
    value: str
    known_as: LazyText = ""

    @property
    def label(self) -> LazyText:
        return self.known_as or self._name_in_words

    @property
    def _name_in_words(self) -> str:
        return self.name.replace("_", " ").replace("-", " ").strip().capitalize()

    @property
    def is_long(self) -> bool:
        return len(self.value) > LONG or "\n" in self.value

    @property
    def rows(self) -> int:
        return min(20, 2 + self.value.count("\n") + len(self.value) // LONG)

    @property
    def is_shown(self) -> bool:
        machine = self.name.startswith(("_", "initial-")) or self.name.endswith(("_FORMS", "-id", "-position", "-kept"))
        machine = machine or "__prefix__" in self.name  # the row from which a script makes new ones
        return bool(self.value.strip()) and not machine and self.name not in _SILENT


def page(
    request: HttpRequest,
    status: int,
    title: LazyText,
    reason: LazyText,
    *,
    may_send: bool = True,
    **tokens: str,
) -> HttpResponse:
    """Return the page; ``may_send`` is False where only the reason may be told, and nothing of what came.

    ``tokens`` are hidden fields that take the place of those that were sent. Passwords are neither shown nor sent. What
    cannot be shown is not spoken of: another sentence takes the place of the reason.
    """
    is_told = request.method == "POST" and may_send
    posted, files = _sent(request) if is_told else (None, [])
    sent = posted.lists() if posted is not None else []
    labels = _labels(request.path_info)
    fields = [
        Field(name, value, labels.get(_PART.sub("", name), ""))
        for name, values in sent
        for value in values
        if name not in tokens
    ]
    has_password = any("password" in field.name for field in fields)
    is_offered = posted is not None and not has_password
    if is_told and not is_offered:
        reason = _PASSWORD if has_password else _GO_BACK
    context = {
        "title": title,
        "reason": reason,
        "organisation": identity.current(),
        "address": request.get_full_path(),
        "is_form": request.method == "POST",
        "is_offered": is_offered,
        "fields": [] if has_password else [*fields, *(Field(*token) for token in tokens.items())],
        "files": files,
        "is_multipart": request.content_type == "multipart/form-data",
    }
    with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        response = HttpResponse(render_to_string("resend.html", context), status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    if status == 503:
        response["Retry-After"] = "30"
    return _framed_like(request, response)


def _labels(path: str) -> dict[str, LazyText]:
    """Return what the fields of a form are called: at the desk as their model calls them, else as the public forms."""
    found = _DESK.search(path)
    try:
        fields = apps.get_model(found[1], found[2])._meta.get_fields() if found else []
    except LookupError:
        fields = []
    named = {field.name: capfirst(field.verbose_name) for field in fields if isinstance(field, models.Field)}
    return _WORDS | named


def is_from_us(request: HttpRequest) -> bool:
    """Return True only when the browser says that a page of ours sent this (W3C Fetch Metadata, RFC 6454)."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        scheme, host = urlsplit(sender)[:2]
        own = f"{request.scheme}://{request.get_host()}"
    except (ValueError, DisallowedHost):
        return False
    return f"{scheme}://{host}" in {own, settings.SITE_URL}


class _NamesOnly(FileUploadHandler):
    """Lets files pass by: there may be no room for them."""

    def __init__(self, names):
        super().__init__()
        self.names = names

    def new_file(self, field_name, file_name, *args, **kwargs):
        super().new_file(field_name, file_name, *args, **kwargs)
        self.names.append(file_name)

    def receive_data_chunk(self, raw_data, start):
        return None

    def file_complete(self, file_size):
        return None


def _sent(request: HttpRequest) -> tuple[QueryDict | None, list[str]]:
    """Return the fields of the form (None if it cannot be read) and its files' names, read anew where that can be."""
    names: list[str] = []
    try:
        environ = request.environ  # type: ignore[attr-defined]  # only WSGI's have one, see AttributeError
        environ["wsgi.input"].seek(0)
        again = WSGIRequest(environ)
        again.upload_handlers = [_NamesOnly(names)]
        return again.POST, names
    except (AttributeError, OSError, ValueError):  # a stream that was read and is gone
        pass
    except (MultiPartParserError, SuspiciousOperation):
        return None, []
    try:
        return request.POST, [file.name or "" for files in request.FILES.lists() for file in files[1]]
    except (MultiPartParserError, SuspiciousOperation, OSError):
        return None, []


def _framed_like(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let nobody frame it, but where the form itself stands on other people's pages: no session counts there."""
    language = translation.get_language_from_path(request.path_info)
    is_embedded = request.path_info.removeprefix(f"/{language}").startswith("/embed/")
    response["Content-Security-Policy"] = _POLICY.format("*" if is_embedded else "'none'")
    if is_embedded:
        response.xframe_options_exempt = True
    else:
        response["X-Frame-Options"] = "DENY"
    return response
