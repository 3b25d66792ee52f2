"""The desk's pages for people, reports, pages and those who want to join."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.desk import PICTURE_FIELDS, PublishableAdmin
from ngo_site.lib.editor import WithEditor

from .models import Menu, MenuLink, Page, Person, Report, Volunteer


@admin.register(Person)
class PersonAdmin(WithEditor, PublishableAdmin):
    list_display = ("title", "role", "state", "position")
    list_editable = ("position",)
    search_fields = ("title", "role")
    autocomplete_fields = ("user",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "role", "summary", "body")}),
        (_("Portrait"), {"fields": PICTURE_FIELDS}),
        (_("In the team"), {"fields": ("position", "user", "response_mail")}),
        PublishableAdmin.PUBLICATION,
    )


@admin.register(Report)
class ReportAdmin(WithEditor, PublishableAdmin):
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "document", "body")}),
        (_("Cover"), {"fields": PICTURE_FIELDS}),
        PublishableAdmin.PUBLICATION,
    )


@admin.register(Page)
class PageAdmin(WithEditor, PublishableAdmin):
    fieldsets = ((None, {"fields": ("title", "slug", "summary", "body")}), PublishableAdmin.PUBLICATION)


class Links(admin.TabularInline):
    model = MenuLink
    extra = 3


@admin.register(Menu)
class MenuAdmin(admin.ModelAdmin):
    list_display = ("title", "place", "language")
    prepopulated_fields = {"slug": ("title",)}
    inlines = (Links,)


@admin.register(Volunteer)
class VolunteerAdmin(admin.ModelAdmin):
    list_display = ("name", "country", "confirmed_at", "answered_at")
    list_filter = (("answered_at", admin.EmptyFieldListFilter), "country")
    search_fields = ("name", "message")
    readonly_fields = ("name", "email", "country", "message", "created_at", "confirmed_at", "answered_at")
    actions = ("mark_answered",)

    def get_queryset(self, request):
        return super().get_queryset(request).confirmed()  # who has not pressed the button may not have written it

    def has_add_permission(self, request):
        return False

    @admin.action(description=_("Mark as answered"), permissions=["change"])
    def mark_answered(self, request, queryset):
        answered = queryset.filter(answered_at=None).update(answered_at=timezone.now())
        messages.success(request, _("%(number)d marked as answered.") % {"number": answered})
