"""What belongs to the author who made it, and is changed by others only if they may change those of others."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models.options import Options

from .publishable import Publishable, PublishableQuerySet


def may_change_others(user: User | AnonymousUser, options: Options) -> bool:
    """Whether this person may change what others made, of a kind that has owners; its options are given."""
    return user.has_perm(f"{options.app_label}.change_others_{options.model_name}")


class OwnedQuerySet(PublishableQuerySet):
    def editable_by(self, user: User | AnonymousUser) -> Self:
        """Return what this person works on: everything, or for an author what is their own."""
        return self.all() if may_change_others(user, self.model._meta) else self.by(user)

    def by(self, author: User | AnonymousUser) -> Self:
        return self.filter(created_by=author)


class Owned(Publishable):
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        help_text="Who made it: an author changes only their own.",
    )

    objects = OwnedQuerySet.as_manager()  # type: ignore[misc]  # narrower than that of Publishable

    class Meta(Publishable.Meta):
        abstract = True

    def may_be_changed_by(self, user: User | AnonymousUser) -> bool:
        if not super().may_be_changed_by(user):
            return False
        if may_change_others(user, self._meta):
            return True
        return type(self).objects.by(user).filter(pk=self.pk).exists() and self.is_open_to_author

    @property
    def is_open_to_author(self) -> bool:
        """Whether the author may still change it; each kind says."""
        raise NotImplementedError
