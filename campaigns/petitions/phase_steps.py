"""From one phase of a petition to the next: what may be done now, what it means, and doing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.lazy_text import LazyText

from .models.petition import Petition, Phase

ENDED = {Phase.DELIVERED: "delivered_at", Phase.ANSWERED: "answered_at"}
DECIDED = {Phase.WON, Phase.LOST}
TAKES_OR_PAUSES = frozenset({Phase.OPEN, Phase.PAUSED})


@dataclass(frozen=True)
class PhaseStep:
    """One button: ``label`` is on it, ``question`` is asked once, ``done`` is said afterwards.

    ``field`` is the date that it sets; a step that ``asks_when`` lets an earlier day be told.
    """

    name: str
    label: LazyText
    question: LazyText
    done: LazyText
    phases: frozenset[Phase]
    field: str = ""
    asks_when: bool = False
    outcome: str = ""

    def apply(self, petition: Petition, at: datetime | None = None) -> None:
        """Change the original of the petition, and save it. Raises ValidationError where the model refuses it."""
        if self.name in {"reopen", "continue", "undo"}:
            _take_back(petition)
        else:
            setattr(petition, self.field, at or timezone.now())
        if self.outcome:
            petition.outcome = self.outcome
        petition.full_clean()
        petition.save()


def _take_back(petition):
    """Take back the date of the phase that it is in; dates that were set with it go, too."""
    phase, now = petition.phase, timezone.now()
    if phase in DECIDED:
        petition.decided_at, petition.outcome = None, ""
    elif phase in ENDED:
        setattr(petition, ENDED[phase], None)
    elif petition.closed_at and petition.closed_at <= now:
        petition.closed_at = petition.paused_at = None
    else:
        petition.paused_at = None


_BEFORE_DELIVERY = TAKES_OR_PAUSES | {Phase.CLOSED}
_BEFORE_DECISION = _BEFORE_DELIVERY | {Phase.DELIVERED, Phase.ANSWERED}

STEPS = (
    PhaseStep(
        "pause",
        _("Pause"),
        _("While it is paused nobody can sign; its page says so. What was signed stays. Pause it?"),
        _("It is paused: nobody can sign now."),
        frozenset({Phase.OPEN}),
        "paused_at",
    ),
    PhaseStep(
        "continue",
        _("Continue"),
        _("Everybody can sign again at once. Continue?"),
        _("It takes signatures again."),
        frozenset({Phase.PAUSED}),
    ),
    PhaseStep(
        "close",
        _("Close"),
        _("It takes no more signatures, and its page says so. You can open it again for some time. Close it?"),
        _("It is closed: it takes no more signatures."),
        TAKES_OR_PAUSES,
        "closed_at",
    ),
    PhaseStep(
        "reopen",
        _("Open again"),
        _("Everybody can sign again at once. Open it again?"),
        _("It takes signatures again."),
        frozenset({Phase.CLOSED}),
    ),
    PhaseStep(
        "deliver",
        _("Handed over"),
        _("When were the signatures handed over? The page tells the day, and takes no more signatures."),
        _("Its page says that it was handed over."),
        _BEFORE_DELIVERY,
        "delivered_at",
        asks_when=True,
    ),
    PhaseStep(
        "answered",
        _("Answered"),
        _("When did the answer come? The page tells the day; write what it says as an update."),
        _("Its page says that it was answered."),
        _BEFORE_DELIVERY | {Phase.DELIVERED},
        "answered_at",
        asks_when=True,
    ),
    PhaseStep(
        "won",
        _("Won"),
        _("When was it won? The page tells everybody."),
        _("Its page says that it was won."),
        _BEFORE_DECISION,
        "decided_at",
        asks_when=True,
        outcome=Petition.Outcome.WON,
    ),
    PhaseStep(
        "lost",
        _("Lost"),
        _("When was it lost? The page tells everybody."),
        _("Its page says that it was lost."),
        _BEFORE_DECISION,
        "decided_at",
        asks_when=True,
        outcome=Petition.Outcome.LOST,
    ),
    PhaseStep(
        "undo",
        _("Take the last step back"),
        _("Its page says again what it said before. Take the last step back?"),
        _("The last step is taken back."),
        frozenset({Phase.DELIVERED, Phase.ANSWERED, *DECIDED}),
    ),
)


def steps_for(petition: Petition) -> Iterator[PhaseStep]:
    """Yield what may be done with a petition that is public, in the order in which it usually comes."""
    if petition.was_public and not petition.is_taken_back:
        yield from (step for step in STEPS if petition.phase in step.phases)


@transaction.atomic
def take(step: PhaseStep, petition: Petition, at: datetime | None = None) -> Petition | None:
    """Take the step with the petition's original, and return that; None when somebody else was faster."""
    root = Petition.objects.select_for_update(of=("self",)).get(pk=petition.translation_of_id or petition.pk)
    if step not in steps_for(root):
        return None
    step.apply(root, at)
    return root
