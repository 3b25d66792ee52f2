"""The desk for what other sites write about our pages."""

from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.comments import moderation
from articles.models import Mention
from core.admin_filters import PartFilter

from .. import receiving


class MentionFilter(PartFilter):
    title = _("state")
    parameter_name = "state"
    PARTS = (
        ("waiting", _("waiting"), lambda found: found.waiting()),
        ("public", _("public"), lambda found: found.public()),
        ("hidden", _("hidden"), lambda found: found.filter(status=Mention.Status.HIDDEN)),
        ("spam", _("spam"), lambda found: found.filter(status=Mention.Status.SPAM)),
        ("pending", _("to be fetched"), lambda found: found.filter(status=Mention.Status.PENDING)),
        ("failed", _("no link found"), lambda found: found.filter(status=Mention.Status.FAILED)),
    )


@admin.register(Mention)
class MentionAdmin(admin.ModelAdmin):
    """Decide in the list; the words are what was found on the other page."""

    list_display = ("what", "source", "our_page", "received_at", "status")
    list_display_links = None
    list_filter = (MentionFilter, "kind")
    search_fields = ("title", "excerpt", "source_url", "target_url")
    ordering = ("-received_at",)
    list_per_page = 50
    fields = readonly_fields = (
        "title",
        "author",
        "excerpt",
        "source_url",
        "target_url",
        "kind",
        "relation",
        "status",
        "received_at",
    )
    actions = ("approve", "hide", "look_again", "delete_selected")

    def get_queryset(self, request):
        return Mention.objects.all()

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Mentions")} | (extra_context or {}))

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("what they say"))
    def what(self, mention):
        shown = '<strong dir="auto">{}</strong><div class="said" dir="auto">{}</div>'
        return format_html(shown, mention.title or "–", mention.excerpt)

    @admin.display(description=_("their page"), ordering="source_url")
    def source(self, mention):
        shown = '<a href="{}" rel="noopener noreferrer nofollow">{}</a>'
        return format_html(shown, mention.source_url, mention.source_host)

    @admin.display(description=_("our page"), ordering="target_url")
    def our_page(self, mention):
        return format_html('<a href="{}">{}</a>', mention.target_url, urlsplit(mention.target_url).path)

    @admin.action(description=_("Show below our page"), permissions=["change"])
    def approve(self, request, queryset):
        self._each(request, queryset, lambda mention: moderation.decide(mention, "approve", request.user), "approved")

    @admin.action(description=_("Hide"), permissions=["change"])
    def hide(self, request, queryset):
        self._each(request, queryset, lambda mention: moderation.decide(mention, "hide", request.user), "hidden")

    @admin.action(description=_("Fetch their page again"), permissions=["change"])
    def look_again(self, request, queryset):
        self._each(request, queryset, receiving.look_again, "fetched again")

    def _each(self, request, queryset, action, word):
        done = 0
        for mention in queryset:
            if action(mention):
                self.log_change(request, mention, word)
                done += 1
        messages.success(request, ngettext("%d mention: done.", "%d mentions: done.", done) % done)
