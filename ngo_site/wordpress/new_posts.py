"""Writes posts that are not here yet, many at once: one by one, nine tenths of an import would be waiting."""

from dataclasses import dataclass

from django.db.models import F

from articles.models import Article, Byline, Tag
from articles.related import relate_imported
from core import slugs
from core.redirects import page_registry
from core.richtext import reference_index
from core.slugs import slugify
from organisation.models import Person

from . import converting, custom, reading
from .responses import NewResponses

AT_ONCE = 100
RELATED_AT_ONCE = 20  # a job of some seconds


@dataclass
class NewPost:
    item: reading.ExportedItem
    article: Article
    tags: list[Tag]


class NewPosts:
    """Posts wait here until there are enough; ``run`` is the import, which is told of each that came in."""

    def __init__(self, run):
        self._run = run
        self._waiting: dict[str, NewPost] = {}
        self._here: set[str] | None = None
        self._people: dict[str, Person | None] = {}

    def has(self, key: str) -> bool:
        """Return whether a post is here, or waits."""
        if self._here is None:
            site = key.partition("#")[0]
            known = Article.objects.filter(source_key__startswith=f"{site}#")
            self._here = set(known.values_list("source_key", flat=True))
        return key in self._here or key in self._waiting

    def find(self, key: str) -> Article:
        self.write()
        return Article.objects.get(source_key=key)

    def add(self, item: reading.ExportedItem, article: Article, tags: list[Tag]) -> None:
        self._waiting[article.source_key] = NewPost(item, article, tags)
        if len(self._waiting) >= AT_ONCE:
            self.write()

    def write(self) -> None:
        """Write all that waits; its addresses get a number where another one has them or the site needs them."""
        posts = list(self._waiting.values())
        self._waiting.clear()
        if not posts:
            return
        articles = [post.article for post in posts]
        _find_addresses(articles)
        for article in articles:
            article.count_words()
        Article.objects.bulk_create(articles)
        keys = [article.pk for article in articles]
        # They come from another site, which did the telling.
        Article.objects.filter(pk__in=keys).update(links_told_at=F("updated_at"))
        Article.tags.through.objects.bulk_create(
            Article.tags.through(article=post.article, tag=tag) for post in posts for tag in post.tags
        )
        self._name_the_authors(posts)
        responses = NewResponses(self._run)
        for post in posts:
            reference_index.note(post.article)
            self._run.is_new(post.item, post.article)
            responses.take(post.item, post.article)
            self._run.came_in(post.item, post.article)
        responses.write()
        public = [article.pk for article in articles if article.published_at]
        for first in range(0, len(public), RELATED_AT_ONCE):
            relate_imported.enqueue(public[first : first + RELATED_AT_ONCE])
        self._here = (self._here or set()) | {post.article.source_key for post in posts}

    def _name_the_authors(self, posts: list[NewPost]) -> None:
        bylines = [
            self._byline(post.article, post.item.creator)
            for post in posts
            if not custom.name_the_authors(post.article, post.item.meta)
        ]
        Byline.objects.bulk_create(filter(None, bylines))

    def _byline(self, article: Article, login: str) -> Byline | None:
        """Name the person whose page's address is that login; without one, a guest.

        Who wrote for the old site need not work here: making people is for the editors.
        """
        if login not in self._people:
            self._people[login] = Person.objects.filter(slug=slugify(login)).first()
        person = self._people[login]
        guest = "" if person else (self._run.names.get(login) or converting.line(login))[:120]
        return Byline(article=article, person=person, guest=guest) if person or guest else None


def _find_addresses(articles: list[Article]) -> None:
    wanted = [article.slug[: slugs.MOST] for article in articles]
    taken = set(Article.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    first, is_used = set(wanted), page_registry.is_used(Article)
    for article in articles:
        # Of those that nobody has only the site's own addresses are left to ask for.
        article.slug = slugs.free(
            article.slug,
            lambda slug: (
                slug in taken or (page_registry.is_taken(Article(slug=slug)) if slug in first else is_used(slug))
            ),
        )
        taken.add(article.slug)
