"""The desk's page of the bin: what was deleted, to be brought back or deleted for good."""

import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import audit
from core.admin_pages import admin_of, admin_url
from core.bin_items import BinItem
from core.lazy_text import LazyText
from core.punctuation import colon
from core.read_only import ReadOnlyMixin

from .. import recycle_bin


@admin.register(BinItem)
class BinItemAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """Everybody sees what they could delete or write themselves; an author only what was their own."""

    list_display = ("title", "content_type", "deleted_at", "deleted_by_name", "gone_at")
    list_display_links = None
    fields = ("title", "content_type", "deleted_at", "deleted_by_name")
    list_filter = (("content_type", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("title",)
    list_per_page = 50
    actions = ("bring_back", "delete_for_good")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        items, seen = super().get_queryset(request).select_related("content_type"), BinItem.objects.none()
        for kind in ContentType.objects.filter(pk__in=BinItem.objects.values("content_type")):
            model_admin: Any = admin_of(self.admin_site, kind.model_class())
            if model_admin and (model_admin.has_add_permission(request) or model_admin.has_delete_permission(request)):
                seen |= model_admin.binned_for(request.user, BinItem.objects.filter(content_type=kind))
        return items.filter(pk__in=seen.values("pk"))

    @admin.display(description=_("can be brought back until"))
    def gone_at(self, item: BinItem) -> datetime.datetime:
        return item.gone_at

    @admin.action(description=_("Bring back as a draft"), permissions=["view"])
    def bring_back(self, request: HttpRequest, items: models.QuerySet) -> None:
        for item in items:
            model_admin = self.admin_site.get_model_admin(item.model)
            if not model_admin.has_add_permission(request):
                messages.error(request, _("You may not add any of this kind, so you cannot bring it back: %s") % item)
                continue
            old = item.records[0]["fields"].get("slug", "")
            try:
                obj, lacking = recycle_bin.bring_back(item, request.user)
            except recycle_bin.CannotComeBack as reason:
                messages.error(request, f"{colon(item)} {reason}")
                continue
            text: LazyText = _("It is a draft again.")
            if old and old != obj.slug:
                text = _("It is a draft again. Its address was taken, so it has another one.")
            if lacking:
                lost = ", ".join(lacking)
                text = f"{text} {_('Something was deleted since and could not come back: %s.') % lost}"
            url = admin_url(obj)
            messages.success(request, format_html('<a href="{}">{}</a>: {}', url, obj, text))

    @admin.action(description=_("Delete for good"), permissions=["view"])
    def delete_for_good(self, request: HttpRequest, items: models.QuerySet) -> None:
        for item in items:
            if not self.admin_site.get_model_admin(item.model).has_delete_permission(request):
                messages.error(request, _("You may not delete any of this kind: %s") % item)
                continue
            audit.record(request.user, "delete-for-good", item.model, str(item.object_id))
            recycle_bin.delete_for_good(item)
            messages.success(request, _("Deleted for good: %s") % item)
