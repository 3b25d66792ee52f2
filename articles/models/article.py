"""What we write."""

import math
import re
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.http.paths import path_of
from core.richtext import markup
from core.row_objects import RowObjects
from organisation.models import Person
from publishing.owned import Owned, OwnedQuerySet, may_change_others
from publishing.publishable import State
from publishing.translatable import Translatable

from ..comments.models.comment import Comment
from ..mentions.models.mention import Mention
from ..photos.models.photo import Photo
from ..related import relate
from .byline import Byline
from .series import Series
from .tag import Tag

# Words a minute in silent reading (Trauzettel-Klosinski and Dietz 2012, IReST); others as in English.
WORDS_A_MINUTE = {"ar": 138, "de": 179, "en": 228, "es": 218, "fr": 195, "ru": 184}


_NAME = {"name": Coalesce("person__title", "guest"), "slug": Coalesce("person__slug", Value("")), "note": F("note")}
_SUBJECT = {"name": F("name"), "slug": F("slug")}


class Name(NamedTuple):
    """One of the authors as a page shows it; a guest has no ``slug``, for there is no page, but perhaps a ``note``."""

    name: str
    slug: str = ""
    note: str = ""

    def get_absolute_url(self) -> str:
        return path_of("organisation:person", self.slug)


class Subject(NamedTuple):
    """One of the tags as a page shows it."""

    name: str
    slug: str

    def get_absolute_url(self) -> str:
        return path_of("articles:tag", self.slug)


# What the queryset below brings along, for prepared queries.
IN_LISTS = RowObjects(["picture"], {"names_shown": ArrayField(models.JSONField())}, without=["body"])
ON_ITS_PAGE = RowObjects(
    ["picture", "series"],
    dict.fromkeys(("names_shown", "subjects_shown"), ArrayField(models.JSONField())),
)


class ArticleQuerySet(OwnedQuerySet):
    def visible_to(self, user):
        """Return what is published, and of what is not, what this person may see at the desk."""
        seen = super().visible_to(user)
        if user.is_anonymous or may_change_others(user, self.model._meta):
            return seen
        own = self.editable_by(user).values("pk")
        return seen.filter(pk__in=self.published().values("pk").union(own)) if user.is_staff else seen

    def by(self, author):
        """Return what this person began, and what has their name above it."""
        return self.filter(
            Q(created_by=author) | Exists(Byline.objects.filter(article=OuterRef("pk"), person__user=author))
        )

    def with_names(self):
        """Bring the picture, the authors, the series and the tags along, in the same query."""
        tags = Tag.objects.filter(articles=OuterRef("pk")).order_by("name")
        return (
            self.with_authors()
            .select_related("series")
            .annotate(subjects_shown=ArraySubquery(tags.values(json=JSONObject(**_SUBJECT))))
        )

    def for_page(self):
        return self.with_names()

    def with_authors(self):
        """Bring the picture and the authors along (only those who are public), in the same query."""
        is_public = Q(person=None) | Q(person__in=Person.objects.published())
        names = Byline.objects.filter(is_public, article=OuterRef("pk")).values(json=JSONObject(**_NAME))
        return self.select_related("picture").annotate(names_shown=ArraySubquery(names))

    def for_lists(self):
        """Return what a list shows of each article: all but the text and the tags."""
        return self.with_authors().defer("body")

    def in_series(self):
        """Return them as the parts of a series follow each other."""
        return self.order_by("series_position", "published_at", "pk")


class Article(Owned, Translatable):
    KEPT_ROWS = ("bylines",)
    RESERVED_SLUGS = frozenset({"archive", "comments", "feed", "page", "series", "tags"})
    PAGE_NAMES = (
        "articles:article",
        "articles:article-feed",
        "articles:article-feed-atom",
        "articles:article-feed-json",
        "articles:comment",
        "articles:comment-sent",
        "articles:comment-reply",
        "articles:comment-report",
        "articles:comment-reported",
        "articles:comment-with-key",
        "articles:follow",
        "articles:follow-sent",
        "articles:response",
    )
    NEEDED = {"body": _("It has no text.")}
    TAKES_MENTIONS = True

    body = models.TextField(_("text"), blank=True)
    picture = models.ForeignKey(
        Photo,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("lead picture"),
    )
    authors = models.ManyToManyField(
        Person, through=Byline, blank=True, related_name="articles", verbose_name=_("authors")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name=_("tags"))
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="articles", verbose_name=_("series")
    )
    series_position = models.PositiveSmallIntegerField(
        _("place in the series"),
        null=True,
        blank=True,
        help_text=_("The smallest comes first; of equal ones, and of those without one, the older."),
    )
    # The nearest first, a few more than are shown: some of them may not be public when somebody reads.
    related_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    comments_open = models.BooleanField(_("comments are open"), default=True)
    comments_close_after = models.PositiveSmallIntegerField(
        _("comments close after days"),
        null=True,
        blank=True,
        help_text=_("Counted from publication. Empty: as everywhere on this site. 0: never."),
    )
    mentions_open = models.BooleanField(_("other sites may answer (pingbacks)"), default=True)
    word_count = models.PositiveIntegerField(default=0, editable=False)
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

    class Meta(Translatable.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [
            # For the page that is shown where nothing is.
            GinIndex(fields=["slug"], name="article_slug_trigrams", opclasses=["gin_trgm_ops"]),
            # Every few seconds somebody asks whether there is any such article.
            models.Index(
                fields=["updated_at"],
                name="article_links_untold",
                condition=Q(links_told_at=None) | Q(links_told_at__lt=F("updated_at")),
            ),
        ]
        permissions = [("change_others_article", "Can work on articles of others")]

    def get_absolute_url(self):
        return path_of("articles:article", self.slug)

    @cached_property
    def names(self) -> list[Name]:
        """Who wrote it, in order; nobody who is not public."""
        return [Name(**name) for name in self._shown("names_shown")]

    @cached_property
    def subjects(self) -> list[Subject]:
        return [Subject(**subject) for subject in self._shown("subjects_shown")]

    def _shown(self, field):
        """Return what ``with_names`` brought along; asked for one article that came without, it is fetched."""
        if field not in self.__dict__:
            return Article.objects.with_names().values_list(field, flat=True).get(pk=self.pk)
        return self.__dict__[field]

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
    def is_open_to_author(self) -> bool:
        """Until it is public or has a date."""
        return self.state in {State.DRAFT, State.REVIEW}

    def written_by(self) -> list:
        people = self.bylines.filter(person__user__isnull=False).values_list("person__user", flat=True)
        return [*filter(None, [self.created_by_id]), *people]

    @property
    def shown(self) -> tuple:
        """Return the plain values of which everything on the article's card follows."""
        picture = self.picture.look if self.picture and self.picture.is_shown else ()
        plain = (self.slug, self.title, self.summary, self.language, self.word_count, self.published_at)
        return *plain, *self.names, picture

    @property
    def minutes(self) -> int:
        """The time a calm reader needs, at least one minute."""
        return max(1, math.ceil(self.word_count / WORDS_A_MINUTE.get(self.language, 228)))

    def count_words(self) -> None:
        self.word_count = len(markup.plain(self.body).split())

    def save(self, *args, **kwargs):
        self.count_words()
        super().save(*args, **kwargs)
        if self.published_at:
            relate.enqueue(self.pk)

    def clean(self):
        super().clean()
        if re.fullmatch(r"\d{4}", self.slug):
            raise ValidationError({"slug": _("Four digits are the address of a year; please add a word.")})
