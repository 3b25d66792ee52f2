"""The desk's pages for campaigns."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.photos.admin.chooser import PictureChooserMixin
from core.richtext.editor import EditorMixin
from publishing.admin.publishable import PublishableAdmin, side

from .fraud import admin as fraud_admin  # noqa: F401  (each registers itself)
from .models import Campaign
from .petitions import admin as petitions_admin  # noqa: F401
from .posters import admin as posters_admin  # noqa: F401
from .signatures import admin as signatures_admin  # noqa: F401
from .videos import admin as videos_admin  # noqa: F401


@admin.register(Campaign)
class CampaignAdmin(PictureChooserMixin, EditorMixin, PublishableAdmin):
    list_display = ("title", "state", "signal", "published_at")
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        side(_("Look"), "signal", "picture"),
        PublishableAdmin.ADDRESS,
        side(_("Donations"), "donate_url", closed=True),
    )
