"""Template variables that every page needs."""

from django.conf import settings
from django.http import HttpRequest

from .. import identity


def organisation(request: HttpRequest) -> dict:
    """Return who speaks, and where the site lives."""
    return {"organisation": identity.current(), "site_url": settings.SITE_URL, "demo": settings.DEMO}
