"""Pages that every organisation has: about, privacy, the words above the join form, and others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.http.paths import path_of
from publishing.publishable import Publishable


class Page(Publishable):
    """``about``, ``privacy`` and ``join`` have addresses of their own; any other slug is found under ``/pages/``."""

    FIXED = {"about": "organisation:about", "privacy": "organisation:privacy", "join": "organisation:join"}
    PAGE_NAMES = ("organisation:page", *FIXED.values())
    NEEDED = {"body": _("It has no text.")}

    body = models.TextField(_("text"), blank=True)

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_absolute_url(self):
        if self.slug in self.FIXED:
            return path_of(self.FIXED[self.slug])
        return path_of("organisation:page", self.slug)
