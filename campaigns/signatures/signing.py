"""Signing: one transaction writes the signature, the attempt with its sealed contents, and the mail with the button."""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from core.crypto.field_encryption import lock
from core.crypto.sealed_box import seal
from core.mail.addresses import fingerprint
from core.mail.compose import queue_arguments
from core.mail.double_opt_in import ending_alike, hash_token, new_token
from core.recent import Recent
from core.statements import Statement
from newsletters.models import ConsentWording
from newsletters.models.wording import FORM_AND_BUTTON

from ..models import Attempt, Petition
from ..sharing import share_codes
from . import asked_letters
from .confirm_by_reply import reply_headers
from .models.attempt import ConfirmedBy
from .names import public_name

_petitions: Recent[Petition | None] = Recent(seconds=2)  # for the mails of many signers
MAIL = "confirm-signature"  # the kind, as the outbox knows it
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that look alike
# Kept as words of one length: that of a box must not tell how it was confirmed.
METHODS = {
    ConfirmedBy.BUTTON: FORM_AND_BUTTON,
    ConfirmedBy.CODE: "form on the web, code from the mail",
    ConfirmedBy.REPLY: "form on the web, answer to the mail",
}
# One statement for the new, the waiting, the confirmed and the withdrawn signer alike: nobody can tell them apart from
# outside, and two clicks at once make one row. What was signed lies in the attempt until its own button is pressed, so
# that a stranger who types the same address overwrites nothing. What was taken back a moment ago keeps its country
# until the tally, which knows it by that country, has let go of it.
_SIGN = """
WITH signed AS (
    INSERT INTO campaigns_signature AS signature
        (petition_id, fingerprint, status, country, region, display_name, sealed, counted, created_at)
    VALUES (%(petition)s, %(fingerprint)s, 'pending', %(country)s, '', '', '', false, %(now)s)
    ON CONFLICT (petition_id, fingerprint) DO UPDATE SET
        created_at = CASE WHEN signature.status IN ('confirmed', 'held')
            THEN signature.created_at ELSE excluded.created_at END,
        status = CASE WHEN signature.status = 'withdrawn' THEN 'pending' ELSE signature.status END
    RETURNING id, status IN ('confirmed', 'held') AS is_in
)
INSERT INTO campaigns_attempt AS attempt (signature_id, token_hash, country, created_at, address, letters, {columns})
SELECT id, %(token_hash)s, %(country)s, %(now)s, %(address)s, %(letters)s, {values} FROM signed
RETURNING reminder IS NULL
"""
# Of whoever has signed already an attempt keeps nothing but its link.
_TEXTS = {"place", "display_name"}
_sign = Statement.named(
    _SIGN.format(
        columns=", ".join(Attempt.wiped()),
        values=", ".join(
            f"CASE WHEN is_in THEN %(wiped_{name})s ELSE %({name})s::{'text' if name in _TEXTS else 'bytea'} END"
            for name in Attempt.wiped()
        ),
    )
)


def sign(
    petition: Petition, *, name: str, email: str, country: str, postcode: str = "", comment: str = "",
    public: bool = False, style: str = "initial", place: str = "", updates: bool = False, newsletter: bool = False,
    language: str = "en", via: str = "", shown_at: str = "", due_at: datetime | None = None,
    wordings: dict[str, ConsentWording] | None = None,
) -> str:  # fmt: skip
    """Take one signature for an open petition; it counts once the button behind the mailed link is pressed.

    What comes back says nothing about who signed: the secret that makes the code in the mail work on the page which is
    shown next. ``wordings`` are those that the form showed, by purpose, else the newest; ``shown_at`` is the page it
    stood on, ``via`` is the code of the link that led here; ``due_at`` is when its mail may leave
    (``core.mail.limits``). Raises ValueError when the petition is closed.
    """
    if not petition.is_open:
        raise ValueError("closed petition")
    token, page, code, now, root = new_token(), new_token(), new_code(), timezone.now(), petition.root
    wordings = wordings or ConsentWording.objects.current(language)
    consents = {"signature", *(["updates"] if updates else []), *(["newsletter"] if newsletter else [])}
    agreed = [wordings[purpose] for purpose in sorted(consents)]
    boxes = {
        way: seal_contact(
            petition, name, email, postcode, language,
            public=public, updates=updates, at=now, comment=comment, place=place, wordings=agreed, shown_at=shown_at,
            way=way,
        )
        for way in METHODS if way != ConfirmedBy.REPLY or settings.CONFIRM_BY_REPLY
    }  # fmt: skip
    for wording in agreed:
        ConsentWording.objects.keep(wording)
    # News of this petition name it in any case; beside the newsletter its page would tell who signed.
    pages = {"updates": shown_at, "newsletter": "of a petition"}
    asked = {purpose: wordings[purpose].record(pages[purpose]) for purpose in sorted(consents - {"signature"})}
    values = {
        "petition": root.pk,
        "fingerprint": fingerprint(email, bytes(root.salt)),
        "country": country,
        "now": now,
        "token_hash": hash_token(token),
        **{f"wiped_{name}": value for name, value in Attempt.wiped().items()},
        # Also of who has signed, and asks for letters only now.
        **asked_letters.put_away(token, petition, email, language, asked),
        "code_hash": hash_token(f"{page}:{code}"),
        "by_code": lock(token, f"code {page} {code}"),
        "place": place if public else "",
        "display_name": public_name(name, style, language) if public else "",
        "sealed": boxes[ConfirmedBy.BUTTON],
        "sealed_code": boxes[ConfirmedBy.CODE],
        "sealed_reply": boxes.get(ConfirmedBy.REPLY),
        "shown": lock(name, f"name {token}"),
        "via": share_codes.put_away(via, token),
        "reminder": lock(json.dumps([petition.pk, email, token, language]), "reminder"),
    }
    with ending_alike():
        [(is_in,)] = _sign.rows(connection, values)
        if not write_mail(petition, email, token, code, is_in=is_in, letters=bool(asked), due_at=due_at):
            transaction.set_rollback(True)  # a link that nobody receives waits for nobody
    return page


def write_mail(
    petition: Petition,
    email: str,
    token: str,
    code: str = "",
    *,
    is_in: bool = False,
    letters: bool = False,
    template: str = "confirm_signature",
    due_at: datetime | None = None,
) -> bool:
    """Put the mail with the link into the outbox; False when too many are asked for, and it will never leave.

    The caller then takes its transaction back.
    """
    arguments = {
        "petition_id": petition.pk,
        "template": "signed_already" if is_in else template,
        "token": token,
        "code": code,
        "letters": letters,
    }
    headers = {} if is_in else reply_headers(token)
    return queue_arguments(email, arguments, kind=MAIL, headers=headers, due_at=due_at)


def mail_of(petition_id: int, template: str, token: str, code: str, letters: bool) -> tuple[str, dict] | None:
    """Return template and context of the mail that ``write_mail`` put into the outbox; None without its petition."""
    petitions = Petition.objects.select_related("translation_of")
    petition = _petitions.get(petition_id, petitions.filter(pk=petition_id).first)
    if petition is None:
        return None
    return f"campaigns/mail/{template}", {
        "petition": petition,
        "code": f"{code[:4]} {code[4:]}",
        "confirm_url": settings.SITE_URL + reverse("campaigns:signature-confirm", args=[token]),
        "withdraw_url": settings.SITE_URL + reverse("campaigns:signature-withdraw", args=[token]),
        "letters": letters,
        "by_reply": bool(settings.CONFIRM_BY_REPLY),
    }


def new_code() -> str:
    """Return eight letters and digits (39 bits) that are easily read and typed."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(8))


def seal_contact(
    petition: Petition, name: str, email: str, postcode: str, language: str, *, public: bool, updates: bool,
    at: datetime, comment: str = "", place: str = "", wordings: Iterable[ConsentWording] = (), shown_at: str = "",
    way: ConfirmedBy = ConfirmedBy.BUTTON,
) -> bytes:  # fmt: skip
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
        "shown_at": shown_at,
        "wordings": [[wording.purpose, wording.language, wording.version] for wording in wordings],
    }
    contact = {"name": name, "email": email, "postcode": postcode, "place": place, "comment": comment}
    return seal({**contact, "language": language, "consent": consent})
