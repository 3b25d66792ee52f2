"""The desk's page for petitions. Signatures are not listed anywhere: nobody here can read who signed."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.desk import PublishableAdmin, StateFilter
from ngo_site.lib.editor import WithEditor
from ngo_site.lib.pagecache import forget_pages

from ..models import Petition


@admin.register(Petition)
class PetitionAdmin(WithEditor, PublishableAdmin):
    list_display = ("title", "state", "signatures_counted", "goal", "closed_at")
    list_filter = (StateFilter, "campaign", "language")
    search_fields = ("title", "addressee", "demand")
    autocomplete_fields = ("campaign",)
    readonly_fields = ("signatures_counted", "closed_at")
    actions = ("close", "open_again", *PublishableAdmin.actions)
    fieldsets = (
        (None, {"fields": ("title", "slug", "addressee", "demand", "summary", "body")}),
        (_("Aim"), {"fields": ("campaign", "goal", "signatures_counted", "closed_at")}),
        PublishableAdmin.PUBLICATION,
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_count()

    def get_readonly_fields(self, request, obj=None):
        # People put their names to these very words: from the first signature on they stay as they are.
        frozen = ("demand", "addressee") if obj and obj.signatures.exists() else ()
        return (*super().get_readonly_fields(request, obj), *frozen)

    @admin.display(description=_("signatures"))
    def signatures_counted(self, petition):
        return getattr(petition, "signed", 0)

    @admin.action(description=_("Close for signatures"), permissions=["change"])
    def close(self, request, queryset):
        closed = queryset.filter(closed_at=None).update(closed_at=timezone.now())
        forget_pages()
        messages.success(request, _("%(number)d petitions closed.") % {"number": closed})

    @admin.action(description=_("Open again"), permissions=["change"])
    def open_again(self, request, queryset):
        opened = queryset.exclude(salt=None).update(closed_at=None)
        forget_pages()
        messages.success(request, _("%(number)d petitions opened.") % {"number": opened})
