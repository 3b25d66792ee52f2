"""Taking signatures out of the count by condition, or putting them back: seen first, done in portions, undone.

Whoever asks how many fit a condition could ask whether one person signed: at a mail domain of one's own, in a small
country, on one day. So fewer than ten are never told from none, neither by looking nor by doing; what is asked stands
in the audit log, and nobody asks often.
"""

from collections import Counter
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from core import audit
from core.http.throttle import allow
from core.jobs.tasks import Priority, job
from core.mail.providers import LARGE
from core.small_numbers import ENOUGH, enough_of

from ..models import CountChange, Invalidation, Quarantine, Reason, Signature
from ..petitions.public_log import log_change
from .risk_signals import domain_tag

PORTION = 1000
Kind = Invalidation.Kind
_FROM_TO = {Kind.HOLD: ("confirmed", "held"), Kind.RELEASE: ("held", "confirmed")}
# What says nothing of a person that the petition's page does not say: then even a single signature may be moved.
PUBLIC_CONDITIONS = ({"name"}, {"reasons"})
MOST_LOOKS, WITHIN = 30, 3600  # of one person, in seconds


class TooFew(Exception):
    """Fewer than ten signatures fit, perhaps none; nothing was done."""


class TooOften(Exception):
    """This person has looked MOST_LOOKS times; nothing was looked at."""


def matching(decision: Invalidation):
    """Return the signatures a decision is about: those confirmed until it was made that fit all its conditions."""
    conditions = decision.conditions
    found = Signature.objects.filter(
        petition=decision.petition.root, status=_FROM_TO[decision.kind][0], confirmed_at__lte=decision.made_at
    )
    if since := conditions.get("since"):
        found = found.filter(confirmed_at__gte=_moment(since))
    if until := conditions.get("until"):
        found = found.filter(confirmed_at__lt=_moment(until, days=1))
    if country := conditions.get("country"):
        found = found.filter(country=country)
    if tag := conditions.get("domain"):
        found = found.filter(domain_tag__tag=bytes.fromhex(tag))
    if reasons := conditions.get("reasons"):
        found = found.filter(quarantine__reasons__overlap=reasons, quarantine__released_at=None)
    if name := conditions.get("name"):
        found = found.filter(display_name__iregex=pattern(name))
    return found


def pattern(text: str) -> str:
    """Return the regular expression of a pattern in which ``*`` stands for anything; nothing else is special."""
    escaped = "".join(f"\\{c}" if not (c.isalnum() or c.isspace() or c == "*") else c for c in text)
    return "^" + escaped.replace("*", ".*") + "$"


def _moment(text: str, days: int = 0) -> datetime:
    """Return when a day begins, or ends with ``days=1``; decisions of earlier years name moments."""
    day = parse_date(text)
    if day is None:
        return parse_datetime(text)
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time()))


def preview(decision: Invalidation, actor) -> dict:
    """Return how many signatures a decision would move, and how many of each day and country; note who looked.

    ``number`` is 0 for fewer than ten; days and countries with fewer are left out. Of a small mail domain there are
    only full tens (``in_tens``), and neither days nor countries. ``is_possible`` says whether ``decide`` would do it.
    Raises TooOften.
    """
    if not allow("look at signatures", str(actor.pk), MOST_LOOKS, WITHIN):
        raise TooOften
    audit.record(actor, audit.Action.LOOK, decision.petition, described(decision))
    found = matching(decision)
    days = found.annotate(day=TruncDate("confirmed_at")).values_list("day").annotate(n=Count("pk")).order_by("day")
    countries = found.values_list("country").annotate(n=Count("pk")).order_by("-n", "country")
    number, days, countries = found.count(), enough_of(dict(days)), enough_of(dict(countries))
    number = number if number >= ENOUGH else 0
    is_possible = bool(number) or _is_public(decision)
    if in_tens := is_of_a_small_domain(decision):
        number, days, countries = number - number % ENOUGH, {}, {}
    return {
        "number": number,
        "in_tens": in_tens,
        "days": days,
        "countries": list(countries.items())[:20],
        "is_possible": is_possible,
    }


def is_of_a_small_domain(decision: Invalidation) -> bool:
    """Whether the conditions name a mail domain that may be one person's, or one family's."""
    return "domain" in decision.conditions and not large_domain(decision)


def described(decision: Invalidation) -> str:
    """Return a decision's conditions for the audit log: of a mail domain that may be one person's only a keyed tag."""
    parts = [f"{name}: {_plain(decision, name, value)}" for name, value in decision.conditions.items()]
    return "; ".join([str(decision.kind), *parts])


def _plain(decision, name, value) -> str:
    if name == "name":
        return "*"  # what was typed may be anybody's name
    if name == "domain":
        return large_domain(decision) or f"tag {value[:6]}"
    return ", ".join(value) if isinstance(value, list) else str(value)


def large_domain(decision: Invalidation) -> str:
    """Return the mail domain of the conditions if it is a provider where everybody is, and can still be known."""
    tag, petition = decision.conditions.get("domain"), decision.petition.root
    if not tag or petition.salt is None:
        return ""
    return next((domain for domain in sorted(LARGE) if domain_tag(f"anybody@{domain}", petition).hex() == tag), "")


def _is_public(decision) -> bool:
    return set(decision.conditions) in PUBLIC_CONDITIONS


def held_by_reason(petition) -> list[tuple[str, int]]:
    """Return how many are held back now, for each reason that spoke for ten or more."""
    counted = Counter()
    for reasons, number in (
        Quarantine.objects.filter(
            signature__petition=petition, signature__status=Signature.Status.HELD, released_at=None
        )
        .values_list("reasons")
        .annotate(n=Count("pk"))
        .order_by()
    ):
        for reason in reasons:
            counted[reason] += number
    labels = dict(Reason.choices)
    return [(labels.get(reason, reason), number) for reason, number in counted.most_common() if number >= ENOUGH]


@transaction.atomic
def decide(decision: Invalidation, actor) -> None:
    """Write the decision down and have it carried out; raises TooFew.

    The count that everybody sees would tell of a single signature that goes, even if nothing else did.
    """
    if not _is_public(decision) and matching(decision)[:ENOUGH].count() < ENOUGH:
        raise TooFew
    decision.by = actor
    decision.save()
    audit.record(actor, "invalidate" if decision.kind == Kind.HOLD else "validate", decision, decision.reason)
    carry_out.enqueue(decision.pk)


@transaction.atomic
def undo(decision: Invalidation, actor) -> bool:
    """Take a finished decision back; True for the one call that did."""
    undone = Invalidation.objects.filter(pk=decision.pk, undone_at=None).exclude(finished_at=None)
    if undone.update(undone_at=timezone.now()) != 1:
        return False
    audit.record(actor, "undo", decision, decision.reason)
    take_back.enqueue(decision.pk)
    return True


@job(Priority.DESK, title=_("Take invalid signatures out of the count"))
def carry_out(pk: int) -> None:
    """Take the signatures that an editor found invalid out of the count, a portion in each transaction."""
    decision = Invalidation.objects.select_related("petition").get(pk=pk)
    while _portion(decision):
        pass
    _finish(decision, "finished_at", -1 if decision.kind == Kind.HOLD else 1, decision.reason)


@job(Priority.DESK, title=_("Count signatures again that were taken out"))
def take_back(pk: int) -> None:
    """Count again what an invalidation took out, a portion in each transaction."""
    decision = Invalidation.objects.select_related("petition").get(pk=pk)
    while _portion_back(decision):
        pass
    reason = f"Taken back: {decision.reason}"
    _finish(decision, "undoing_finished_at", 1 if decision.kind == Kind.HOLD else -1, reason)


@transaction.atomic
def _portion(decision) -> int:
    keys = list(
        matching(decision).order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)[:PORTION]
    )
    Signature.objects.filter(pk__in=keys).update(status=_FROM_TO[decision.kind][1])
    if decision.kind == Kind.HOLD:
        rows = [Quarantine(signature_id=pk, reasons=[Reason.EDITOR], held_by=decision) for pk in keys]
        Quarantine.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["signature"],
            update_fields=["reasons", "held_by", "held_at", "released_at", "released_by"],
        )
    else:
        Quarantine.objects.filter(pk__in=keys).update(released_by=decision, released_at=timezone.now())
    Invalidation.objects.filter(pk=decision.pk).update(number=F("number") + len(keys))
    return len(keys)


@transaction.atomic
def _portion_back(decision) -> int:
    """Move back what this decision moved and nobody has moved since."""
    now_is, back_to = _FROM_TO[decision.kind][::-1]
    if decision.kind == Kind.HOLD:
        mine = Quarantine.objects.filter(held_by=decision, released_at=None)
        change = {"released_at": timezone.now()}
    else:
        mine = Quarantine.objects.filter(released_by=decision).exclude(released_at=None)
        change = {"released_at": None, "released_by": None}
    rows = mine.filter(signature__status=now_is).order_by("pk").select_for_update()
    keys = list(rows.values_list("pk", flat=True)[:PORTION])
    Signature.objects.filter(pk__in=keys, status=now_is).update(status=back_to)
    Quarantine.objects.filter(pk__in=keys).update(**change)
    Invalidation.objects.filter(pk=decision.pk).update(moved_back=F("moved_back") + len(keys))
    return len(keys)


@transaction.atomic
def _finish(decision, field, sign, reason):
    """Say so once, with the whole number, however many portions and attempts it took."""
    if Invalidation.objects.filter(pk=decision.pk, **{field: None}).update(**{field: timezone.now()}) != 1:
        return
    decision.refresh_from_db()
    number = decision.number if field == "finished_at" else decision.moved_back
    if number:
        kind = CountChange.Kind.INVALIDATED if sign < 0 else CountChange.Kind.RESTORED
        log_change(decision.petition, kind, sign * number, reason)
