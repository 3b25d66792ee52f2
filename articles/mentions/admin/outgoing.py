"""What we told other sites, where the editor of the article sees it."""

from django.contrib import admin, messages
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import OutgoingMention
from core.read_only import ReadOnlyMixin

from .. import sending


def told_list(article):
    """Return whom the article links to and whether they know, for its form."""
    found = article.outgoing_mentions.all() if article.pk else []
    rows = ((mention.target_url, mention.target_url[:80], mention.result) for mention in found)
    items = format_html_join("", '<li><a href="{}" rel="noopener noreferrer nofollow">{}</a>: {}</li>', rows)
    return format_html("<ul>{}</ul>", items) if items else _("Nobody so far.")


@admin.register(OutgoingMention)
class OutgoingMentionAdmin(ReadOnlyMixin, admin.ModelAdmin):
    """What came of telling them; nobody adds or changes it by hand."""

    list_display = ("their_page", "article", "status", "protocol", "came_of_it", "changed_at")
    list_display_links = None
    list_filter = ("status", "protocol")
    list_select_related = ("article",)
    search_fields = ("target_url", "source_url")
    list_per_page = 50
    actions = ("tell_again",)

    @admin.display(description=_("their page"), ordering="target_url")
    def their_page(self, mention):
        shown = '<a href="{}" rel="noopener noreferrer nofollow">{}</a>'
        return format_html(shown, mention.target_url, mention.target_url[:80])

    @admin.display(description=_("what came of it"))
    def came_of_it(self, mention):
        if mention.status_url:
            shown = '<a href="{}" rel="noopener noreferrer nofollow">{}</a>'
            return format_html(shown, mention.status_url, _("how far they are"))
        return mention.outcome or "–"

    @admin.action(description=_("Tell them again"), permissions=["view"])
    def tell_again(self, request, queryset):
        done = sum(sending.tell_again(mention) for mention in queryset)
        messages.success(request, ngettext("%d page is told again.", "%d pages are told again.", done) % done)
