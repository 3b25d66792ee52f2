"""What is noted for a day of how a signature was made: tags under a random key, and a few plain yes or no."""

import datetime
import hmac
import re
import secrets
import unicodedata

from django.core.signing import b62_decode
from django.db import connection, transaction
from django.utils import timezone

from core.http.networks import network
from core.mail.addresses import canonical, fingerprint
from core.mail.providers import LARGE
from core.statements import Statement

from ..models import DayKey, RiskSignals
from .mail_domains import is_disposable

KEEP = datetime.timedelta(hours=24)
QUICK = 3  # seconds; browsers fill in forms by themselves, but somebody has to read and press

# Of several forms with one address the one most like a person's stays: nobody makes another's signature look scripted.
_put = Statement.named("""
WITH signature AS (
    SELECT id FROM campaigns_signature
    WHERE petition_id = %(petition_id)s AND fingerprint = %(fingerprint)s AND status = 'pending'
), noted AS (
    INSERT INTO campaigns_domaintag (signature_id, tag) SELECT id, %(domain_tag)s FROM signature
    ON CONFLICT (signature_id) DO NOTHING
)
INSERT INTO campaigns_risksignals AS kept
    (signature_id, petition_id, at, network, domain, alias, name, is_disposable, is_quick, is_odd)
SELECT id, %(petition_id)s, %(at)s, %(network)s, %(domain)s, %(alias)s, %(name)s,
    %(is_disposable)s, %(is_quick)s, %(is_odd)s FROM signature
ON CONFLICT (signature_id) DO UPDATE SET at = excluded.at, network = excluded.network, name = excluded.name,
    is_quick = excluded.is_quick, is_odd = excluded.is_odd
    WHERE kept.is_quick::int + kept.is_odd::int >= excluded.is_quick::int + excluded.is_odd::int
""")


def note(request, form, petition) -> None:
    """Note how the signature that this valid form has just made came about; of a confirmed one nothing changes."""
    data = form.cleaned_data
    put(
        petition,
        email=data["email"],
        name=data["name"],
        network=network(request, ipv6=64),
        seconds=seconds_open(data.get("form_token", ""), timezone.now()),
    )


def put(petition, *, email, name, network, seconds, now=None) -> None:
    """Write the signals of a pending signature; ``seconds`` is how long its form was open, None when nobody knows."""
    now, root = now or timezone.now(), petition.root
    values = features(root.pk, email, name, network, seconds, now)
    values |= {"fingerprint": fingerprint(email, bytes(root.salt)), "domain_tag": domain_tag(email, root)}
    _put.rows(connection, values)


def features(petition_id, email, name, network, seconds, now) -> dict:
    """Return the fields of RiskSignals."""
    key = day_key(now.date())
    local, _at, domain = canonical(email).rpartition("@")
    is_large = domain in LARGE

    def tag(kind, text):
        return hmac.digest(key, f"{kind}\0{petition_id}\0{text}".encode(), "sha256")[:12] if text else None

    base = local.partition("+")[0].replace(".", "")
    return {
        "petition_id": petition_id,
        "at": now,
        "network": tag("network", network),
        "domain": None if is_large else tag("domain", domain),
        "alias": tag("alias", f"{base}@{domain}") if base else None,
        "name": tag("name", plain_name(name)),
        "is_disposable": is_disposable(domain),
        "is_quick": seconds is not None and seconds < QUICK,
        "is_odd": is_odd(name) or is_odd_mailbox(local),
    }


def domain_tag(email: str, petition) -> bytes:
    """Return what stands for the mailbox's domain within one petition, for as long as its salt is there."""
    domain = canonical(email).rpartition("@")[2]
    return fingerprint(f"anybody@{domain}", bytes(petition.salt), purpose="domain")[:8]


def seconds_open(token: str, now) -> int | None:
    """Return how long ago a form's (already verified) token was made."""
    try:
        return int(now.timestamp()) - b62_decode(token.rsplit(":", 2)[1])
    except (IndexError, ValueError):
        return None


def plain_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{7}")
_MIXED = re.compile(r"[a-z][A-Z]")
_SAME = re.compile(r"(.)\1{3}")
_DIGITS = re.compile(r"\d")


def is_odd(name: str) -> bool:
    """True for a name like ``xKqWtrPz`` or ``test123``; names with few vowels, as in Czech, are none of them."""
    return any(
        _CONSONANTS.search(word.lower()) or len(_MIXED.findall(word)) > 2 or _SAME.search(word) or _DIGITS.search(word)
        for word in name.split()
    )


def is_odd_mailbox(local: str) -> bool:
    """True for ``x7k2p9q1`` or ``qwrtplkjh``; a word with a number behind it, as universities give, is none of them."""
    return len(re.findall(r"[a-z]\d|\d[a-z]", local)) > 3 or bool(_CONSONANTS.search(local))


_keys: dict[datetime.date, bytes] = {}


def day_key(day: datetime.date) -> bytes:
    """Return the day's random key; the first process that needs it makes it, the others find it."""
    if day in _keys:
        return _keys[day]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO campaigns_daykey (day, key) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [day, secrets.token_bytes(32)],
        )
    key = bytes(DayKey.objects.get(day=day).key)
    transaction.on_commit(lambda: _remember(day, key))  # not before: a rollback takes a new key back
    return key


def _remember(day, key):
    _keys.clear()
    _keys[day] = key


def forget_traces() -> int:
    """Delete what is older than a day, and the keys with which its tags were made; return how many."""
    before = timezone.now() - KEEP
    DayKey.objects.filter(day__lt=before.date()).delete()
    forgotten, _each = RiskSignals.objects.filter(at__lt=before).delete()
    return forgotten
