"""What tags and series have in common: a name, an address, the articles behind it."""

from collections import Counter

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core import redirects
from core.alters_data import alters_data
from core.cache import generations
from core.http.paths import path_of
from core.slugs import SlugField


class LeavingWord(models.QuerySet):
    """Deletes one by one, as the desk's list does not by itself: each leaves word at its addresses."""

    @alters_data
    def delete(self):
        done = Counter()
        for obj in self:
            done.update(obj.delete()[1])
        return done.total(), dict(done)

    delete.queryset_only = True


class GroupingQuerySet(LeavingWord):
    def in_use(self):
        """Return those with a public article; one that only drafts carry would tell what they are about."""
        articles = self.model._meta.get_field("articles").related_model.objects.published()
        return self.filter(models.Exists(articles.filter(**{self.model.OF: models.OuterRef("pk")})))


class Grouping(models.Model):
    """``OF`` is the field by which an article names it; ``PAGES`` are its addresses, which stay alive when it moves."""

    OF = ""
    PAGES: tuple = ()

    slug = SlugField(_("address"), max_length=80, unique=True)

    objects = GroupingQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return self.pages()[0]

    def pages(self) -> list[str]:
        """Return the paths of its page and its feeds, always in the same order."""
        return [path_of(f"articles:{name}", self.slug) for name in self.PAGES]

    def save(self, *args, **kwargs):
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.slug != self.slug:
            before.lead_to(self)
        generations.forget_pages()

    @transaction.atomic
    def delete(self, *args, **kwargs):
        """Delete it; its addresses say that it is gone (410), if the public knew them and they lead nowhere else."""
        was_public = type(self).objects.in_use().filter(pk=self.pk).exists()
        known = [page for page in self.pages() if was_public or redirects.old_paths(page)]
        result = super().delete(*args, **kwargs)
        for page in known:
            if not redirects.new_path(page):
                redirects.remember(page, "")
        generations.forget_pages()
        return result

    @alters_data
    def lead_to(self, other) -> None:
        """Let every old address lead to the other's."""
        for old, new in zip(self.pages(), other.pages(), strict=True):
            redirects.remember(old, new)
