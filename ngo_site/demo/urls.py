"""Addresses of the demo's mailbox."""

from django.urls import path

from . import views

app_name = "demo"

urlpatterns = [
    path("", views.mail_list, name="mail-list"),
    path("<int:number>/", views.mail_detail, name="mail-detail"),
]
