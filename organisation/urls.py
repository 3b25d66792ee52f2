"""Addresses of people, reports, pages and joining."""

from django.urls import path

from . import views

app_name = "organisation"

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<uslug:slug>/", views.person, name="person"),
    path("reports/", views.report_list, name="report-list"),
    path("reports/<uslug:slug>/", views.report, name="report"),
    path("join/", views.join, name="join"),
    path("join/check-your-mail/", views.join_sent, name="join-sent"),
    path("join/thanks/", views.join_thanks, name="join-thanks"),
    path("join/confirm/<str:token>/", views.join_confirm, name="join-confirm"),
    path("join/withdraw/<str:token>/", views.join_withdraw, name="join-withdraw"),
    path("about/", views.fixed_page, {"slug": "about"}, name="about"),
    path("privacy/", views.fixed_page, {"slug": "privacy"}, name="privacy"),
    path("pages/<uslug:slug>/", views.page, name="page"),
]
