"""Addresses of campaigns, petitions, posters and videos."""

from django.urls import path

from .views import campaigns, petitions, signatures, things

app_name = "campaigns"

urlpatterns = [
    path("campaigns/", campaigns.campaign_list, name="list"),
    path("campaigns/<uslug:slug>/", campaigns.campaign, name="campaign"),
    path("petitions/", petitions.petition_list, name="petition-list"),
    path("petitions/closed/", petitions.petition_archive, name="petition-archive"),
    path("petitions/confirm/<str:token>/", signatures.signature_confirm, name="signature-confirm"),
    path("petitions/withdraw/<str:token>/", signatures.signature_withdraw, name="signature-withdraw"),
    path("petitions/<uslug:slug>/", petitions.petition, name="petition"),
    path("petitions/<uslug:slug>/count.json", petitions.petition_count, name="petition-count"),
    path("petitions/<uslug:slug>/check-your-mail/", petitions.petition_sent, name="petition-sent"),
    path("petitions/<uslug:slug>/thanks/", petitions.petition_thanks, name="petition-thanks"),
    path("embed/petitions/<uslug:slug>/", petitions.petition_card, name="petition-card"),
    path("posters/", things.poster_list, name="poster-list"),
    path("posters/<uslug:slug>/", things.poster, name="poster"),
    path("videos/<uslug:slug>/", things.video, name="video"),
]
