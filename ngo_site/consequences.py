"""What something that becomes public replaces on the home page."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from articles.models import Article
from campaigns.models import Petition
from core import identity


def on_the_home_page(obj: Any) -> Iterator[str]:
    """Yield a sentence where it takes a place that something else has now."""
    if isinstance(obj, Petition) and obj.translation_of_id is None:
        chosen = identity.current().leading_petition
        others = Petition.objects.open().exclude(pk=obj.pk)
        leading = others.filter(language=obj.language).first()
        if others.filter(pk=chosen).exists():
            return  # it leads whatever is newer
        if leading:
            yield _("It leads the home page, in the place of “%(other)s”.") % {"other": leading}
        else:
            yield _("It leads the home page.")
    elif isinstance(obj, Article):
        newest = Article.objects.published().exclude(pk=obj.pk).first()
        if newest:
            yield _("It is the first article of the home page, before “%(other)s”.") % {"other": newest}
