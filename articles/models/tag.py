"""The subjects of articles, the names they once had, and how two of them become one."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.alters_data import alters_data
from core.cache import generations
from core.slugs import slugify

from .grouping import Grouping, GroupingQuerySet


class TagQuerySet(GroupingQuerySet):
    def known_as(self, name: str):
        """Return the tag that has this name, or had it before it was merged into another; None if there is none."""
        by_name = models.Q(name__iexact=name) | models.Q(aliases__name__iexact=name)
        return self.filter(by_name).order_by("pk").first()

    def named(self, name: str):
        """Return the tag known by this name; a new one if there is none."""
        found = self.known_as(name)
        return found or self.get_or_create(slug=slugify(name, 80), defaults={"name": name})[0]


class Tag(Grouping):
    OF = "tags"
    PAGES = ("tag", "tag-feed", "tag-feed-atom", "tag-feed-json")

    name = models.CharField(_("name"), max_length=80, unique=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @transaction.atomic
    @alters_data
    def merge_into(self, other) -> None:
        """Give everything to the other tag: articles, addresses, and this name as one of its other names."""
        carried = type(self).articles.through.objects.filter(tag=self)
        twice = carried.filter(article__in=other.articles.all())
        twice.delete()
        carried.update(tag=other)
        self.aliases.update(tag=other)
        self.lead_to(other)
        name = self.name
        self.delete()
        TagAlias.objects.get_or_create(name=name, defaults={"tag": other})
        generations.forget_pages()


class TagAlias(models.Model):
    """Another name for a tag: who types it finds the tag."""

    name = models.CharField(_("other name"), max_length=80, unique=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]

    def __str__(self):
        return self.name
