"""What the campaigns app adds to the house: its embeds and the pages that other sites may answer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = _("Campaigns")

    def ready(self):
        from ngo_site.lib import checklist, embeds, targets, whereabouts

        # They register what the clock calls.
        from . import confirming, counting, forgetting, holding, shown, sizes, spreading, traces  # noqa: F401
        from .models import Campaign, Petition, Poster, Video

        petitions = Petition.objects.with_count().select_related("campaign")
        embeds.register("petition", embeds.by_slug(petitions.published), "embeds/petition.html", model=Petition)
        for model in (Poster, Video, Campaign):
            name = model._meta.model_name
            embeds.register(name, embeds.by_slug(model.objects.published), f"embeds/{name}.html", model=model)
        checklist.register(Campaign, checklist.needs("body", _("It has no text.")))
        checklist.register(Petition, checklist.needs("demand", _("It does not say what people sign.")))
        checklist.register(Petition, checklist.needs("addressee", _("It is addressed to nobody.")))
        checklist.register(
            Poster, checklist.needs("words", _("The words on it are missing, for those who cannot see."))
        )
        checklist.register(Video, _for_those_who_do_not_hear)
        whereabouts.register(Campaign, "campaigns:campaign", show="campaigns.views.campaigns.show_campaign")
        whereabouts.register(
            Petition,
            "campaigns:petition",
            "campaigns:petition-count",
            "campaigns:petition-json",
            "campaigns:petition-map",
            "campaigns:petition-map-dark",
            "campaigns:petition-sent",
            "campaigns:petition-thanks",
            "campaigns:petition-card",
            "campaigns:petition-card-picture",
            "campaigns:petition-badge",
            "campaigns:petition-frame",
            "campaigns:petition-kit",
            "campaigns:petition-log",
            "campaigns:petition-write",
            show="campaigns.views.petitions.show_petition",
        )
        poster_pages = ("campaigns:poster", "campaigns:poster-kit", "campaigns:poster-qr", "campaigns:poster-qr-png")
        whereabouts.register(Poster, *poster_pages, show="campaigns.views.things.show_poster")
        video_pages = ("campaigns:video", "campaigns:video-frame")
        whereabouts.register(Video, *video_pages, show="campaigns.views.things.show_video")
        for model in (Campaign, Petition, Poster, Video):
            targets.register(f"campaigns:{model._meta.model_name}", _published(model))


def _published(model):
    return lambda slug: model.objects.published().filter(slug=slug).first()


def _for_those_who_do_not_hear(video):
    from ngo_site.lib.checklist import Problem

    if not video.transcript.strip():
        yield Problem("transcript", _("It has no transcript, for those who do not see or hear it."), "missing")
    if video.is_our_own and not video.captions:
        yield Problem("captions", _("It has no captions, for those who do not hear it."), "missing")
