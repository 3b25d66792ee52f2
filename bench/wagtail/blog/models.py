"""A blog as Wagtail's own tutorial makes it, a form page for signatures, and a petition in bare Django."""

from django.core.paginator import Paginator
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

ON_A_PAGE = 12  # as on ours


class Author(models.Model):
    name = models.CharField(max_length=100)

    def __str__(self):
        return self.name


class HomePage(Page):
    def get_context(self, request, *args, **kwargs):
        newest = BlogPage.objects.live().order_by("-first_published_at").select_related("author")[:6]
        petition = FormPage.objects.live().first()
        return super().get_context(request, *args, **kwargs) | {"articles": newest, "petition": petition}


class BlogIndexPage(Page):
    def get_context(self, request, *args, **kwargs):
        articles = BlogPage.objects.child_of(self).live().order_by("-first_published_at").select_related("author")
        page = Paginator(articles, ON_A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"articles": page}


class BlogPageTag(TaggedItemBase):
    content_object = ParentalKey("BlogPage", related_name="tagged_items", on_delete=models.CASCADE)


class BlogPage(Page):
    summary = models.CharField(max_length=250)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+")
    body = StreamField([("heading", blocks.CharBlock()), ("paragraph", blocks.RichTextBlock())])
    tags = ClusterTaggableManager(through=BlogPageTag, blank=True)

    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [*Page.content_panels, *map(FieldPanel, ("summary", "author", "body", "tags"))]


class FormField(AbstractFormField):
    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractForm):
    """A petition as one makes it with Wagtail alone: each signature is a submission of a form."""

    intro = RichTextField()

    content_panels = [*AbstractForm.content_panels, FieldPanel("intro"), InlinePanel("form_fields")]


class Petition(models.Model):
    title = models.CharField(max_length=200)
    text = models.TextField()

    def __str__(self):
        return self.title


class Signature(models.Model):
    """What Pytition keeps of a signer; a mailbox signs once."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE)
    first_name = models.CharField(max_length=50)
    last_name = models.CharField(max_length=50)
    email = models.EmailField()
    confirmation_hash = models.CharField(max_length=128)
    confirmed = models.BooleanField(default=False)
    date = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "email"], name="one_signature_a_mailbox")]

    def __str__(self):
        return self.email
