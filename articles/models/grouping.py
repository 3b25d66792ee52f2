"""What tags and series have in common: a name, an address, the articles behind it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ngo_site.lib import pagecache, redirects


class GroupingQuerySet(models.QuerySet):
    def in_use(self):
        """Return those with a public article; one that only drafts carry would tell what they are about."""
        # Imported here, for articles name tags and series.
        from .article import Article

        return self.filter(models.Exists(Article.objects.published().filter(**{self.model.OF: models.OuterRef("pk")})))


class Grouping(models.Model):
    """``OF`` is the field by which an article names it; ``PAGES`` are its addresses, which stay alive when it moves."""

    OF = ""
    PAGES: tuple = ()

    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)

    objects = GroupingQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return self.pages()[0]

    def pages(self) -> list[str]:
        """Return the paths of its page and its feeds, always in the same order."""
        return [reverse(f"articles:{name}", args=[self.slug]) for name in self.PAGES]

    def save(self, *args, **kwargs):
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.slug != self.slug:
            before.lead_to(self)
        pagecache.forget_pages()

    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        pagecache.forget_pages()
        return result

    def lead_to(self, other) -> None:
        """Let every old address lead to the other's."""
        for old, new in zip(self.pages(), other.pages(), strict=True):
            redirects.remember(old, new)

    lead_to.alters_data = True
