"""Writing an article: made for somebody with ten minutes."""

from django.contrib import admin
from django.db import models
from django.forms import TextInput
from django.utils.translation import gettext_lazy as _

from core.richtext.editor import EditorMixin
from core.richtext.references_admin import ReferencesMixin
from publishing.admin.publishable import PublishableAdmin, StateFilter, side

from ..mentions.admin.outgoing import told_list
from ..models import Article, Byline
from ..photos.admin.chooser import PictureChooserMixin


class Bylines(admin.TabularInline):
    """Who wrote it, in order: our people, and guests who have no page here."""

    model = Byline
    autocomplete_fields = ("person",)
    extra = 1
    # Narrow, so that a whole row is seen at once.
    formfield_overrides = {models.CharField: {"widget": TextInput(attrs={"size": 16})}}


@admin.register(Article)
class ArticleAdmin(PictureChooserMixin, ReferencesMixin, EditorMixin, PublishableAdmin):
    list_display = ("title", "state", "published_at", "names", "language")
    list_filter = (StateFilter, "tags", "language")
    search_fields = ("title", "summary", "body")
    autocomplete_fields = ("tags", "series", "translation_of")
    list_per_page = 50
    inlines = (Bylines,)
    readonly_fields = ("told",)
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        side(_("Picture and tags"), "picture", "tags"),
        PublishableAdmin.ADDRESS_IN_LANGUAGES,
        side(_("Series"), "series", "series_position", closed=True),
        side(_("Responses"), "comments_open", "comments_close_after", "mentions_open", "told", closed=True),
    )

    def get_queryset(self, request):
        own = Article.objects.editable_by(request.user).values("pk")
        return super().get_queryset(request).filter(pk__in=own).prefetch_related("bylines__person")

    def save_model(self, request, article, form, change):
        if not change:
            article.created_by = request.user
        super().save_model(request, article, form, change)

    @admin.display(description=_("told to other sites"))
    def told(self, article):
        return told_list(article)

    @admin.display(description=_("authors"))
    def names(self, article):
        return ", ".join(str(byline) for byline in article.bylines.all()) or "–"
