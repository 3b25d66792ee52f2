"""The admin as the editors see it."""

from django.conf import settings
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class EditorialDesk(AdminSite):
    site_header = settings.ORGANISATION["name"]
    site_title = settings.ORGANISATION["name"]
    index_title = _("The desk")
