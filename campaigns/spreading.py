"""By which ways people come to a petition: short links, their codes, and what is counted of them.

Nothing here stands beside a signature. The form carries the code of the link somebody followed; when it is sent, a
number goes up in memory, and minutes later in a row for that code and hour, in a transaction of its own. Until the
button in the mail is pressed the code waits in the attempt, in a box of always the same size that only the mailed link
opens; then another number goes up, and the box is wiped.
"""

import re
from collections import Counter
from datetime import timedelta

from django import forms
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from ngo_site.lib import pagecache
from ngo_site.lib.adding_up import AddingUp
from ngo_site.lib.jobs import every
from ngo_site.lib.locking import lock, unlock
from ngo_site.lib.prepared import Prepared

from .models import Campaign, Channel, Petition, ShareCode, SharedHour, ShareText

# Fewer than this many could be told apart, so a number below is not shown to anybody.
K = 10
WRITE_EVERY = 300.0  # seconds; long enough for what is written at once to stem from many
KEPT_FOR = timedelta(days=400)

LONGEST = 12
VISITS, SENT, CONFIRMED = COUNTED = ("visits", "signatures", "confirmed")

_CODE = re.compile(rf"[a-z0-9]{{1,{LONGEST}}}\Z")
# A visit has no petition, for its code was found; a form says itself by which code it came, so both must fit.
_ADD = """
INSERT INTO campaigns_sharedhour AS kept (code_id, hour, visits, signatures, confirmed)
SELECT code.id, new.hour, sum(new.visits), sum(new.signatures), sum(new.confirmed)
FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[], %s::int[], %s::int[], %s::int[])
     AS new(code, petition, hour, visits, signatures, confirmed)
JOIN campaigns_sharecode code ON code.code = new.code
WHERE new.petition = 0 OR EXISTS (
    SELECT FROM campaigns_petition petition
    WHERE (petition.id = code.petition_id OR petition.campaign_id = code.campaign_id)
    AND new.petition IN (petition.id, petition.original_id))
GROUP BY code.id, new.hour ORDER BY code.id, new.hour
ON CONFLICT (code_id, hour) DO UPDATE SET visits = kept.visits + excluded.visits,
    signatures = kept.signatures + excluded.signatures, confirmed = kept.confirmed + excluded.confirmed
"""


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
    """Add ``{(code, petition's key or 0, hour, one of COUNTED): number}`` to the rows by hour."""
    rows: dict[tuple, Counter] = {}
    for (code, petition, hour, what), number in numbers.items():
        rows.setdefault((code, petition, hour), Counter())[what] += number
    keys = sorted(rows)
    columns = [[key[place] for key in keys] for place in range(3)]
    columns += [[rows[key][what] for key in keys] for what in COUNTED]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, columns)


counted = AddingUp(write, WRITE_EVERY)


def codes_of(petition: Petition) -> dict[str, list[ShareCode]]:
    """Return the petition's codes by channel: those with words that are suggested now, else the bare one."""
    suggested = set(_suggested.ask(petition=petition.pk))
    with_words = {channel for channel, _text in suggested}
    found: dict[str, list[ShareCode]] = {}
    for code in _codes.ask(petition=petition.pk):
        is_shown = (code.channel, code.words) in suggested if code.channel in with_words else not code.words
        if is_shown:
            found.setdefault(code.channel, []).append(code)
    return found


_suggested = Prepared(
    lambda petition: ShareText.objects.filter(petition=petition).values_list("channel", "text"), petition=int
)
_codes = Prepared(
    lambda petition: ShareCode.objects.filter(petition=petition).exclude(channel=Channel.ADOPTED).order_by("pk"),
    petition=int,
)


def code_for(thing: Petition | Campaign, code: str) -> ShareCode | None:
    """Return what this code stands for, if it belongs to the petition, its campaign, or this campaign."""
    if not code:
        return None
    if isinstance(thing, Campaign):
        return thing.share_codes.filter(code=code).first()
    theirs = Q(petition=thing) | (Q(campaign=thing.campaign_id) if thing.campaign_id else Q())
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
    made = [ShareCode(petition_id=petition, channel=channel, words=words) for petition, channel, words in wanted]
    if made:
        with transaction.atomic():
            ShareCode.objects.bulk_create(made, ignore_conflicts=True)
            pagecache.forget_pages()
    return len(made)


@every(seconds=60)
def make_missing_codes() -> None:
    make_codes(Petition.objects.published())


@every(24 * 3600)
def forget_old_hours() -> None:
    SharedHour.objects.filter(hour__lt=timezone.now() - KEPT_FOR).delete()
