"""Taking signatures out of the count by condition, or putting them back: seen first, done in portions, undone."""

from collections import Counter

from django.db import transaction
from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ngo_site.lib import audit
from ngo_site.lib.jobs import job

from .models import CountChange, Hold, Invalidation, Reason, Signature
from .public_log import log_change

PORTION = 1000
Kind = Invalidation.Kind
_FROM_TO = {Kind.HOLD: ("confirmed", "held"), Kind.RELEASE: ("held", "confirmed")}


def matching(decision: Invalidation):
    """Return the signatures a decision is about: those confirmed until it was made that fit all its conditions."""
    conditions = decision.conditions
    found = Signature.objects.filter(
        petition=decision.petition.root, status=_FROM_TO[decision.kind][0], confirmed_at__lte=decision.made_at
    )
    if since := conditions.get("since"):
        found = found.filter(confirmed_at__gte=parse_datetime(since))
    if until := conditions.get("until"):
        found = found.filter(confirmed_at__lt=parse_datetime(until))
    if country := conditions.get("country"):
        found = found.filter(country=country)
    if tag := conditions.get("domain"):
        found = found.filter(domain_tag__tag=bytes.fromhex(tag))
    if reasons := conditions.get("reasons"):
        found = found.filter(hold__reasons__overlap=reasons, hold__released_at=None)
    if name := conditions.get("name"):
        found = found.filter(display_name__iregex=pattern(name))
    return found


def pattern(text: str) -> str:
    """Return the regular expression of a pattern in which ``*`` stands for anything; nothing else is special."""
    escaped = "".join(f"\\{c}" if not (c.isalnum() or c.isspace() or c == "*") else c for c in text)
    return "^" + escaped.replace("*", ".*") + "$"


def preview(decision: Invalidation) -> dict:
    """Return how many signatures a decision would move, and how many of each day and country."""
    found = matching(decision)
    days = found.annotate(day=TruncDate("confirmed_at")).values_list("day").annotate(n=Count("pk")).order_by("day")
    countries = found.values_list("country").annotate(n=Count("pk")).order_by("-n", "country")
    days = dict(days)
    return {"number": sum(days.values()), "days": days, "countries": list(countries[:20])}


def held_by_reason(petition) -> list[tuple[str, int]]:
    """Return how many are held back now, for each reason that spoke for it."""
    counted = Counter()
    for reasons, number in (
        Hold.objects.filter(signature__petition=petition, signature__status="held", released_at=None)
        .values_list("reasons")
        .annotate(n=Count("pk"))
        .order_by()
    ):
        for reason in reasons:
            counted[reason] += number
    labels = dict(Reason.choices)
    return [(labels.get(reason, reason), number) for reason, number in counted.most_common()]


@transaction.atomic
def decide(decision: Invalidation, actor) -> None:
    """Write the decision down and have it carried out."""
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


@job()
def carry_out(pk: int) -> None:
    decision = Invalidation.objects.select_related("petition").get(pk=pk)
    while _portion(decision):
        pass
    _finish(decision, "finished_at", -1 if decision.kind == Kind.HOLD else 1, decision.reason)


@job()
def take_back(pk: int) -> None:
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
        holds = [Hold(signature_id=pk, reasons=[Reason.EDITOR], held_by=decision) for pk in keys]
        Hold.objects.bulk_create(
            holds,
            update_conflicts=True,
            unique_fields=["signature"],
            update_fields=["reasons", "held_by", "held_at", "released_at", "released_by"],
        )
    else:
        Hold.objects.filter(pk__in=keys).update(released_by=decision, released_at=timezone.now())
    Invalidation.objects.filter(pk=decision.pk).update(number=F("number") + len(keys))
    return len(keys)


@transaction.atomic
def _portion_back(decision) -> int:
    """Move back what this decision moved and nobody has moved since."""
    now_is, back_to = _FROM_TO[decision.kind][::-1]
    if decision.kind == Kind.HOLD:
        mine = Hold.objects.filter(held_by=decision, released_at=None)
        change = {"released_at": timezone.now()}
    else:
        mine = Hold.objects.filter(released_by=decision).exclude(released_at=None)
        change = {"released_at": None, "released_by": None}
    rows = mine.filter(signature__status=now_is).order_by("pk").select_for_update()
    keys = list(rows.values_list("pk", flat=True)[:PORTION])
    Signature.objects.filter(pk__in=keys, status=now_is).update(status=back_to)
    Hold.objects.filter(pk__in=keys).update(**change)
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
