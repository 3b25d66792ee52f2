"""Addresses of campaigns, petitions, posters and videos."""

from django.urls import path

from . import views as campaigns
from .models import Campaign, Petition
from .petitions.views import api, appeals, petitions, public_log
from .posters import views as posters
from .sharing.views import kits, petition_embeds
from .signatures import views as signatures
from .videos import views as videos

app_name = "campaigns"

urlpatterns = [
    path("campaigns/", campaigns.campaign_list, name="list"),
    path("campaigns/<uslug:slug>/", campaigns.campaign, name="campaign"),
    path("petitions/", petitions.petition_list, name="petition-list"),
    path("petitions/closed/", petitions.petition_archive, name="petition-archive"),
    path("petitions/confirm/<str:token>/", signatures.signature_confirm, name="signature-confirm"),
    path("petitions/withdraw/<str:token>/", signatures.signature_withdraw, name="signature-withdraw"),
    path("petitions.json", api.petition_list_json, name="petition-list-json"),
    path("petitions/<uslug:slug>.json", api.petition_json, name="petition-json"),
    path("openapi.json", api.openapi, name="openapi"),
    path("petitions/<uslug:slug>/", petitions.petition, name="petition"),
    path("petitions/<uslug:slug>/map.svg", petitions.petition_map, name="petition-map"),
    path("petitions/<uslug:slug>/map-dark.svg", petitions.petition_map, {"look": "-dark"}, name="petition-map-dark"),
    path("petitions/<uslug:slug>/count.json", petitions.petition_count, name="petition-count"),
    path("petitions/<uslug:slug>/check-your-mail/", petitions.petition_sent, name="petition-sent"),
    path("petitions/<uslug:slug>/thanks/", petitions.petition_thanks, name="petition-thanks"),
    path("petitions/<uslug:slug>/write/", appeals.petition_write, name="petition-write"),
    path("petitions/<uslug:slug>/kit/", kits.petition_kit, name="petition-kit"),
    path("petitions/<uslug:slug>/adopt/", kits.adopt, {"model": Petition}, name="petition-adopt"),
    path("campaigns/<uslug:slug>/adopt/", kits.adopt, {"model": Campaign}, name="campaign-adopt"),
    path("petitions/<uslug:slug>/qr.svg", petition_embeds.qr, name="petition-qr"),
    path("campaigns/<uslug:slug>/kit/", kits.campaign_kit, name="campaign-kit"),
    path("kits/<str:token>/", kits.adopted, name="adopted"),
    path("petitions/<uslug:slug>/log/", public_log.petition_log, name="petition-log"),
    path("embed/petitions/<uslug:slug>/", petitions.petition_card, name="petition-card"),
    path("embed/petitions/<uslug:slug>/card.svg", petition_embeds.card_picture, name="petition-card-picture"),
    path("embed/petitions/<uslug:slug>/badge.svg", petition_embeds.badge, name="petition-badge"),
    path("embed/petitions/<uslug:slug>/sign/", petition_embeds.frame, name="petition-frame"),
    path("embed/petitions/<uslug:slug>/check-your-mail/", petition_embeds.frame_sent, name="petition-frame-sent"),
    path("posters/", posters.poster_list, name="poster-list"),
    path("posters/<uslug:slug>/", posters.poster, name="poster"),
    path("posters/series/<uslug:slug>/", posters.poster_series, name="poster-series"),
    path("posters/<uslug:slug>/kit.zip", posters.kit, name="poster-kit"),
    path("posters/<uslug:slug>/qr.svg", posters.qr, {"form": "svg"}, name="poster-qr"),
    path("posters/<uslug:slug>/qr.png", posters.qr, {"form": "png"}, name="poster-qr-png"),
    path("embed/videos/<uslug:slug>/", videos.video_frame, name="video-frame"),
    path("videos/", videos.video_list, name="video-list"),
    path("videos/<uslug:slug>/", videos.video, name="video"),
]
