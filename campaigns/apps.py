"""What the campaigns app adds to the house: its embeds and the pages that other sites may answer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self):
        from ngo_site.lib import embeds, targets

        from . import counting  # noqa: F401  (registers the periodic count)
        from .models import Campaign, Petition, Poster, Video

        embeds.register("petition", _by_slug(Petition.objects.with_count), "embeds/petition.html")
        embeds.register("poster", _by_slug(Poster.objects.all), "embeds/poster.html")
        embeds.register("video", _by_slug(Video.objects.all), "embeds/video.html")
        for name, model in {
            "campaign": Campaign,
            "petition": Petition,
            "poster": Poster,
            "video": Video,
        }.items():
            targets.register(f"campaigns:{name}", _published(model))


def _by_slug(queryset):
    return lambda slugs: {thing.slug: thing for thing in queryset().published().filter(slug__in=slugs)}


def _published(model):
    return lambda slug: model.objects.published().filter(slug=slug).first()
