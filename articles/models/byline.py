"""Who wrote an article, in the order in which they are named."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisation.models import Person


class Byline(models.Model):
    """One name: one of our people, or a guest who has neither account nor page."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, verbose_name=_("one of our people"))
    guest = models.CharField(_("or a guest"), max_length=120, blank=True)
    note = models.CharField(
        _("who the guest is"), max_length=200, blank=True, help_text=_("Such as: letterpress printer in Lyon.")
    )
    position = models.PositiveSmallIntegerField(
        _("place"), null=True, blank=True, help_text=_("The smallest comes first; empty: last.")
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="byline_names_a_person_or_a_guest",
                condition=models.Q(person=None) & ~models.Q(guest="")
                | models.Q(person__isnull=False, guest="", note=""),
                violation_error_message=_("Choose one of our people, or write a guest’s name: one of the two."),
            ),
            models.UniqueConstraint(fields=["article", "person"], name="byline_person_once"),
        ]

    def __str__(self):
        return self.guest or str(self.person)
