"""Writing to those signers who asked for news: one letter in each language of the petition, through the newsletters."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import audit
from core.languages import own_address
from newsletters.models import Issue, Subscriber
from newsletters.sending import send_off

from ..models import Petition, PetitionUpdate, UpdateTranslation


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

    ``words`` may hold (title, HTML) for a language, in place of those that were kept or of the update's own.
    """
    root, words = update.petition.root, kept_words(update) | (words or {})
    family = [root, *Petition.objects.published().filter(translation_of=root).order_by("language")]
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


def words_of(letters: list[Letter]) -> list[list[str]]:
    """Return what a second person agrees to send (``newsletters.models.approval``)."""
    return [[letter.language, letter.issue.topic, letter.issue.subject, letter.issue.body] for letter in letters]


def kept_words(update: PetitionUpdate) -> dict[str, tuple[str, str]]:
    """Return (title, HTML) for each language into which the update was translated."""
    kept = update.translations.all() if update.pk else ()
    return {one.language: (one.title, one.body) for one in kept}


def readers(petition: Petition, only: str = "", but=()):
    """Return who asked for news of a petition: in one language, or in all but some."""
    asked = Subscriber.objects.confirmed().filter(topic=petition.topic).exclude(language__in=but)
    return asked.filter(language=only) if only else asked


def title(slug: str, language: str) -> str:
    """Return the title of a petition in this language, or in its own; empty when there is none at this address."""
    root = Petition.objects.filter(slug=slug).first()
    if root is None or root.language == language:
        return root.title if root else ""
    translation = Petition.objects.published().filter(translation_of=root, language=language).first()
    return (translation or root).title


def send(update: PetitionUpdate, actor, words: dict | None = None) -> int:
    """Send an update to all who asked, once; return to how many, 0 when it went off earlier or nobody sees it yet.

    What it says in other languages is kept: the petition's pages, to which the mails lead, say the same.
    """
    with transaction.atomic():
        unsent = PetitionUpdate.objects.published().filter(pk=update.pk, sent_at=None)
        if unsent.update(sent_at=timezone.now()) != 1:
            return 0
        keep_translations(update, words or {})
        number = 0
        for letter in letters(update, words):
            letter.issue.save()
            # Who reads a language that the petition is not written in has read, and signed, the original.
            send_off(letter.issue, everybody=letter.petition == update.petition.root, but=letter.others)
            number += letter.issue.deliveries.count()
        audit.record(actor, "send", update, f"{number}")
    return number


def keep_translations(update: PetitionUpdate, words: dict[str, tuple[str, str]]) -> None:
    """Keep what an update says in other languages, (title, HTML) by language."""
    for language, (title, body) in words.items():
        UpdateTranslation.objects.update_or_create(
            update=update, language=language, defaults={"title": title, "body": body}
        )


def _issue(update, petition, text):
    title, body = text or (update.title, update.body)
    with override(petition.language):
        more = _("Everything that has happened so far")
    address = f"{settings.SITE_URL}{own_address(petition)}#story"
    last = format_html('<p><a href="{}">{}</a></p>', address, more)
    return Issue(
        subject=title[:150],
        body=f"{body}{last}",  # cleaned when it is saved
        topic=petition.topic,
        language=petition.language,
    )
