"""What the articles app adds to the house: its pages, its embeds, the editor's pictures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Articles")

    def ready(self):
        from core.accounts import own_pages
        from core.mail import refusals
        from core.privacy import personal_data
        from core.redirects import page_registry
        from core.richtext import embeds
        from publishing import consequences

        from .comments import data_requests
        from .comments.models import comment
        from .comments.submissions import rest
        from .consequences import of_publishing
        from .models import Album, Article, Photo
        from .photos import consent
        from .photos import views as photo_views
        from .views import articles as article_views

        page_registry.register(Article, article_views.show)
        page_registry.register(Photo, photo_views.show)
        page_registry.register(Album, photo_views.show_album)
        consequences.register(of_publishing)
        comment.close_other_doors()
        refusals.tell_of_lost_mailboxes(rest)
        own_pages.register(_("Mails about responses"), "admin:articles_response_mail")
        personal_data.register(_("Comments"), data_requests.find, data_requests.erase, models=data_requests.MODELS)
        personal_data.register_limits(data_requests.limits)
        # What an editor put into a text is shown, whether or not the photograph is in the gallery as well.
        embeds.register(
            "photo",
            embeds.by_slug(Photo.objects.shown),
            "embeds/photo.html",
            model=Photo,
            search=("title", "alt", "caption", "credit"),
            caption="embeds/photo_credit.html",
            mail="embeds/mail/photo.html",
            upload="admin:articles_photo_upload",
            describe="admin:articles_photo_words",
            questions=consent.questions,
        )
        articles = embeds.by_slug(lambda: Article.objects.published().for_lists().select_related("picture"))
        embeds.register("article", articles, "embeds/article.html", model=Article, mail="embeds/mail/article.html")
