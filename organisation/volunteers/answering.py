"""Answering a volunteer: the mail and what is kept of it are one transaction; templates to begin with."""

from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import identity
from core.mail.compose import queue_mail

from ..models import AnswerTemplate, Volunteer, VolunteerEntry

KIND = "volunteer-answer"


class Draft(NamedTuple):
    """An answer as it is offered for changing."""

    subject: str
    text: str


def draft_for(volunteer: Volunteer, user: User, template: AnswerTemplate | None) -> Draft:
    """Return the answer to begin with: of this template, else a thank-you of the house in the volunteer's language."""
    if template:
        subject, text = template.subject, template.text
    else:
        with override(volunteer.language):
            subject = _("Your offer to help {organisation}")
            text = _(
                "Hello {name},\n\nthank you for your offer. We are glad that you want to help.\n\n"
                "Could you tell us when we may call you, and how much time you have?\n\n{me}\n{organisation}"
            )
    words = {
        "{name}": volunteer.name,
        "{me}": user.get_full_name() or user.get_username(),
        "{organisation}": identity.current().name,
    }
    return Draft(_filled(subject, words), _filled(text, words))


def _filled(text: str, words: dict[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


class AnsweredMeanwhile(Exception):
    """Somebody wrote to, or about, the volunteer after the page was opened: ``entry`` is what nobody has read yet."""

    def __init__(self, entry: VolunteerEntry):
        super().__init__(str(entry))
        self.entry = entry


@transaction.atomic
def answer(volunteer: Volunteer, user: User, subject: str, text: str, seen: int) -> bool:
    """Mail the answer, keep it with the volunteer, and note that they are in contact; False when it was sent already.

    ``seen`` is the key of the last entry on the page that the answer was written on, 0 for none. Raises
    AnsweredMeanwhile where another one came after it. Who answers first looks after them, unless somebody does.
    """
    # Two clicks arrive at once: the second waits here and finds what the first has kept.
    volunteer = Volunteer.objects.confirmed().select_for_update().get(pk=volunteer.pk)
    last = volunteer.entries.filter(is_mail=True).first()
    if last and (last.subject, last.text) == (subject, text):
        return False
    if unread := volunteer.entries.filter(pk__gt=seen).order_by("-is_mail", "-pk").first():
        raise AnsweredMeanwhile(unread)
    with override(volunteer.language):
        queue_mail(
            volunteer.email,
            "organisation/mail/answer_volunteer",
            {"subject": subject, "text": text},
            kind=KIND,
            # Somebody has written it, and reads what comes back.
            headers={"Auto-Submitted": "no", "Reply-To": user.email or identity.current().email},
        )
    VolunteerEntry.objects.create(volunteer=volunteer, subject=subject, text=text, is_mail=True, by=user)
    now = timezone.now()
    Volunteer.objects.filter(pk=volunteer.pk).update(answered_at=now)
    Volunteer.objects.new().filter(pk=volunteer.pk).update(stage=Volunteer.Stage.CONTACT)
    Volunteer.objects.filter(pk=volunteer.pk, assigned_to=None).update(assigned_to=user)
    return True
