"""A letter to one of those who decide: prepared by the editors, sent by people from their own mailbox."""

from typing import Any, Self
from urllib.parse import quote

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.cache import generations
from core.mail import addresses

from .petition import Petition

# Longer addresses are cut, or not opened at all, by some mail programs and systems.
LONGEST_LINK = 1900


class AppealQuerySet(models.QuerySet):
    def of(self, petition: Petition) -> Self:
        """Return the letters in the petition's own language; without any, those of its original."""
        own = self.filter(petition=petition)
        return (
            own
            if petition.translation_of_id is None or own.exists()
            else self.filter(petition=petition.translation_of_id)
        )


class Appeal(models.Model):
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="appeals", verbose_name=_("petition"))
    whom = models.CharField(_("to whom"), max_length=200, help_text=_("Name and office, as on an envelope."))
    email = models.EmailField(_("e-mail address"), blank=True)
    postal_address = models.TextField(_("postal address"), max_length=500, blank=True)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(
        _("letter"),
        max_length=3000,
        help_text=_("Plain text, friendly and short; who sends it will change it and put their name below it."),
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to those who decide")
        verbose_name_plural = _("letters to those who decide: people send them from their own mailbox")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="appeal_has_an_address",
                condition=~Q(email="") | ~Q(postal_address=""),
                violation_error_message=_("Give an e-mail address, a postal address, or both."),
            )
        ]

    def __str__(self):
        return self.whom

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        generations.forget_pages()

    @property
    def mailto(self) -> str:
        """The link that opens the letter in a mail program (RFC 6068); without its text when that is too long."""
        lines = "\r\n".join(self.text.splitlines())
        link = f"{addresses.mailto(self.email)}?subject={quote(self.subject, safe='')}"
        whole = f"{link}&body={quote(lines, safe='')}"
        return whole if len(whole) <= LONGEST_LINK else link

    @property
    def is_whole_in_link(self) -> bool:
        return "&body=" in self.mailto
