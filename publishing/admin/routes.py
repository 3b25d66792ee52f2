"""The names of the admin's pages of one model."""

from django.conf import settings
from django.contrib import admin

from core.admin_pages import page_name


class RoutesMixin(admin.ModelAdmin):
    """Mixin: how the pages of this model are called in templates."""

    @property
    def routes(self) -> dict[str, str]:
        """What templates need to link to the pages below, and to tell the time."""
        names = ["unsaved", "scheduled_change", "difference", "restore", "preview_links"]
        names += ["change", "publication", "preview", "preview_new", "changelist"]
        links = {f"{name}_route": page_name(self.model, name) for name in names}
        return {**links, "zone": settings.TIME_ZONE}
