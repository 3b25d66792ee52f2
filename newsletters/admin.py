"""The desk's pages for subscribers and issues."""

from django.contrib import admin, messages
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ngo_site.lib.editor import WithEditor
from ngo_site.lib.writing.desk import WithVersions

from .models import ConsentWording, Issue, Subscriber
from .sending import send_off


class TopicFilter(admin.SimpleListFilter):
    """The newsletter is the topic without a name: Django's filter would show it as a link without words."""

    title = _("topic")
    parameter_name = "about"

    def lookups(self, request, model_admin):
        topics = Subscriber.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct()
        return [("newsletter", _("the newsletter")), *((topic, topic) for topic in topics)]

    def queryset(self, request, subscribers):
        if self.value() is None:
            return subscribers
        return subscribers.filter(topic="" if self.value() == "newsletter" else self.value())


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin):
    list_display = ("email", "topic", "status", "language", "confirmed_at")
    list_filter = ("status", TopicFilter, "language")
    search_fields = ("email",)
    readonly_fields = ("email", "topic", "status", "language", "consent", "created_at", "confirmed_at")

    def has_add_permission(self, request):
        return False  # people subscribe themselves, with their own consent


@admin.register(ConsentWording)
class ConsentWordingAdmin(admin.ModelAdmin):
    """A wording is replaced by adding another: what people agreed to stays readable."""

    list_display = ("purpose", "language", "text", "version", "valid_from")
    list_filter = ("purpose", "language")
    fields = ("purpose", "language", "text", "valid_from")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Issue)
class IssueAdmin(WithEditor, WithVersions):
    change_form_template = "admin/newsletters/issue/change_form.html"
    list_display = ("subject", "topic", "state", "copies", "queued_at")
    readonly_fields = ("queued_at",)
    fields = ("subject", "body", "topic", "language", "queued_at")

    def get_queryset(self, request):
        handed_over = Count("deliveries", filter=~Q(deliveries__handed_over_at=None))
        return super().get_queryset(request).annotate(total=Count("deliveries"), handed_over=handed_over)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (
            obj and obj.queued_at
        )  # what was sent stays as it was

    @admin.display(description=_("state"))
    def state(self, issue):
        return _("sent off") if issue.queued_at else _("draft")

    @admin.display(description=_("copies"))
    def copies(self, issue):
        return f"{issue.handed_over} / {issue.total}" if issue.queued_at else "–"

    def response_change(self, request, obj):
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj) or super().response_add(request, obj, post_url_continue)

    def _after_saving(self, request, issue):
        if "_send_off" not in request.POST or not send_off(issue):
            return None
        number = issue.deliveries.count()
        sent = ngettext(
            "Saved and sent off to %(number)d subscriber.",
            "Saved and sent off to %(number)d subscribers.",
            number,
        )
        messages.success(request, sent % {"number": number})
        return redirect("admin:newsletters_issue_changelist")
