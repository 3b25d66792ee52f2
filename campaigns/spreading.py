"""By which ways people come to a petition: short links, their codes, and what is counted of them.

Nothing here stands beside a signature. The form carries the code of the link somebody followed; when it is sent, a
number goes up in memory, and minutes later in a row for that code and hour, in a transaction of its own.
"""

import re
from collections import Counter
from datetime import timedelta

from django import forms
from django.db import connection, transaction
from django.utils import timezone

from ngo_site.lib import pagecache
from ngo_site.lib.adding_up import AddingUp
from ngo_site.lib.jobs import every

from .models import Channel, Petition, ShareCode, SharedHour, ShareText

# Fewer than this many could be told apart, so a number below is not shown to anybody.
K = 10
WRITE_EVERY = 300.0  # seconds; long enough for what is written at once to stem from many
KEPT_FOR = timedelta(days=400)

_CODE = re.compile(r"[a-z0-9]{1,12}\Z")
_ADD = """
INSERT INTO campaigns_sharedhour AS kept (code_id, hour, visits, signatures)
SELECT code.id, new.hour, new.visits, new.signatures
FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[], %s::int[], %s::int[])
     AS new(code, petition, hour, visits, signatures)
JOIN campaigns_sharecode code ON code.code = new.code
JOIN campaigns_petition petition ON petition.id = code.petition_id
WHERE new.petition IN (petition.id, petition.original_id)
ORDER BY code.id, new.hour
ON CONFLICT (code_id, hour) DO UPDATE SET
    visits = kept.visits + excluded.visits, signatures = kept.signatures + excluded.signatures
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
    counted.count((code.code, code.petition_id, _this_hour(), "visits"))


def count_signature(code: str, petition: Petition) -> None:
    """Note that somebody who came by this code sent the form; who and when exactly is not known here."""
    if code:
        counted.count((code, petition.root.pk, _this_hour(), "signatures"))


def _this_hour():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def write(numbers: dict) -> None:
    """Add ``{(code, petition's key, hour, "visits" or "signatures"): number}`` to the rows by hour."""
    rows: dict[tuple, Counter] = {}
    for (code, petition, hour, what), number in numbers.items():
        rows.setdefault((code, petition, hour), Counter())[what] += number
    keys = sorted(rows)
    columns = [[key[place] for key in keys] for place in range(3)]
    columns += [[rows[key][what] for key in keys] for what in ("visits", "signatures")]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ADD, columns)


counted = AddingUp(write, WRITE_EVERY)


def codes_of(petition: Petition) -> dict[str, list[ShareCode]]:
    """Return the petition's codes by channel: those with words that are suggested now, else the bare one."""
    suggested = set(petition.share_texts.values_list("channel", "text"))
    with_words = {channel for channel, _text in suggested}
    found: dict[str, list[ShareCode]] = {}
    for code in petition.share_codes.exclude(channel=Channel.ADOPTED).order_by("pk"):
        is_shown = (code.channel, code.words) in suggested if code.channel in with_words else not code.words
        if is_shown:
            found.setdefault(code.channel, []).append(code)
    return found


def code_for(petition: Petition, code: str) -> ShareCode | None:
    """Return what this code stands for, if it belongs to the petition."""
    return petition.share_codes.filter(code=code).first() if code else None


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
