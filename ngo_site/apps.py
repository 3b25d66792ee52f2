"""The project as an app of its own (its commands and tags), and the branded admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    name = "ngo_site"
    label = "ngo_site"


class Admin(AdminConfig):
    default_site = "ngo_site.admin.EditorialDesk"
