"""What the articles app adds to the house: its embeds, the pages other sites may answer, the editor's pictures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from ngo_site.lib import checklist, embeds, personal_data, targets, whereabouts

        from . import comments, consent, jobs, remembering  # noqa: F401  (register the jobs and what the clock calls)
        from .models import Album, Article, Photo

        whereabouts.register(
            Article,
            "articles:article",
            *(f"articles:article-feed{end}" for end in ("", "-atom", "-json")),
            "articles:comment",
            "articles:comment-sent",
            "articles:comment-reply",
            "articles:comment-report",
            "articles:comment-reported",
            "articles:comment-with-key",
            "articles:follow",
            "articles:follow-sent",
            "articles:response",
            show="articles.views.articles.show",
        )
        whereabouts.register(Photo, "articles:photo", show="articles.views.photos.show")
        whereabouts.register(Album, "articles:album", show="articles.views.photos.show_album")
        checklist.register(Article, checklist.needs("body", _("It has no text.")))
        comments.close_other_doors()
        personal_data.register(_("Comments"), remembering.find, remembering.erase)
        # What an editor put into a text is shown, whether or not the photograph is in the gallery as well.
        embeds.register(
            "photo",
            embeds.by_slug(Photo.objects.shown),
            "embeds/photo.html",
            model=Photo,
            search=("title", "alt", "caption", "credit"),
            caption="embeds/photo_credit.html",
        )
        articles = embeds.by_slug(lambda: Article.objects.published().for_lists())
        embeds.register("article", articles, "embeds/article.html", model=Article)
        targets.register("articles:article", lambda slug: Article.objects.published().filter(slug=slug).first())
        targets.register("articles:photo", lambda slug: Photo.objects.published().filter(slug=slug).first())
