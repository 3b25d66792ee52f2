"""The moderators' desk: comments with their article, writer and words, and what to do with them."""

from django.contrib import admin, messages
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.models import Ban, Comment, WatchedWord
from articles.responses import permalink
from core.admin_filters import PartFilter
from core.richtext import markup

from .. import moderation
from . import response_mail
from .editing import edit
from .moderation import moderate, writer


class CommentFilter(PartFilter):
    title = _("state")
    parameter_name = "state"
    PARTS = (
        ("waiting", _("waiting"), lambda comments: comments.waiting()),
        ("public", _("public"), lambda comments: comments.public()),
        ("hidden", _("hidden"), lambda comments: comments.hidden()),
        ("spam", _("spam"), lambda comments: comments.spam()),
    )


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Decide in the list; who must edit what somebody else has said gives a reason, and it shows."""

    list_display = ("words", "writer", "below", "written", "state", "edit_link")
    list_display_links = None
    list_filter = (CommentFilter,)
    search_fields = ("comment", "user_name")
    ordering = ("-submit_date",)
    list_per_page = 50
    actions = ("approve", "hide", "mark_as_spam", "erase")
    fields = readonly_fields = ("user_name", "comment", "submit_date", "is_public", "is_removed")

    def get_queryset(self, request):
        return (
            Comment.objects.seen_by_moderators().select_related("user", "judgement").prefetch_related("content_object")
        )

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Comments")} | (extra_context or {}))

    def get_urls(self):
        own = [
            path("queue/", self.admin_site.admin_view(moderate), name="articles_queue"),
            path("mails/", self.admin_site.admin_view(response_mail.choose), name="articles_response_mail"),
            path("<int:object_id>/edit/", self.admin_site.admin_view(edit), name="articles_comment_edit"),
            path("<int:pk>/writer/", self.admin_site.admin_view(writer), name="articles_writer"),
        ]
        return own + super().get_urls()

    def has_add_permission(self, request):
        return False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # “erase” keeps the place of a comment that others answered
        return actions

    @admin.display(description=_("comment"))
    def words(self, comment):
        return format_html('<div class="said" dir="auto">{}</div>', markup.paragraphs(comment.comment))

    @admin.display(description=_("name"))
    def writer(self, comment):
        return comment.user_name or _("(erased)")

    @admin.display(description=_("below"))
    def below(self, comment):
        target = comment.content_object
        if target is None:
            return "–"
        # What is not public has no address of its own.
        page = permalink(target, comment) if comment.is_visible else target.get_absolute_url()
        return format_html('<a href="{}">{}</a>', page, target)

    @admin.display(description=_("state"))
    def state(self, comment):
        return comment.state_in_words

    @admin.display(description=_("written"), ordering="submit_date")
    def written(self, comment):
        return comment.submit_date

    @admin.display(description=_("edit"))
    def edit_link(self, comment):
        url = reverse("admin:articles_comment_edit", args=[comment.pk])
        return format_html('<a href="{}">{}</a>', url, _("Edit"))

    @admin.action(description=_("Let it stand (publish)"), permissions=["change"])
    def approve(self, request, queryset):
        self._each(request, queryset, lambda comment: moderation.decide(comment, "approve", request.user), "approved")

    @admin.action(description=_("Hide (answers stay)"), permissions=["change"])
    def hide(self, request, queryset):
        self._each(request, queryset, lambda comment: moderation.decide(comment, "hide", request.user), "hidden")

    @admin.action(description=_("Spam (hide, and let the filter learn)"), permissions=["change"])
    def mark_as_spam(self, request, queryset):
        self._each(request, queryset, lambda comment: moderation.decide(comment, "spam", request.user), "spam")

    @admin.action(description=_("Erase for good"), permissions=["change"])
    def erase(self, request, queryset):
        self._each(request, queryset, Comment.erase, "erased")

    def _each(self, request, queryset, action, word):
        done = 0
        for comment in queryset:
            self.log_change(request, comment, word)
            done += action(comment) not in {False, None}
        messages.success(request, ngettext("%d comment: done.", "%d comments: done.", done) % done)


@admin.register(WatchedWord)
class WatchedWordAdmin(admin.ModelAdmin):
    """The moderators' word list."""

    list_display = ("words", "effect")
    list_filter = ("effect",)
    search_fields = ("words",)


@admin.register(Ban)
class BanAdmin(admin.ModelAdmin):
    """Which mailboxes are banned; one is banned from the history of a comment, and let in again by deleting the row."""

    list_display = ("__str__", "at", "by", "reason")
    fields = readonly_fields = ("at", "by", "reason")

    def has_add_permission(self, request):
        return False
