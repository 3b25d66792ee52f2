"""The desk's pages for campaigns."""

from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from articles.photos.admin.chooser import PictureChooserMixin
from core.admin_pages import admin_url
from core.richtext.editor import EditorMixin
from publishing.admin.publishable import PublishableAdmin, side

from .fraud import admin as fraud_admin  # noqa: F401  (each registers itself)
from .models import Campaign, Petition
from .petitions import admin as petitions_admin  # noqa: F401
from .posters import admin as posters_admin  # noqa: F401
from .signatures import admin as signatures_admin  # noqa: F401
from .videos import admin as videos_admin  # noqa: F401


@admin.register(Campaign)
class CampaignAdmin(PictureChooserMixin, EditorMixin, PublishableAdmin):
    change_form_template = "admin/campaigns/campaign/change_form.html"
    list_display = ("title", "state", "signal", "published_at")
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        side(_("Look"), "signal", "picture"),
        PublishableAdmin.ADDRESS,
        side(_("Donations"), "donate_url", closed=True),
    )

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_add_petition"] = self.admin_site.get_model_admin(Petition).has_add_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def _go_on(self, request, obj):
        if "_petition" in request.POST:
            return redirect(f"{admin_url(Petition, 'add')}?campaign={obj.pk}")
        return super()._go_on(request, obj)
