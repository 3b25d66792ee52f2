"""Tags and series on the editors' desk, and the page that makes one tag of several."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.forms import ModelForm
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import Article, Series, Tag, TagAlias

SHOWN_BEFORE_MERGING = 10


class TagForm(ModelForm):
    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        other = Tag.objects.known_as(name)
        if other and other.pk != self.instance.pk:
            raise ValidationError(
                _("“%(name)s” is here already: it is the tag “%(tag)s”."), params={"name": name, "tag": other}
            )
        return name


class AliasForm(ModelForm):
    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Tag.objects.filter(name__iexact=name).exists():
            raise ValidationError(_("There is a tag of this name. Choose both in the list and merge them."))
        return name


class Aliases(admin.TabularInline):
    model = TagAlias
    form = AliasForm
    extra = 1


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    form = TagForm
    list_display = ("name", "slug", "used")
    search_fields = ("name", "aliases__name")
    ordering = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    inlines = (Aliases,)
    actions = ("merge",)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(use=Count("articles", distinct=True))

    @admin.display(description=_("articles"), ordering="use")
    def used(self, tag):
        return tag.use

    @admin.action(description=_("Merge into one tag…"), permissions=["change"])
    def merge(self, request, queryset):
        """Show what would move; merge when the button below that is pressed."""
        tags = list(queryset.order_by("-use", "name"))
        kept = next((tag for tag in tags if str(tag.pk) == request.POST.get("keep")), None)
        if len(tags) < 2:
            return messages.warning(request, _("Choose two tags or more."))
        if not kept or not self.has_delete_permission(request):
            return TemplateResponse(request, "admin/articles/tag/merge.html", self._preview(request, tags))
        with transaction.atomic():
            for tag in tags:
                if tag != kept:
                    self.log_change(request, kept, f"merged with “{tag}”")
                    tag.merge_into(kept)
        many = len(tags) - 1
        text = ngettext("%(n)d tag is part of “%(tag)s” now.", "%(n)d tags are part of “%(tag)s” now.", many)
        return messages.success(request, text % {"n": many, "tag": kept})

    def _preview(self, request, tags):
        return {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Make one tag of these"),
            "tags": [(tag, _newest(tag)) for tag in tags],
            "may_merge": self.has_delete_permission(request),
            "action_checkbox_name": admin.helpers.ACTION_CHECKBOX_NAME,
        }


def _newest(tag):
    return tag.articles.order_by("-published_at", "-pk").only("title", "published_at")[:SHOWN_BEFORE_MERGING]


class Parts(admin.TabularInline):
    """The articles of a series, to be put in order; they come into it on their own pages."""

    model = Article
    fields = ("title", "state", "series_position")
    readonly_fields = ("title", "state")
    ordering = ("series_position", "published_at", "pk")
    extra = max_num = 0
    can_delete = False
    show_change_link = True

    @admin.display(description=_("state"))
    def state(self, article):
        return article.state.label


@admin.register(Series)
class SeriesAdmin(admin.ModelAdmin):
    list_display = ("title", "slug", "parts")
    search_fields = ("title",)
    ordering = ("title",)
    prepopulated_fields = {"slug": ("title",)}
    inlines = (Parts,)

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(many=Count("articles"))

    @admin.display(description=_("parts"), ordering="many")
    def parts(self, series):
        return series.many
