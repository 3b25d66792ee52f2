"""What is written in several languages: each translation names its original, and no translation of one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.lazy_text import LazyText

from .publishable import Publishable

_HELP = _("The original of this translation. All languages then lead to each other.")


def original(on_delete: Any = models.SET_NULL, help_text: LazyText = _HELP) -> models.ForeignKey:
    """Return the field with the original; empty for what is no translation."""
    return models.ForeignKey(
        "self",
        on_delete,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=help_text,
    )


class Translatable(Publishable):
    translation_of = original()
    translation_of_id: int | None

    class Meta(Publishable.Meta):
        abstract = True
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_not_its_own_translation",
                condition=Q(translation_of=None) | ~Q(translation_of=F("id")),
            ),
            models.UniqueConstraint(
                fields=["translation_of", "language"],
                condition=Q(translation_of__isnull=False),
                name="%(app_label)s_%(class)s_one_translation_per_language",
                violation_error_message=_("There is a translation into this language already."),
            ),
        ]

    @property
    def versions(self) -> list[Any]:
        """What is public and says the same, itself among it, by language; nothing for what is in one language alone."""
        root = self.translation_of_id or self.pk
        found = type(self).objects.published().filter(Q(pk=root) | Q(translation_of=root)).order_by("language")
        return list(found) if len(found) > 1 else []

    @property
    def language_name(self) -> str:
        return self.get_language_display()

    def clean(self) -> None:
        super().clean()
        original = self.translation_of
        if original is None:
            return
        if original == self:
            raise ValidationError({"translation_of": _("It is no translation of itself.")})
        if original.translation_of_id:
            raise ValidationError({"translation_of": _("Choose the original itself, not one of its translations.")})
        if original.language == self.language:
            raise ValidationError({"language": _("The original is in this language already.")})
        if self.pk and type(self)._base_manager.filter(Q(translation_of=self.pk)).exists():
            raise ValidationError({"translation_of": _("Others are translations of this one.")})
