"""How the demo's petitions spread: words, short links and their visits, an adopted kit, other sites."""

import random
from collections import Counter, defaultdict
from datetime import timedelta

from django.utils import timezone

from campaigns.models import Channel, Petition, ShareCode, SharedHour, ShareText, ShownOn, Signature
from campaigns.sharing.share_codes import K, make_codes

WORDS = {
    Channel.MASTODON: ("I have signed. It takes a minute, and they read the number.", "A minute of yours, please:"),
    Channel.WHATSAPP: ("Have a look at this? I think you would sign it, too.",),
}
ADOPTED_BY = "The Night Shift Reading Room"
# How many of a hundred came by each, and in which proportion visitors send the form.
SHARES = {Channel.WHATSAPP: (24, 0.4), Channel.MASTODON: (18, 0.33), Channel.EMBED: (15, 0.21), Channel.MAIL: (12, 0.5),
          Channel.TELEGRAM: (9, 0.3), Channel.QR: (5, 0.15), Channel.ADOPTED: (7, 0.28)}  # fmt: skip
SITES = {
    "readingroom.example": 2310,
    "carbon-papers.example": 940,
    "nightshift.example": 388,
    "a-small-blog.example": 41,
}


def add_spread(new_petitions: list[Petition], say):
    """Give new petitions a history that fits their signatures."""
    for petition in new_petitions:
        for channel, texts in WORDS.items():
            for text in texts:
                ShareText.objects.get_or_create(petition=petition, channel=channel, text=text)
        ShareCode.objects.create(petition=petition, channel=Channel.ADOPTED, name=ADOPTED_BY)
    make_codes(Petition.objects.filter(pk__in=[petition.pk for petition in new_petitions]))
    rows = [row for petition in new_petitions for row in _hours(petition, random.Random(petition.slug))]
    SharedHour.objects.bulk_create(rows)
    ShownOn.objects.bulk_create(row for petition in new_petitions for row in _sites(petition))
    say(f"hours of short links {len(rows)}")


def _hours(petition, chance) -> list[SharedHour]:
    codes = list(petition.share_codes.filter(channel__in=SHARES))
    with_words = {code.channel for code in codes if code.words}
    codes = [code for code in codes if code.words or code.channel not in with_words]
    weights = [SHARES[code.channel][0] for code in codes]
    signatures, visits = Counter(), Counter()
    for at in Signature.objects.confirmed().filter(petition=petition).values_list("confirmed_at", flat=True):
        if chance.random() < 0.9:
            code, hour = chance.choices(codes, weights)[0], at.replace(minute=0, second=0, microsecond=0)
            signatures[code, hour] += 1
            visits[code, hour] += 1 + int(chance.expovariate(SHARES[code.channel][1]))
    rows, waiting = [], defaultdict(Counter)
    for code, hour in sorted(visits, key=lambda key: key[1]):
        seen, signed = visits[code, hour], signatures[code, hour]
        waiting[code].update(visits=seen, confirmed=signed, signatures=signed + seen // 12)
        # As on the real site, what stands for fewer than ten waits for more.
        if enough := {what: number for what, number in waiting[code].items() if number >= K}:
            rows.append(SharedHour(code=code, hour=hour, **enough))
            waiting[code].subtract(enough)
    return rows


def _sites(petition) -> list[ShownOn]:
    today = timezone.localdate()
    return [ShownOn(petition=petition, host=host, day=today - timedelta(days=days), views=max(1, views // (days + 2)))
            for host, views in SITES.items() for days in range(10)]  # fmt: skip
