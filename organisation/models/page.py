"""Pages that every organisation has: about, privacy, the words above the join form, and others."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.http.paths import path_of
from publishing.publishable import PublishableQuerySet
from publishing.translatable import Translatable


class PageQuerySet(PublishableQuerySet):
    def at(self, slug: str, language: str):
        """Return the page at this address, and before it its translation into the language where there is one."""
        translation = Q(translation_of__slug=slug, language=language)
        return self.filter(Q(slug=slug) | translation).order_by(F("translation_of").asc(nulls_last=True))


class Page(Translatable):
    """``about``, ``privacy`` and ``join`` have addresses of their own; any other slug is found under ``/pages/``.

    At the addresses of their own stands, in each language of the interface, the translation into it.
    """

    FIXED = {"about": "organisation:about", "privacy": "organisation:privacy", "join": "organisation:join"}
    PAGE_NAMES = ("organisation:page", *FIXED.values())
    NEEDED = {"body": _("It has no text.")}

    body = models.TextField(_("text"), blank=True)

    objects = PageQuerySet.as_manager()

    class Meta(Translatable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def get_absolute_url(self):
        if self.slug in self.FIXED:
            return path_of(self.FIXED[self.slug])
        return path_of("organisation:page", self.slug)
