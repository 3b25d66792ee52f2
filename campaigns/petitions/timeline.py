"""A petition's story: its dates, what the editors tell about them, and the corrections of its words, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.prepared import Prepared
from core.row_objects import RowObjects

from ..models import Correction, Petition, PetitionUpdate, Phase, UpdateTranslation


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the story; ``update`` and ``correction`` are what there is to read about it.

    ``words`` is the update, or its translation into the language of the page; ``language`` is theirs.
    """

    at: datetime
    label: str
    update: PetitionUpdate | None = None
    words: PetitionUpdate | UpdateTranslation | None = None
    language: str = ""
    correction: Correction | None = None


def of(petition: Petition, corrections: list[Correction]) -> list[Event]:
    """Return the story of the petition's original in one query, two for a translation; not what lies ahead.

    A date about which the editors wrote is told in their words, on the day they give. The words that were corrected
    are those of this language; what they were in another one stands on its own page. News that were not translated
    are told in the original's language.
    """
    asked = {"petition": petition.root.pk, "language": petition.language}
    translated = {words.update_id: words for words in _translated.ask(**asked)} if petition.translation_of_id else {}
    petition, now = petition.root, timezone.now()
    updates = _updates.ask(petition=petition.pk)
    told = {update.about for update in updates}
    # What happens in one moment is told in the order of the phases, and sorting keeps that.
    events = [Event(at, label) for phase, at, label in _dates(petition) if at and at <= now and phase not in told]
    for update in updates:
        words = translated.get(update.pk, update)
        language = petition.language if words is update else words.language
        events.append(Event(update.published_at, _label(update), update, words, language))
    events += [Event(c.made_at, _("The words were corrected"), correction=c) for c in corrections]
    return sorted(events, key=lambda event: event.at)[::-1]


_translated = Prepared(
    lambda petition, language: UpdateTranslation.objects.filter(update__petition=petition, language=language),
    RowObjects(),
    petition=int,
    language=str,
)
_updates = Prepared(
    lambda petition: PetitionUpdate.objects.published().filter(petition=petition),
    RowObjects(["picture"]),
    petition=int,
)


def _dates(petition):
    yield Phase.OPEN, petition.published_at, _("Opened for signatures")
    yield Phase.PAUSED, petition.paused_at, _("Paused")
    yield Phase.CLOSED, petition.closed_at, _("Closed for signatures")
    yield Phase.DELIVERED, petition.delivered_at, _("Handed over to %(whom)s") % {"whom": petition.addressee}
    yield Phase.ANSWERED, petition.answered_at, _("Answered")
    yield petition.outcome, petition.decided_at, _("Won") if petition.outcome == "won" else _("Lost")


def _label(update):
    if not update.about:
        return _("News")
    return {
        Phase.OPEN: _("Opened for signatures"),
        Phase.PAUSED: _("Paused"),
        Phase.CLOSED: _("Closed for signatures"),
        Phase.DELIVERED: _("Handed over"),
        Phase.ANSWERED: _("Answered"),
        Phase.WON: _("Won"),
        Phase.LOST: _("Lost"),
    }[Phase(update.about)]
