"""Addresses of the newsletter."""

from django.urls import path

from . import views

app_name = "newsletters"

urlpatterns = [
    path("newsletter/", views.subscribe, name="subscribe"),
    path("newsletter/check-your-mail/", views.sent, name="sent"),
    path("newsletter/welcome/", views.welcome, name="welcome"),
    path("newsletter/confirm/<str:token>/", views.confirm, name="confirm"),
    path("newsletter/confirm-language/<str:key>/", views.confirm_language, name="confirm-language"),
    path("newsletter/withdraw/<str:token>/", views.withdraw, name="withdraw"),
    path("newsletter/unsubscribe/<str:key>/", views.unsubscribe, name="unsubscribe"),
    path("newsletter/news/<str:key>/", views.news, name="news"),
    path("newsletter/<int:pk>/", views.issue, name="issue"),
]
