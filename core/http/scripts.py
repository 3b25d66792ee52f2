"""Our own scripts, with the digest that a browser compares before it runs them (W3C, Subresource Integrity)."""

import base64
import hashlib
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms.widgets import Script

from .static import HashedStaticFiles

_digests: dict[str, str] = {}


class OwnScript(Script):
    """A script for a form's ``Media``, or a page: ``OwnScript("js/site.js", defer=True)``."""

    def __init__(self, path: str, **attributes: Any):
        super().__init__(path, **attributes)
        self.name, self.given = path, attributes

    def __str__(self) -> str:
        digest = integrity(self.name)
        return str(Script(self.name, **self.given, **({"integrity": digest} if digest else {})))


def integrity(path: str) -> str:
    """Return ``sha384-…`` of a static file as it was collected; nothing where files change while the site runs."""
    if settings.DEBUG or path in _digests or not isinstance(staticfiles_storage, HashedStaticFiles):
        return _digests.get(path, "")
    try:
        with staticfiles_storage.open(staticfiles_storage.stored_name(path)) as file:
            digest = hashlib.sha384(file.read()).digest()
    except (OSError, ValueError):  # it was not collected
        return ""
    return _digests.setdefault(path, f"sha384-{base64.b64encode(digest).decode()}")
