"""Links in a text that lead to a page of ours which readers do not find: mistyped, still a draft, or gone."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import redirects
from core.http.paths import match_of
from core.redirects import page_registry

_LINK = re.compile(r'<a\b[^<>]*\bhref="([^"]*)"')
MOST = 100  # pages asked for in one text; each costs a question or two


def found(html: str, own_path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (address, what is wrong with it) for each dead link in cleaned HTML; ``own_path`` is the text's page."""
    addresses = list(dict.fromkeys(unescape(address) for address in _LINK.findall(html or "")))
    for address in addresses[:MOST]:
        path = _path(address)
        if path is None or path in {"", own_path}:
            continue
        if not path.startswith("/"):
            text = _("The link to “%(address)s” leads nowhere: write the whole address, or begin it with a slash.")
        elif path.startswith(reverse("admin:index")):
            text = _("The link to “%(address)s” leads to the desk, which readers cannot enter.")
        elif not _is_there(unquote(path)):
            text = _("The link to “%(address)s” leads to no page that readers can see now.")
        else:
            continue
        yield address, text % {"address": address[:100]}


def _path(address: str) -> str | None:
    """Return the path of an address of ours; None for one elsewhere, and for mail and telephones."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if address.startswith("#") or parts.scheme or parts.netloc:
        return parts.path or "/" if f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL else None
    return parts.path


def _is_there(path: str) -> bool:
    if path.startswith(settings.MEDIA_URL):
        name = path.removeprefix(settings.MEDIA_URL)
        return ".." not in name and default_storage.exists(name)
    if path.startswith(settings.STATIC_URL):
        return True
    with translation.override(translation.get_language_from_path(path) or settings.LANGUAGE_CODE):
        match = match_of(path) or (None if path.endswith("/") else match_of(f"{path}/"))
        if match and page_registry.is_public(match):
            return True
    return bool(redirects.new_path(path))
