"""What we write."""

import math
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ngo_site.lib import markup, pagecache, redirects
from ngo_site.lib.publishing import Publishable, PublishableQuerySet
from organisation.models import Person

from ..comments import Comment
from .mention import Mention
from .photo import Photo

# Words a minute in silent reading (Trauzettel-Klosinski and Dietz 2012, IReST); others as in English.
WORDS_A_MINUTE = {"ar": 138, "de": 179, "en": 228, "es": 218, "fr": 195, "ru": 184}


class Tag(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("articles:tag", args=[self.slug])

    def save(self, *args, **kwargs):
        before = Tag.objects.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.slug != self.slug:
            redirects.remember(before.get_absolute_url(), self.get_absolute_url())
        pagecache.forget_pages()

    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        pagecache.forget_pages()
        return result


class ArticleQuerySet(PublishableQuerySet):
    def with_names(self):
        """Bring the picture, the authors (only those who are public) and the tags along, in two further queries."""
        return self.with_authors().prefetch_related("tags")

    def with_authors(self):
        authors = models.Prefetch("authors", Person.objects.published().only("title", "slug", "position"))
        return self.select_related("picture").prefetch_related(authors)

    def for_lists(self):
        """Return what a list shows of each article: all but the text and the tags."""
        return self.with_authors().defer("body")


class Article(Publishable):
    RESERVED_SLUGS = frozenset({"tags", "feed", "comments", "page"})

    body = models.TextField(_("text"), blank=True)
    picture = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("lead picture"),
        help_text=_("From the picture library; with the plus sign you add a new one."),
    )
    authors = models.ManyToManyField(Person, blank=True, related_name="articles", verbose_name=_("authors"))
    guest_author = models.CharField(
        _("guest author"), max_length=120, blank=True, help_text=_("The name of somebody who is not one of our people.")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name=_("tags"))
    comments_open = models.BooleanField(_("comments are open"), default=True)
    comments_close_after = models.PositiveSmallIntegerField(
        _("comments close after days"),
        null=True,
        blank=True,
        help_text=_("Counted from publication. Empty: as everywhere on this site. 0: never."),
    )
    mentions_open = models.BooleanField(_("other sites may answer (pingbacks)"), default=True)
    words = models.PositiveIntegerField(default=0, editable=False)
    links_told_at = models.DateTimeField(
        null=True, editable=False, help_text="The state of the text (updated_at) of which other sites were told."
    )
    # So that what was said below it goes with an article that is deleted.
    comments = GenericRelation(Comment, object_id_field="object_pk")
    mentions = GenericRelation(Mention)
    source_key = models.CharField(
        max_length=300, null=True, blank=True, unique=True, editable=False, help_text="Where an import took it from."
    )

    objects = ArticleQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_absolute_url(self):
        return reverse("articles:article", args=[self.slug])

    @property
    def takes_comments(self) -> bool:
        """True while the article is public, its comments are open, and its days for answering are not over."""
        return self.is_published and self.comments_open and not self._is_closed_by_age

    @property
    def _is_closed_by_age(self) -> bool:
        own = self.comments_close_after
        days = settings.COMMENTS_CLOSE_AFTER if own is None else own
        return bool(days) and timezone.now() > self.published_at + timedelta(days=days)

    @property
    def shown(self) -> tuple:
        """Return the plain values of which everything on the article's card follows."""
        names = tuple((person.title, person.slug) for person in self.authors.all())
        picture = self.picture.look if self.picture and self.picture.is_shown else ()
        words = (self.slug, self.title, self.summary, self.language, self.guest_author, self.words, self.published_at)
        return *words, names, picture

    @property
    def minutes(self) -> int:
        """The time a calm reader needs, at least one minute."""
        return max(1, math.ceil(self.words / WORDS_A_MINUTE.get(self.language, 228)))

    def save(self, *args, **kwargs):
        self.words = len(markup.plain(self.body).split())
        super().save(*args, **kwargs)
