"""Who is told when an article becomes public."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .mentions.sending import outgoing_links
from .models import Article


def of_publishing(obj: Any) -> Iterator[str]:
    """Yield a sentence for each who hears of it."""
    if not isinstance(obj, Article):
        return
    if settings.WEBSUB_HUB:
        yield _("Those who follow the feeds get it within a minute: the hub is told.")
    else:
        yield _("Those who follow the feeds get it with their next look.")
    if number := len(outgoing_links(obj.body)):
        text = ngettext(
            "%d page elsewhere that it links to is told, by webmention or pingback.",
            "%d pages elsewhere that it links to are told, by webmention or pingback.",
            number,
        )
        yield text % number
