"""Signing: one transaction writes the signature, its sealed contact data and the mail with the button."""

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from newsletters.models import Subscriber
from newsletters.subscribing import ask_for_updates, renew_link
from ngo_site.lib.addresses import fingerprint
from ngo_site.lib.confirming import derive_token, ending_alike, hash_token, new_token
from ngo_site.lib.mail import queue_mail
from ngo_site.lib.sealing import seal

from . import holding
from .models import Petition, Signature

# One statement for the new, the waiting, the confirmed and the withdrawn signer alike: nobody can tell them apart from
# outside, and two clicks at once make one row. A confirmed signature, counted or held back, stays as it is; its owner
# gets a fresh link to it.
# What was taken back a moment ago keeps its country until the tally, which knows it by that country, has let go of it.
_SIGN = """
INSERT INTO campaigns_signature AS signature
       (petition_id, fingerprint, status, token_hash, country, region, display_name, sealed, counted, created_at)
VALUES (%(petition)s, %(fingerprint)s, 'pending', %(token_hash)s, %(country)s, '',
        %(display_name)s, %(sealed)s, false, %(now)s)
ON CONFLICT (petition_id, fingerprint) DO UPDATE SET
       token_hash = excluded.token_hash,
       (created_at, display_name, sealed) = (
            SELECT CASE WHEN is_in THEN signature.created_at ELSE excluded.created_at END,
                CASE WHEN is_in THEN signature.display_name ELSE excluded.display_name END,
                CASE WHEN is_in THEN signature.sealed ELSE excluded.sealed END
            FROM (SELECT signature.status IN ('confirmed', 'held') AS is_in) AS so_far),
       country = CASE WHEN signature.status IN ('confirmed', 'held') OR signature.counted
            THEN signature.country ELSE excluded.country END,
       status = CASE WHEN signature.status = 'withdrawn' THEN 'pending' ELSE signature.status END
RETURNING CASE WHEN status = 'held' THEN 'confirmed' ELSE status END
"""


def sign(petition: Petition, *, name, email, country, postcode="", public=False, updates=False, language="en") -> None:
    """Take one signature for an open petition; it counts once the button behind the mailed link is pressed.

    Nothing comes back, whoever signs: a stranger who types somebody's address learns nothing about it. Raises
    ValueError when the petition is closed.
    """
    if not petition.is_open:
        raise ValueError("closed petition")
    token, now, root = new_token(), timezone.now(), petition.root
    values = {
        "petition": root.pk,
        "fingerprint": fingerprint(email, bytes(root.salt)),
        "token_hash": hash_token(token),
        "country": country,
        "display_name": public_name(name) if public else "",
        "sealed": seal_contact(petition, name, email, postcode, language, public=public, updates=updates, at=now),
        "now": now,
    }
    with ending_alike():
        with connection.cursor() as cursor:
            cursor.execute(_SIGN, values)
            (status,) = cursor.fetchone()
        if updates and status != "confirmed":
            ask_for_updates(petition.topic, email, language, token=derive_token(token, "updates"))
        else:
            renew_link(petition.topic, email, token=derive_token(token, "updates"))
        is_written = queue_mail(
            email,
            "campaigns/mail/signed_already" if status == "confirmed" else "campaigns/mail/confirm_signature",
            {
                "petition": petition,
                "confirm_url": settings.SITE_URL + reverse("campaigns:signature-confirm", args=[token]),
                "withdraw_url": settings.SITE_URL + reverse("campaigns:signature-withdraw", args=[token]),
            },
            kind="confirm-signature",
        )
        if not is_written:
            # Too many mails to this address today: leave everything as it was, above all the link mailed earlier.
            transaction.set_rollback(True)


def confirm(signature: Signature, token: str) -> bool:
    """Count the signature, and start the letters the person asked for with it; True for the one call that did."""
    with transaction.atomic():
        changed = signature.confirm()
        if changed:
            holding.decide(signature)
        subscriber = Subscriber.objects.from_token(derive_token(token, "updates"))
        if subscriber:
            subscriber.confirm()
    return changed


def starts_updates(token: str) -> bool:
    """Return True when confirming with this token also starts letters with news of the petition."""
    return Subscriber.objects.pending().from_token(derive_token(token, "updates")) is not None


def withdraw(signature: Signature, token: str) -> bool:
    """Take signature and letters back, and erase what was known of the person; True for the one call that did."""
    with transaction.atomic():
        changed = signature.withdraw()  # first the signature, as everywhere: no two of them wait for each other
        subscriber = Subscriber.objects.from_token(derive_token(token, "updates"))
        if subscriber:
            subscriber.withdraw()
    return changed


def seal_contact(petition, name, email, postcode, language, *, public, updates, at) -> bytes:
    """Return the box with what is handed over one day: the person's contact data and what they agreed to."""
    consent = {
        "petition": petition.slug,
        "demand": petition.demand,
        "updates": updates,
        "public": public,
        "at": at.isoformat(),
    }
    return seal({"name": name, "email": email, "postcode": postcode, "language": language, "consent": consent})


def public_name(name: str) -> str:
    """Return what the public sees of a name: the first word, and the initial of the last one (“Amina K.”)."""
    words = name.split()
    return words[0][:40] + (f" {words[-1][0]}." if len(words) > 1 else "")
