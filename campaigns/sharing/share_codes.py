"""By which ways people come to a petition: short links, their codes, and what is counted of them.

Nothing here stands beside a signature. The form carries the code of the link somebody followed; when it is sent, a
number goes up in memory, and minutes later in the code's own row, in a transaction of its own. Until the button in the
mail is pressed the code waits in the attempt, in a box of always the same size that only the mailed link opens; then
another number goes up, and the box is wiped. No number of fewer than ten ever has an hour: whoever has the database
could hold it against the one signature of that hour.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django import forms
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from core.cache import generations
from core.counters import Counters
from core.crypto.field_encryption import lock, unlock
from core.small_numbers import ENOUGH

from ..models import Campaign, Channel, Petition, ShareCode, SharedHour, ShareText

# Fewer than this many could be told apart, so a number below is not shown to anybody, and is kept without a time.
K = ENOUGH
WRITE_EVERY = 300.0  # seconds; long enough for what is written at once to stem from many
KEPT_FOR = timedelta(days=400)

LONGEST = 12
VISITS, SENT, CONFIRMED = COUNTED = ("visits", "signatures", "confirmed")

_CODE = re.compile(rf"[a-z0-9]{{1,{LONGEST}}}\Z")
# A visit has no petition, for its code was found; a form says itself by which code it came, so both must fit.
_ADD = f"""
WITH new AS (
    SELECT code.id, max(new.hour) AS hour, {", ".join(f"sum(new.{what}) AS {what}" for what in COUNTED)}
    FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[], %s::int[], %s::int[], %s::int[])
         AS new(code, petition, hour, visits, signatures, confirmed)
    JOIN campaigns_sharecode code ON code.code = new.code
    WHERE new.petition = 0 OR EXISTS (
        SELECT FROM campaigns_petition petition
        WHERE (petition.id = code.petition_id OR petition.campaign_id = code.campaign_id)
        AND new.petition IN (petition.id, petition.translation_of_id))
    GROUP BY code.id
), waiting AS (
    SELECT code.id, new.hour, {", ".join(f"code.{what}_waiting + new.{what} AS {what}" for what in COUNTED)}
    FROM campaigns_sharecode code JOIN new ON new.id = code.id ORDER BY code.id FOR NO KEY UPDATE OF code
), few AS (
    UPDATE campaigns_sharecode code SET
        {", ".join(f"{what}_waiting = CASE WHEN {what} < {K} THEN {what} ELSE 0 END" for what in COUNTED)}
    FROM waiting WHERE code.id = waiting.id
), many AS (
    SELECT id, hour, {", ".join(f"CASE WHEN {what} < {K} THEN 0 ELSE {what} END AS {what}" for what in COUNTED)}
    FROM waiting
)
INSERT INTO campaigns_sharedhour AS kept (code_id, hour, {", ".join(COUNTED)})
SELECT * FROM many WHERE {" + ".join(COUNTED)} > 0 ORDER BY id
ON CONFLICT (code_id, hour) DO UPDATE SET {", ".join(f"{what} = kept.{what} + excluded.{what}" for what in COUNTED)}
"""  # noqa: S608  (put together from our own words)


class ViaField(forms.CharField):
    """The code of the link that somebody followed; what is none is nothing, and never a reason to refuse a form."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def clean(self, value):
        return value if isinstance(value, str) and _CODE.match(value) else ""


def via(request) -> str:
    """Return the code in the address of a page, or nothing."""
    return ViaField().clean(request.GET.get("via", ""))


def count_visit(code: ShareCode) -> None:
    counted.count((code.code, 0, _this_hour(), VISITS))


def count_signature(code: str, original: int, what: str = SENT) -> None:
    """Note that somebody who came by this code sent the form, or CONFIRMED it; who and when exactly is not known here.

    ``original`` is the key of the petition, of the original among its languages.
    """
    if code:
        counted.count((code, original, _this_hour(), what))


def put_away(code: str, token: str) -> bytes:
    """Return the code in a box that only this mailed link opens; whether there was any code cannot be told from it."""
    return lock(code.ljust(LONGEST), f"via {token}")


def taken_out(box: bytes, token: str) -> str:
    """Return the code, or nothing."""
    return unlock(bytes(box), f"via {token}").strip() if box else ""


def _this_hour():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def write(numbers: dict) -> None:
    """Add ``{(code, petition's key or 0, hour, one of COUNTED): number}`` to what waits with each code.

    What thereby comes to K or more is written down for the hour.
    """
    rows: dict[tuple, Counter] = {}
    for (code, petition, hour, what), number in numbers.items():
        rows.setdefault((code, petition, hour), Counter())[what] += number
    keys = sorted(rows)
    columns = [[key[place] for key in keys] for place in range(3)]
    columns += [[rows[key][what] for key in keys] for what in COUNTED]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, columns)


counted = Counters(write, WRITE_EVERY)


def codes_of(petition: Petition) -> dict[str, list[ShareCode]]:
    """Return the petition's codes by channel: those with words that are suggested now, else the bare one."""
    codes = ShareCode.objects.filter(petition=petition).exclude(channel=Channel.ADOPTED).order_by("pk")
    return suggested(codes, set(ShareText.objects.filter(petition=petition).values_list("channel", "text")))


def suggested(codes: Iterable[ShareCode], texts: set[tuple[str, str]]) -> dict[str, list[ShareCode]]:
    """Return by channel those codes that are for these words of the channel; without any, the bare one."""
    with_words = {channel for channel, _text in texts}
    found: dict[str, list[ShareCode]] = {}
    for code in codes:
        is_shown = (code.channel, code.words) in texts if code.channel in with_words else not code.words
        if is_shown:
            found.setdefault(code.channel, []).append(code)
    return found


def code_for(obj: Petition | Campaign, code: str) -> ShareCode | None:
    """Return what this code stands for, if it belongs to the petition, its campaign, or this campaign."""
    if not code:
        return None
    if isinstance(obj, Campaign):
        return obj.share_codes.filter(code=code).first()
    theirs = Q(petition=obj) | (Q(campaign=obj.campaign_id) if obj.campaign_id else Q())
    return ShareCode.objects.filter(theirs, code=code).first()


def make_codes(petitions) -> int:
    """Give each petition the codes it lacks, one per channel and suggested words; return how many that were."""
    wanted = {
        (petition, channel, "")
        for petition in petitions.values_list("pk", flat=True)
        for channel in Channel.values
        if channel != Channel.ADOPTED
    }
    wanted |= set(ShareText.objects.filter(petition__in=petitions).values_list("petition", "channel", "text"))
    wanted -= set(ShareCode.objects.filter(petition__in=petitions).values_list("petition", "channel", "words"))
    made = [ShareCode(petition_id=petition, channel=channel, words=text) for petition, channel, text in wanted]
    if made:
        with transaction.atomic():
            ShareCode.objects.bulk_create(made, ignore_conflicts=True)
            generations.forget_pages()
    return len(made)


def make_missing_codes() -> None:
    """Give published petitions the share codes that they lack."""
    make_codes(Petition.objects.published())


def forget_old_hours() -> None:
    """Delete the hours of shares older than 400 days."""
    SharedHour.objects.filter(hour__lt=timezone.now() - KEPT_FOR).delete()
