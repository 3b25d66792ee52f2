"""Pictures of which a pasted text brings the address alone, as those of Google Docs: fetched for their author."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from core.fetch import FetchError, fetch
from core.media.pictures import LARGEST_FILE

SECONDS = 20.0


def fetched(address: str, name: str) -> ContentFile:
    """Return the picture as a file with this name; raise ValidationError for what cannot be had from there."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if not any(host == known or host.endswith(f".{known}") for known in settings.PASTED_PICTURE_HOSTS):
        raise ValidationError(_("Pictures are not fetched from there. Please save it to your computer, then drop it."))
    purpose = "taking a picture out of a pasted text"
    try:
        answer = fetch(address, accept="image/*", seconds=SECONDS, limit=LARGEST_FILE, purpose=purpose)
    except FetchError:
        answer = None
    if answer is None or answer.status != 200:
        raise ValidationError(_("It could not be fetched. Please save it to your computer, then drop it."))
    return ContentFile(answer.body, name)
