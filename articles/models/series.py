"""Articles that belong together in an order: part 1, part 2 …"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .grouping import Grouping


class Series(Grouping):
    OF = "series"
    PAGES = ("series", "series-feed", "series-feed-atom", "series-feed-json")

    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences at the head of its page.")
    )

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")
        ordering = ["title"]

    def __str__(self):
        return self.title
