"""What editors publish: one date decides, at the moment of the question, whether the public sees it."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import markup, pagecache, redirects


class PublishableQuerySet(models.QuerySet):
    def published(self):
        """Return what the public may see now; every page, feed, search and embed begins here."""
        return self.filter(published_at__lte=timezone.now())

    def visible_to(self, user):
        """Return everything for staff who may view this kind of thing, else what is published."""
        if (
            user.is_active
            and user.is_staff
            and user.has_perm(f"{self.model._meta.app_label}.view_{self.model._meta.model_name}")
        ):
            return self.all()
        return self.published()


class Publishable(models.Model):
    """Draft while ``published_at`` is empty, scheduled while it lies ahead, public from then on."""

    RESERVED_SLUGS: frozenset = frozenset()
    HTML_FIELDS: tuple = ("body",)

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        allow_unicode=True,
        help_text=_(
            "The last part of the page's address. When you change it later, the old address leads to the new one."
        ),
    )
    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences for lists, search engines and shared links."),
    )
    language = models.CharField(
        _("language"), max_length=7, choices=settings.CONTENT_LANGUAGES, default=settings.LANGUAGE_CODE
    )
    published_at = models.DateTimeField(
        _("public from"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Empty: a draft. In the future: it appears by itself at that time. Times are in %(zone)s.")
        % {"zone": settings.TIME_ZONE},
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-published_at", "-pk"]

    def __str__(self):
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()

    @property
    def text_direction(self) -> str:
        return "rtl" if self.language in {"ar", "fa", "he", "ur"} else "ltr"

    def clean(self):
        super().clean()
        if self.slug in self.RESERVED_SLUGS:
            raise ValidationError({"slug": _("This word is an address of the site itself; please choose another one.")})

    def save(self, *args, **kwargs):
        """Clean the HTML, keep the old address alive, let caches forget the pages: in the caller's transaction."""
        for name in self.HTML_FIELDS:
            setattr(self, name, markup.clean(getattr(self, name)))
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        super().save(*args, **kwargs)
        if before and before.is_published and before.get_absolute_url() != self.get_absolute_url():
            redirects.remember(before.get_absolute_url(), self.get_absolute_url())
        pagecache.forget_pages()

    def delete(self, *args, **kwargs):
        result = super().delete(*args, **kwargs)
        pagecache.forget_pages()
        return result


def viewer(request):
    """Return the logged-in user, or AnonymousUser without touching the session of a reader who has none."""
    return request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else AnonymousUser()
