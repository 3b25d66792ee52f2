"""What the admin pages of everything publishable have in common: put together from writing, deciding, previewing."""

from django.contrib import admin, messages
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .deciding import WithDecisions, in_zone
from .previewing import WithPreview
from .publishing import State
from .redirects import Redirect
from .writing.desk import WithVersions

PICTURE_FIELDS = ("file", "alt", "decorative", "credit", "licence", "source_url")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


class PublishableAdmin(WithPreview, WithDecisions, WithVersions):
    """A list that shows the state, an address filled in from the title, a section on publication."""

    PUBLICATION = (
        _("Publication"),
        {
            "fields": ("standing", "language"),
            "description": _(
                "Saving a draft publishes nothing: “Save, then publish…” leads to the page where you decide. "
                "What is public already changes as soon as you save it."
            ),
        },
    )

    change_form_template = "admin/publishing/change_form.html"
    list_display = ("title", "state", "published_at", "language")
    list_filter = (StateFilter, "language")
    search_fields = ("title", "summary")
    date_hierarchy = "published_at"
    prepopulated_fields = {"slug": ("title",)}
    actions = ("publish_now", "ask_review", "back_to_draft")
    save_on_top = True

    class Media:
        js = ["js/checklist.js"]
        css = {"all": ["css/desk.css"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "title":
            kwargs.setdefault("widget", admin.widgets.AdminTextInputWidget(attrs={"class": "vLargeTextField"}))
        if db_field.name == "summary":
            kwargs.setdefault("widget", admin.widgets.AdminTextareaWidget(attrs={"rows": 3}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), "standing")

    @admin.display(description=_("state"))
    def state(self, thing):
        return thing.state.label

    @admin.display(description=_("state"))
    def standing(self, thing):
        """Say the state with its dates, in the site's zone."""
        if thing is None or thing.pk is None:
            return _("new: a draft when you save it")
        dates = [
            (_("from %s"), thing.published_at),
            (_("until %s"), thing.expires_at),
            (_("since %s"), thing.withdrawn_at),
        ]
        words = [str(phrase) % in_zone(at) for phrase, at in dates if at]
        return format_html("<strong>{}</strong> {}", thing.state.label, ", ".join(words))

    def save_model(self, request, thing, form, change):
        before = thing.kept if change else None
        super().save_model(request, thing, form, change)
        if before and before.was_public and before.slug != thing.slug:
            old = before.get_absolute_url()
            if Redirect.objects.filter(old_path=old).exists():
                words = _(
                    "The old address %(old)s leads to the new one now. To undo this, give it back its old address."
                )
                messages.info(request, words % {"old": old})
