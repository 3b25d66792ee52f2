"""The desk's pages for campaigns."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.desk import PublishableAdmin
from ngo_site.lib.editor import WithEditor

from ..models import Campaign


@admin.register(Campaign)
class CampaignAdmin(WithEditor, PublishableAdmin):
    list_display = ("title", "state", "signal", "published_at")
    autocomplete_fields = ("picture",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "body", "donate_url")}),
        (_("Look"), {"fields": ("signal", "picture")}),
        PublishableAdmin.PUBLICATION,
    )
