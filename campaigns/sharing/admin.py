"""The desk's page on how a petition spreads, and the words that editors suggest for passing it on."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..models import Petition, ShareText
from . import share_codes, share_figures


class ShareTextInline(admin.TabularInline):
    model = ShareText
    extra = 0
    verbose_name = _("wording")
    verbose_name_plural = _(
        "words to pass it on with: give several for one channel, and “how it spreads” tells which works"
    )


class ShareFiguresMixin:
    """For the petitions' admin: a page on its spread, and codes for new words as soon as they are saved."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.spread)
        return [path("<int:object_id>/spread/", view, name="campaigns_petition_spread"), *super().get_urls()]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        share_codes.make_codes(Petition.objects.published().filter(pk=form.instance.pk))

    def spread(self, request, object_id):
        petition = self.get_object(request, str(object_id))
        if petition is None:
            raise Http404
        if not self.has_view_permission(request, petition):
            raise PermissionDenied
        days = int(given) if (given := request.GET.get("days", "")) in set(map(str, share_figures.PERIODS)) else 14
        context = {
            **self.admin_site.each_context(request),
            "title": _("How it spreads"),
            "petition": petition,
            "opts": self.opts,
            "days": days,
            "periods": list(share_figures.PERIODS),
            "k": share_codes.K,
            **share_figures.figures(petition, days),
        }
        return TemplateResponse(request, "admin/campaigns/petition/spread.html", context)
