"""Links by which somebody without an account reads a draft: secret, for a while, and until they are revoked."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.alters_data import alters_data
from core.http.decorators import private_page
from core.mail.double_opt_in import hash_token, new_token

from . import preview
from .publishable import State

DAYS = (1, 7, 30)
_SIGNER = Signer(salt="share-link")  # never changed: it is in links that people have


class PreviewLinkQuerySet(models.QuerySet):
    def to(self, obj: models.Model) -> Self:
        """Return the links to one object, the newest first."""
        kind = ContentType.objects.get_for_model(obj)
        return self.filter(content_type=kind, object_id=obj.pk).order_by("-created_at")

    def valid(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def from_token(self, token: str) -> Any:
        """Return the valid link of this token, or None; a token that we did not sign costs no query."""
        try:
            secret = _SIGNER.unsign(token)
        except BadSignature:
            return None
        return self.valid().filter(token_hash=hash_token(secret)).first()


class PreviewLink(models.Model):
    """One link to one object. The token itself is shown once and kept by nobody here."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    obj = GenericForeignKey()
    token_hash = models.BinaryField(max_length=32, unique=True)
    note = models.CharField(_("for whom"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = ()
        indexes = [models.Index(fields=["content_type", "object_id"], name="preview_link_of_an_object")]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @classmethod
    def make(cls, obj: models.Model, user: Any, days: int, note: str = "") -> str:
        """Keep a new link to ``obj`` and return its token, which cannot be found out again."""
        secret = new_token()
        until = timezone.now() + timedelta(days=days)
        cls.objects.create(obj=obj, created_by=user, expires_at=until, note=note, token_hash=hash_token(secret))
        return _SIGNER.sign(secret)

    @alters_data
    def revoke(self) -> bool:
        """Return True for the one call that ends it."""
        still = type(self).objects.filter(pk=self.pk, revoked_at=None)
        return still.update(revoked_at=timezone.now()) == 1


@require_safe
@private_page
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The page as it would be public, for whoever has the link; once it is public, its own address."""
    link = PreviewLink.objects.from_token(token)
    obj = link and link.obj
    if obj is None or obj.state in {State.WITHDRAWN, State.EXPIRED}:
        return render(request, "preview_link_gone.html", status=410)
    if obj.state == State.PUBLIC:
        return redirect(obj)
    request.user = AnonymousUser()
    return preview.as_public(request, obj, notice_until=link.expires_at)
