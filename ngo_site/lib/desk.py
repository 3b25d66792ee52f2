"""What the admin pages of everything publishable have in common."""

from django.conf import settings
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .publishing import State
from .writing.desk import WithVersions

PICTURE_FIELDS = ("file", "alt", "decorative", "credit", "licence", "source_url")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


class PublishableAdmin(WithVersions):
    """A list that shows the state, an address filled in from the title, a section on publication, two actions."""

    PUBLICATION = (
        _("Publication"),
        {
            "fields": ("published_at", "expires_at", "language"),
            "description": _("Nothing is public before the date you set here. Times are in %(zone)s.")
            % {"zone": settings.TIME_ZONE},
        },
    )

    list_display = ("title", "state", "published_at", "language")
    list_filter = (StateFilter, "language")
    search_fields = ("title", "summary")
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ("title",)}
    actions = ("publish_now", "back_to_draft")
    save_on_top = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "title":
            kwargs.setdefault("widget", admin.widgets.AdminTextInputWidget(attrs={"class": "vLargeTextField"}))
        if db_field.name == "summary":
            kwargs.setdefault("widget", admin.widgets.AdminTextareaWidget(attrs={"rows": 3}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    @admin.display(description=_("state"))
    def state(self, thing):
        return thing.state.label

    @admin.action(description=_("Publish now"), permissions=["change"])
    def publish_now(self, request, queryset):
        for thing in queryset:
            if not thing.is_published:
                thing.published_at = timezone.now()
                thing.save()
                self.log_change(request, thing, "published")
        messages.success(request, _("What you chose is public now."))

    @admin.action(description=_("Take back to draft"), permissions=["change"])
    def back_to_draft(self, request, queryset):
        for thing in queryset:
            thing.published_at, thing.review_asked_at = None, None
            thing.withdrawn_at, thing.withdrawn_because = None, ""
            thing.save()
            self.log_change(request, thing, "taken back to draft")
        messages.success(request, _("What you chose is a draft again."))
