"""What the campaigns app adds to the house: its embeds and the pages that other sites may answer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self):
        from ngo_site.lib import embeds, targets, whereabouts

        from . import counting, forgetting  # noqa: F401  (register what the clock calls)
        from .models import Campaign, Petition, Poster, Video

        petitions = Petition.objects.with_count().select_related("campaign")
        embeds.register("petition", embeds.by_slug(petitions.published), "embeds/petition.html")
        embeds.register("poster", embeds.by_slug(Poster.objects.published), "embeds/poster.html")
        embeds.register("video", embeds.by_slug(Video.objects.published), "embeds/video.html")
        whereabouts.register(Campaign, "campaigns:campaign", show="campaigns.views.campaigns.show_campaign")
        whereabouts.register(
            Petition,
            "campaigns:petition",
            "campaigns:petition-count",
            "campaigns:petition-sent",
            "campaigns:petition-thanks",
            "campaigns:petition-card",
            show="campaigns.views.petitions.show_petition",
        )
        whereabouts.register(Poster, "campaigns:poster", show="campaigns.views.things.show_poster")
        whereabouts.register(Video, "campaigns:video", show="campaigns.views.things.show_video")
        for model in (Campaign, Petition, Poster, Video):
            targets.register(f"campaigns:{model._meta.model_name}", _published(model))


def _published(model):
    return lambda slug: model.objects.published().filter(slug=slug).first()
