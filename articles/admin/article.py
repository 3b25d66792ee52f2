"""Writing an article: made for somebody with ten minutes."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from ngo_site.lib.desk import PublishableAdmin, StateFilter
from ngo_site.lib.editor import WithEditor

from ..models import Article, Tag
from .outgoing import told_list


@admin.register(Article)
class ArticleAdmin(WithEditor, PublishableAdmin):
    list_display = ("title", "state", "published_at", "names", "language")
    list_filter = (StateFilter, "tags", "language")
    search_fields = ("title", "summary", "body")
    autocomplete_fields = ("picture", "authors", "tags")
    list_per_page = 50
    readonly_fields = ("told",)
    fieldsets = (
        (
            None,
            {
                "fields": ("title", "slug", "summary", "body"),
                "description": _(
                    "A title, a summary, the text: that is an article. It stays a draft, which only the staff can see, "
                    "until you give it a date below or choose “Publish now” in the list."
                ),
            },
        ),
        (_("Picture, names and tags"), {"fields": ("picture", "authors", "guest_author", "tags")}),
        PublishableAdmin.PUBLICATION,
        (_("Responses"), {"fields": ("comments_open", "comments_close_after", "mentions_open", "told")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("authors")

    @admin.display(description=_("told to other sites"))
    def told(self, article):
        return told_list(article)

    @admin.display(description=_("authors"))
    def names(self, article):
        people = [person.title for person in article.authors.all()]
        return ", ".join(filter(None, [*people, article.guest_author])) or "–"


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "used")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(use=Count("articles"))

    @admin.display(description=_("articles"), ordering="use")
    def used(self, tag):
        return tag.use
