"""What follows the mail: confirming by link, by code or by an answer, taking back, and one reminder."""

import json
from functools import partial

from django.db import connection, transaction
from django.utils import timezone, translation

from core.crypto.field_encryption import unlock
from core.http.throttle import DAY, allow
from core.mail import erased_links
from core.mail.double_opt_in import hash_token
from core.prepared import Prepared
from core.row_objects import RowObjects
from core.statements import Statement

from ..fraud import quarantine
from ..models import Attempt, DomainTag, Petition, RiskSignals, Signature
from ..sharing import share_codes
from . import asked_letters
from .models.attempt import ConfirmedBy
from .signing import METHODS, write_mail

TRIES = 5  # codes a page may be told; out of 30 to the power of 8
AT_ONCE = 200


def confirm(attempt: Attempt, token: str, way: ConfirmedBy = ConfirmedBy.BUTTON) -> bool:
    """Count the signature as this attempt has it, and start the letters asked for with it; True for the one call that
    did. What others sent with the same address is wiped."""
    with transaction.atomic():
        signature = _locked(attempt)
        if signature is None:
            return False
        signature.petition = attempt.signature.petition  # which came with the link
        # By its number alone: asked for unconfirmed ones, Postgres may walk through all that wait for their button.
        kept = next(iter(_attempts.ask(pk=attempt.pk, signature=signature.pk)), None)
        changed = kept is not None and kept.sealed and not kept.is_late and _take_over(signature, kept, way)
        if changed and not quarantine.decide(signature):
            _count_the_way(kept, token, signature.petition_id)
        if kept and (changed or signature.is_confirmed):
            asked_letters.begin(kept, signature.petition, token, METHODS[way])
    return changed


def _count_the_way(attempt, token, petition_id):
    """Count by which link came what now counts, once that is certain; ``attempt`` is as it was before the wiping."""
    code = share_codes.taken_out(attempt.via, token)
    transaction.on_commit(partial(share_codes.count_signature, code, petition_id, share_codes.CONFIRMED))


_TAKEN_OVER = ("status", "confirmed_at", "country", "region", "display_name", "sealed")
# The tally still counts a row that was taken back a moment ago, by the country it had.
_TAKE_OVER = """
WITH confirmed AS (
    UPDATE campaigns_signature SET status = 'confirmed', confirmed_at = %(now)s, region = %(kept_place)s,
        display_name = %(kept_name)s, sealed = %(kept_box)s,
        country = CASE WHEN counted THEN country ELSE %(country)s END
    WHERE id = %(pk)s AND status = 'pending'
    RETURNING id, {taken_over}
), wiped AS (
    UPDATE campaigns_attempt SET {wiped} WHERE signature_id IN (SELECT id FROM confirmed)
)
SELECT {taken_over} FROM confirmed
"""
_taking_over = Statement.named(
    _TAKE_OVER.format(
        taken_over=", ".join(_TAKEN_OVER), wiped=", ".join(f"{name} = %({name})s" for name in Attempt.wiped())
    )
)


def _take_over(signature, attempt, way) -> bool:
    """Move what the attempt holds to the signature, and wipe all its attempts, in one statement."""
    given = {"kept_place": attempt.place, "kept_name": attempt.display_name, "kept_box": attempt.box(way)}
    values = {"pk": signature.pk, "now": timezone.now(), "country": attempt.country.code, **given}
    changed = _taking_over.rows(connection, values | Attempt.wiped())
    for row in changed:
        for name, value in zip(_TAKEN_OVER, row, strict=True):
            setattr(signature, name, value)
    return bool(changed)


def token_for_code(page: str, code: str) -> str | None:
    """Return the token that a mailed code stands for on the page which was shown when it was sent.

    Raises PermissionError once that page was told too many wrong ones.
    """
    code = "".join(character for character in code.upper() if character.isalnum())
    if not allow("code", page, TRIES, DAY):
        raise PermissionError("too many codes")
    attempt = Attempt.objects.filter(code_hash=hash_token(f"{page}:{code}")).first()
    return unlock(bytes(attempt.by_code), f"code {page} {code}") if attempt and not attempt.is_late else None


def name_behind(attempt: Attempt, token: str) -> str:
    """Return the name that was typed, which only the mailed link opens; empty once it is confirmed."""
    return unlock(bytes(attempt.shown), f"name {token}") if attempt.shown else ""


def take_back(attempt: Attempt, token: str) -> list[str]:
    """Erase what came with this link: a waiting attempt alone, a signature that counts with all that belongs to it.

    Return the topics of the letters that ended with it. Of a waiting one somebody else may have given the address: its
    owner is asked nothing for a while.
    """
    with transaction.atomic():
        # First the signature, as everywhere: no two of them wait for each other.
        signature = _locked(attempt)
        kept = signature and signature.attempts.filter(pk=attempt.pk).first()
        if signature and signature.is_confirmed:
            erase_signature(signature)
        elif signature:
            erased_links.note(token, asked_letters.address_of(kept or attempt, token))
            signature.attempts.filter(pk=attempt.pk).delete()
            if not signature.counted and not signature.attempts.exists():
                signature.delete()
        return asked_letters.end(kept or attempt, signature, token)


def erase_signature(signature: Signature) -> None:
    """Empty a signature with all that came with it, and all its links; the row goes once the tally has let go of it."""
    erased_links.note_hashes(signature.attempts.values_list("token_hash", flat=True))
    signature.attempts.all().delete()
    RiskSignals.objects.filter(signature_id=signature.pk).delete()
    DomainTag.objects.filter(signature=signature).delete()
    if signature.is_confirmed or signature.counted:
        signature.withdraw()
    else:
        signature.delete()


def _locked(attempt) -> Signature | None:
    """Return the signature, or None when a click of the same moment has erased it."""
    return next(iter(_signatures.ask(pk=attempt.signature_id)), None)


_signatures = Prepared(lambda pk: Signature.objects.select_for_update().filter(pk=pk), RowObjects(), pk=int)
_attempts = Prepared(
    lambda pk, signature: Attempt.objects.filter(pk=pk, signature=signature), RowObjects(), pk=int, signature=int
)


def remind() -> int:
    """Write once, after two days, to whoever has not pressed the button; return how many were written to."""
    written = 0
    with transaction.atomic():
        due = Signature.objects.filter(
            status=Signature.Status.PENDING, reminded_at=None, pk__in=Attempt.objects.to_remind().values("signature")
        )
        for signature in due.select_for_update(skip_locked=True)[:AT_ONCE]:
            attempt = signature.attempts.to_remind().order_by("created_at").last()
            written += bool(attempt) and _remind(attempt)
            signature.attempts.to_remind().update(reminder=None)
            Signature.objects.filter(pk=signature.pk).update(reminded_at=timezone.now())
    return written


def _remind(attempt) -> bool:
    petition_id, email, token, language = json.loads(unlock(bytes(attempt.reminder), "reminder"))
    petition = Petition.objects.select_related("translation_of").filter(pk=petition_id).first()
    if petition is None or not petition.is_open or attempt.is_late:
        return False
    with translation.override(language), transaction.atomic():
        is_written = write_mail(petition, email, token, template="remind_signature")
        if not is_written:
            transaction.set_rollback(True)
    return is_written
