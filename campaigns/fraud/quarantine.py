"""Silent quarantine: a signature that looks scripted is held back, and whoever made it is told what everybody is told.

Decided when the button is pressed, and looked at again every few seconds while a burst goes on, since its first
signatures look honest. Signs add up; none of them is enough, least of all a network. See ``burst_detection`` for what a
group adds, and ``risk_signals`` for what is known of one signature, and for how long.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from core.statements import Statement

from ..models import Burst, CountChange, Petition, Signature
from ..petitions.public_log import log_change
from .burst_detection import Group, weigh

THRESHOLD = 10
INSTANT = 10  # seconds from the form to the button, the mail in between
WINDOW = timedelta(hours=1)
AFTERWARDS = timedelta(minutes=15)  # a burst goes on for those who come so soon after the last one

# The signals of each signature once for every group it may belong to.
_KEYED = """
SELECT signals.*, groups.kind, groups.key FROM campaigns_risksignals signals CROSS JOIN LATERAL (VALUES
    ('network', network), ('domain', domain), ('alias', alias), ('name', name),
    ('throwaway', CASE WHEN is_disposable THEN domain END), ('throwaways', CASE WHEN is_disposable THEN ''::bytea END),
    ('headless', CASE WHEN is_quick AND is_instant THEN ''::bytea END),
    ('strangers', CASE WHEN domain IS NOT NULL THEN network END)
) AS groups(kind, key) WHERE groups.key IS NOT NULL
"""
# What it adds up to: signs of its own, and the bursts it is part of.
_SCORED = f"""
SELECT keyed.signature_id,
    max(6 * is_disposable::int + 2 * is_quick::int + 2 * is_odd::int + 2 * coalesce(is_instant, false)::int)
        + coalesce(sum(burst.weight), 0) AS score,
    array_remove(ARRAY[
        CASE WHEN bool_or(is_disposable) THEN 'disposable' END, CASE WHEN bool_or(is_quick) THEN 'quick' END,
        CASE WHEN bool_or(is_odd) THEN 'odd' END, CASE WHEN bool_or(is_instant) THEN 'instant' END
    ] || coalesce(array_agg(burst.kind::text) FILTER (WHERE burst.id IS NOT NULL), '{{}}'), NULL) AS reasons
FROM ({_KEYED}) keyed LEFT JOIN campaigns_burst burst
    ON burst.petition_id = keyed.petition_id AND burst.kind = keyed.kind AND burst.tag = keyed.key
    AND keyed.at BETWEEN burst.begun_at AND burst.seen_at + %(afterwards)s
"""  # noqa: S608  (put together from our own words)
# What was held back before, then taken back and signed again, is held back again: else that were the way around it.
_HOLD = """
, moved AS (
    UPDATE campaigns_signature AS signature SET status = 'held' FROM scored
    WHERE signature.id = scored.signature_id AND signature.status = 'confirmed' AND coalesce(
        (SELECT quarantine.released_at IS NULL FROM campaigns_quarantine AS quarantine
            WHERE quarantine.signature_id = signature.id),
        scored.score >= %(threshold)s)
    RETURNING signature.id, signature.petition_id, signature.counted, scored.score, scored.reasons
), written AS (
    INSERT INTO campaigns_quarantine (signature_id, reasons, score, held_at)
    SELECT id, reasons, score, %(now)s FROM moved
    ON CONFLICT (signature_id) DO NOTHING
)
SELECT petition_id, count(*) FILTER (WHERE counted), count(*) FROM moved GROUP BY petition_id
"""
_RELEASE = """
, moved AS (
    UPDATE campaigns_signature AS signature SET status = 'confirmed' FROM scored, campaigns_quarantine AS quarantine
    WHERE signature.id = scored.signature_id AND quarantine.signature_id = signature.id AND signature.status = 'held'
        AND quarantine.held_by_id IS NULL AND quarantine.released_at IS NULL AND scored.score < %(threshold)s
    RETURNING signature.id, signature.petition_id, signature.counted
), written AS (
    DELETE FROM campaigns_quarantine USING moved WHERE signature_id = moved.id
)
SELECT petition_id, count(*), count(*) FROM moved GROUP BY petition_id
"""
_note_instant = Statement.named("""
UPDATE campaigns_risksignals SET is_instant = %(now)s - at < make_interval(secs => %(instant)s)
WHERE signature_id = %(signature)s
""")
_decide = Statement.named(f"WITH scored AS ({_SCORED} WHERE keyed.signature_id = %(signature)s GROUP BY 1) {_HOLD}")
_GROUPS = f"""
WITH keyed AS ({_KEYED}), recent AS (SELECT * FROM keyed WHERE at BETWEEN %(since)s AND %(until)s),
alone AS (SELECT petition_id, count(*) AS n FROM campaigns_risksignals
    WHERE at BETWEEN %(since)s AND %(until)s GROUP BY 1),
tops AS (SELECT petition_id, network, max(n) AS top FROM (
    SELECT petition_id, network, domain, count(*) AS n FROM recent WHERE kind = 'strangers' GROUP BY 1, 2, 3
) each GROUP BY 1, 2),
sizes AS (SELECT petition_id, key, count(*) AS n FROM recent WHERE kind = 'network' GROUP BY 1, 2)
SELECT r.petition_id, kind, r.key, count(*), avg(is_quick::int), coalesce(avg(is_instant::int), 0), avg(is_odd::int),
    avg(is_disposable::int),
    CASE WHEN kind = 'strangers' THEN (count(*) - max(tops.top))::float / max(sizes.n) ELSE 0 END,
    count(*)::float / max(alone.n), min(at), max(at)
FROM recent r JOIN alone USING (petition_id)
LEFT JOIN tops ON kind = 'strangers' AND tops.petition_id = r.petition_id AND tops.network = r.key
LEFT JOIN sizes ON kind = 'strangers' AND sizes.petition_id = r.petition_id AND sizes.key = r.key
GROUP BY 1, 2, 3 HAVING count(*) >= 5
"""  # noqa: S608


def decide(signature: Signature, now=None) -> bool:
    """Hold back the signature that was confirmed in this transaction if it looks scripted; True when it was."""
    now = now or timezone.now()
    _note_instant.rows(connection, {"now": now, "instant": INSTANT, "signature": signature.pk})
    return bool(_decide.rows(connection, {**_limits(now), "signature": signature.pk}))


def examine(now=None) -> int:
    """Look for bursts in the last hour, hold back what is part of one, let go what is not; return how many moved."""
    now = now or timezone.now()
    with transaction.atomic():
        _look_for_bursts(now)
        _look_again_at_what_is_over(now)
        held = Signature.objects.filter(status=Signature.Status.HELD, quarantine__held_by=None)
        if not Burst.objects.exists() and not held.exists():
            return 0
        held = _move(_HOLD, "keyed.at > %(since)s", now)
        released = _move(_RELEASE, "keyed.signature_id IN (SELECT signature_id FROM campaigns_quarantine)", now)
        for petition_id, counted, _all in held:
            _tell(petition_id, CountChange.Kind.INVALIDATED, -counted, "They looked as if a script had made them.")
        for petition_id, counted, _all in released:
            _tell(petition_id, CountChange.Kind.RESTORED, counted, "Held back at first, they turned out to be honest.")
    return sum(number for _petition, _counted, number in [*held, *released])


def groups(since, until) -> list[Group]:
    """Return all groups of five or more in a span of time."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, {"since": since, "until": until})
        rows = cursor.fetchall()
    names = ("petition_id", "kind", "tag", "size", "quick", "instant", "odd", "disposable", "strangers", "of_all")
    return [
        Group(**dict(zip(names, [p, k, bytes(t), n, *map(float, shares)], strict=True)), begun_at=first, seen_at=last)
        for p, k, t, n, *shares, first, last in rows
    ]


def _look_for_bursts(now):
    found = [
        Burst(
            petition_id=group.petition_id, kind=group.kind, tag=group.tag, weight=weight,
            begun_at=group.begun_at, seen_at=group.seen_at,
        )
        for group in groups(now - WINDOW, now)
        if (weight := weigh(group))
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for burst in found:
            cursor.execute(
                "INSERT INTO campaigns_burst AS kept (petition_id, kind, tag, weight, begun_at, seen_at, is_over)"
                " VALUES (%s, %s, %s, %s, %s, %s, false) ON CONFLICT (petition_id, kind, tag) DO UPDATE SET"
                " weight = greatest(kept.weight, excluded.weight), seen_at = excluded.seen_at, is_over = false,"
                " begun_at = least(kept.begun_at, excluded.begun_at)",
                [burst.petition_id, burst.kind, burst.tag, burst.weight, burst.begun_at, burst.seen_at],
            )


def _look_again_at_what_is_over(now):
    """Weigh each burst that is over by all its members; what seemed one while it began, and is none, is dropped."""
    Burst.objects.filter(seen_at__lt=now - timedelta(hours=24)).delete()
    for burst in Burst.objects.filter(is_over=False, seen_at__lt=now - WINDOW):
        whole = groups(burst.begun_at, burst.seen_at)
        same = (burst.petition_id, burst.kind, bytes(burst.tag))
        weights = [weigh(group) for group in whole if (group.petition_id, group.kind, group.tag) == same]
        if any(weights):
            Burst.objects.filter(pk=burst.pk).update(is_over=True, weight=weights[0])
        else:
            burst.delete()


def _move(statement, which, now):
    with connection.cursor() as cursor:
        cursor.execute(f"WITH scored AS ({_SCORED} WHERE {which} GROUP BY 1) {statement}", _limits(now))
        return cursor.fetchall()


def _tell(petition_id, kind, number, reason):
    if number:  # what was held back before it ever counted changes no number
        log_change(Petition.objects.get(pk=petition_id), kind, number, reason)


def _limits(now):
    return {"now": now, "threshold": THRESHOLD, "afterwards": AFTERWARDS, "since": now - 2 * WINDOW}
