"""Signing: one transaction writes the signature, the attempt with its sealed contents, and the mail with the button."""

import json
import secrets

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from newsletters.models import ConsentWording
from newsletters.subscribing import ask_for_letters, renew_link
from ngo_site.lib.addresses import fingerprint
from ngo_site.lib.confirming import derive_token, hash_token, new_token
from ngo_site.lib.locking import lock
from ngo_site.lib.mail import queue_mail
from ngo_site.lib.sealing import seal

from . import spreading
from .models import Attempt, Petition
from .models.attempt import Way
from .names import public_name
from .replying import reply_headers

_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that look alike
# Kept as words of one length: that of a box must not tell how it was confirmed.
METHODS = {
    Way.BUTTON: "form on the web, button in the mail",
    Way.CODE: "form on the web, code from the mail",
    Way.REPLY: "form on the web, answer to the mail",
}
# One statement for the new, the waiting, the confirmed and the withdrawn signer alike: nobody can tell them apart from
# outside, and two clicks at once make one row. What was signed lies in the attempt until its own button is pressed, so
# that a stranger who types the same address overwrites nothing. What was taken back a moment ago keeps its country
# until the tally, which knows it by that country, has let go of it.
_SIGN = """
INSERT INTO campaigns_signature AS signature
       (petition_id, fingerprint, status, country, region, display_name, sealed, counted, created_at)
VALUES (%(petition)s, %(fingerprint)s, 'pending', %(country)s, '', '', '', false, %(now)s)
ON CONFLICT (petition_id, fingerprint) DO UPDATE SET
       created_at = CASE WHEN signature.status IN ('confirmed', 'held')
            THEN signature.created_at ELSE excluded.created_at END,
       status = CASE WHEN signature.status = 'withdrawn' THEN 'pending' ELSE signature.status END
RETURNING id, status IN ('confirmed', 'held')
"""


def sign(
    petition: Petition, *, name, email, country, postcode="", comment="", public=False, style="initial", place="",
    updates=False, newsletter=False, language="en", seen="", via="",
) -> str:  # fmt: skip
    """Take one signature for an open petition; it counts once the button behind the mailed link is pressed.

    What comes back says nothing about who signed: the secret that makes the code in the mail work on the page which is
    shown next. ``seen`` are the versions of the consent wordings the form showed, ``via`` is the code of the link that
    led here. Raises ValueError when the petition is closed.
    """
    if not petition.is_open:
        raise ValueError("closed petition")
    token, page, code, now, root = new_token(), new_token(), new_code(), timezone.now(), petition.root
    wordings = ConsentWording.objects.current(language, seen)
    consents = {"signature", *(["updates"] if updates else []), *(["newsletter"] if newsletter else [])}
    agreed = [wordings[purpose] for purpose in sorted(consents)]
    boxes = {
        way: seal_contact(
            petition, name, email, postcode, language,
            public=public, updates=updates, at=now, comment=comment, place=place, wordings=agreed, way=way,
        )
        for way in METHODS if way != Way.REPLY or settings.CONFIRM_BY_REPLY
    }  # fmt: skip
    ConsentWording.objects.keep(wordings["signature"])
    with transaction.atomic():
        with connection.cursor() as cursor:
            values = {"petition": root.pk, "fingerprint": fingerprint(email, bytes(root.salt))}
            cursor.execute(_SIGN, {**values, "country": country, "now": now})
            signature_id, is_in = cursor.fetchone()
        # Too many mails to this address today: the row is written all the same, and waits until a mail may go.
        asked = [*(["updates"] if updates else []), *(["newsletter"] if newsletter else [])]
        is_mailed = write_mail(petition, email, token, code, is_in=is_in, letters=bool(asked))
        waiting = {
            "code_hash": hash_token(f"{page}:{code}") if is_mailed else None,
            "by_code": lock(token, f"code {page} {code}"),
            "place": place if public else "",
            "display_name": public_name(name, style) if public else "",
            "sealed": boxes[Way.BUTTON],
            "sealed_code": boxes[Way.CODE],
            "sealed_reply": boxes.get(Way.REPLY),
            "shown": lock(name, f"name {token}"),
            "via": spreading.put_away(via, token),
            "reminder": lock(json.dumps([petition.pk, email, token, language]), "reminder"),
        }
        Attempt.objects.create(
            signature_id=signature_id,
            token_hash=hash_token(token),
            country=country,
            is_mailed=is_mailed,
            created_at=now,
            **waiting | (Attempt.wiped() if is_in else {}),
        )
        with transaction.atomic():
            _note_letters(petition, email, language, token, {name: wordings[name] for name in asked})
            if not is_mailed:
                transaction.set_rollback(True)  # a link that nobody receives replaces none
    return page


def _note_letters(petition, email, language, token, wordings):
    """Note the letters asked for, until the button is pressed: also of who has signed, and asks for them only now."""
    topics = {"updates": petition.topic, "newsletter": ""}
    for purpose, wording in wordings.items():
        ask_for_letters(topics[purpose], email, language, wording, token=derive_token(token, purpose))
    renew_link(petition.topic, email, token=derive_token(token, "updates"))


def write_mail(petition, email, token, code="", *, is_in=False, letters=False, template="confirm_signature") -> bool:
    """Put the mail with the link into the outbox; False when this mailbox got enough of them today."""
    return queue_mail(
        email,
        "campaigns/mail/signed_already" if is_in else f"campaigns/mail/{template}",
        {
            "petition": petition,
            "code": f"{code[:4]} {code[4:]}",
            "confirm_url": settings.SITE_URL + reverse("campaigns:signature-confirm", args=[token]),
            "withdraw_url": settings.SITE_URL + reverse("campaigns:signature-withdraw", args=[token]),
            "letters": letters,
            "by_reply": bool(settings.CONFIRM_BY_REPLY),
        },
        kind="confirm-signature",
        headers={} if is_in else reply_headers(token),
    )


def new_code() -> str:
    """Return eight letters and digits (39 bits) that are easily read and typed."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))


def seal_contact(
    petition, name, email, postcode, language, *, public, updates, at, comment="", place="", wordings=(), way=Way.BUTTON
) -> bytes:
    """Return the box with what is handed over one day: the person's contact data, what they agreed to, and how.

    ``comment`` is for the petition's addressee, and printed only when the editors choose it at hand-over.
    """
    consent = {
        "petition": petition.slug,
        "demand": petition.demand,
        "updates": updates,
        "public": public,
        "at": at.isoformat(),
        "method": METHODS[way],
        "wordings": [[wording.purpose, wording.language, wording.version] for wording in wordings],
    }
    contact = {"name": name, "email": email, "postcode": postcode, "place": place, "comment": comment}
    return seal({**contact, "language": language, "consent": consent})
