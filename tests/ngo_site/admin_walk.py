"""Walks through every address of the admin, as the URL resolver knows them."""

from django.contrib import admin


def admin_patterns(patterns=None, before=""):
    """Yield (name, route) of every view of the admin site, those of all models included."""
    for pattern in admin.site.urls[0] if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from admin_patterns(pattern.url_patterns, route)
        else:
            yield pattern.name, route
