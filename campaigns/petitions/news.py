"""Writing to those signers who asked for news: one letter in each language of the petition, through the newsletters."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsletters.models import Issue, Subscriber
from newsletters.sending import send_off
from ngo_site.lib import audit
from ngo_site.lib.interface import own_address

from .models import Petition, PetitionUpdate


@dataclass(frozen=True, slots=True)
class Letter:
    """What those get whose language is this one; the original's is for all the others, too."""

    petition: Petition
    issue: Issue
    others: tuple[str, ...]  # languages that have a letter of their own
    number: int

    @property
    def language(self) -> str:
        return self.petition.language


def letters(update: PetitionUpdate, words: dict | None = None) -> list[Letter]:
    """Return the letters about an update, with how many get each; nothing is saved.

    ``words`` may hold (title, HTML) for a language, in place of the update's own.
    """
    root, words = update.petition.root, words or {}
    family = [root, *Petition.objects.published().filter(original=root).order_by("language")]
    others = tuple(one.language for one in family[1:])
    return [
        Letter(
            petition,
            _issue(update, petition, words.get(petition.language)),
            others if petition == root else (),
            readers(root, "" if petition == root else petition.language, others if petition == root else ()).count(),
        )
        for petition in family
    ]


def readers(petition: Petition, only: str = "", but=()):
    """Return who asked for news of a petition: in one language, or in all but some."""
    asked = Subscriber.objects.confirmed().filter(topic=petition.topic).exclude(language__in=but)
    return asked.filter(language=only) if only else asked


def send(update: PetitionUpdate, actor, words: dict | None = None) -> int:
    """Send an update to all who asked, once; return to how many, 0 when it went off earlier or nobody sees it yet."""
    with transaction.atomic():
        unsent = PetitionUpdate.objects.published().filter(pk=update.pk, sent_at=None)
        if unsent.update(sent_at=timezone.now()) != 1:
            return 0
        number = 0
        for letter in letters(update, words):
            letter.issue.save()
            only = "" if letter.petition == update.petition.root else letter.language
            send_off(letter.issue, only=only, but=letter.others)
            number += letter.issue.deliveries.count()
        audit.record(actor, "send", update, f"{number}")
    return number


def _issue(update, petition, words):
    title, body = words or (update.title, update.body)
    with override(petition.language):
        before = _("News of “%(petition)s”, which you signed.") % {"petition": petition.title}
        more = _("Everything that has happened so far")
    address = f"{settings.SITE_URL}{own_address(petition)}#story"
    first, last = format_html("<p>{}</p>", before), format_html('<p><a href="{}">{}</a></p>', address, more)
    return Issue(
        subject=title[:150],
        body=f"{first}{body}{last}",  # cleaned when it is saved
        topic=petition.topic,
        language=petition.language,
    )
