"""What the campaigns app adds to the house: its pages and its embeds."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self):
        from core.mail import rendering
        from core.privacy import personal_data
        from core.redirects import page_registry
        from core.richtext import embeds
        from newsletters import topics

        from . import views
        from .models import Campaign, Petition, Poster, Video
        from .petitions import news
        from .petitions.views import petitions as petition_views
        from .posters import views as poster_views
        from .signatures import data_requests, signing
        from .videos import views as video_views
        from .videos.linked_videos import take

        personal_data.register(_("Signatures"), data_requests.find, data_requests.erase, models=data_requests.MODELS)
        personal_data.register(
            _("Kits"), data_requests.find_kits, data_requests.erase_kits, models=["campaigns.ShareCode"]
        )
        personal_data.register_limits(data_requests.limits)
        petitions = Petition.objects.with_count().select_related("campaign")
        loaders = {
            Petition: petitions.published,
            Poster: Poster.objects.published,
            Video: Video.objects.shown,
            Campaign: Campaign.objects.select_related("picture").published,
        }
        for model, public in loaders.items():
            file = f"{model._meta.model_name}.html"
            embeds.register(
                model._meta.model_name,
                embeds.by_slug(public),
                f"embeds/{file}",
                model=model,
                mail=f"embeds/mail/{file}",
                take=take if model is Video else None,
            )
        rendering.register(signing.MAIL, signing.mail_of)
        topics.register("petition", news.title)
        page_registry.register(Campaign, views.show_campaign)
        page_registry.register(Petition, petition_views.show_petition)
        page_registry.register(Poster, poster_views.show_poster)
        page_registry.register(Video, video_views.show_video)
