"""What follows the mail: confirming by link, by code or by an answer, taking back, and one reminder."""

import json
from functools import partial

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone, translation

from newsletters.models import Subscriber
from ngo_site.lib.confirming import derive_token, hash_token
from ngo_site.lib.jobs import every
from ngo_site.lib.locking import unlock
from ngo_site.lib.throttle import DAY, allow

from . import holding, spreading
from .models import Attempt, Petition, Signature
from .models.attempt import Way
from .signing import write_mail

TRIES = 5  # codes a page may be told; out of 30 to the power of 8
AT_ONCE = 200


def confirm(attempt: Attempt, token: str, way: Way = Way.BUTTON) -> bool:
    """Count the signature as this attempt has it, and start the letters asked for with it; True for the one call that
    did. What others sent with the same address is wiped."""
    with transaction.atomic():
        signature = _locked(attempt)
        if signature is None:
            return False
        # By its number alone: asked for unconfirmed ones, Postgres may walk through all that wait for their button.
        kept = signature.attempts.filter(pk=attempt.pk).first()
        changed = kept is not None and kept.sealed and not kept.is_late and _take_over(signature, kept, way)
        if changed and not holding.decide(signature):
            _count_the_way(kept, token, signature.petition_id)
        if changed or signature.is_confirmed:
            for letters in _letters(token):
                letters.confirm()
    return changed


def _count_the_way(attempt, token, petition_id):
    """Count by which link came what now counts, once that is certain; ``attempt`` is as it was before the wiping."""
    code = spreading.taken_out(attempt.via, token)
    transaction.on_commit(partial(spreading.count_signature, code, petition_id, spreading.CONFIRMED))


def _take_over(signature, attempt, way) -> bool:
    changed = Signature.objects.filter(pk=signature.pk, status="pending").update(
        status="confirmed",
        confirmed_at=timezone.now(),
        # The tally still counts a row that was taken back a moment ago, by the country it had.
        country=Case(When(counted=True, then=F("country")), default=Value(attempt.country.code)),
        region=attempt.place,
        display_name=attempt.display_name,
        sealed=attempt.box(way),
    )
    if changed:
        signature.attempts.update(**Attempt.wiped())
        signature.refresh_from_db()
    return changed == 1


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


def starts_letters(token: str) -> set[str]:
    """Return which letters begin when this token is confirmed: ``updates``, ``newsletter``."""
    return {"updates" if letters.topic else "newsletter" for letters in _letters(token) if letters.status == "pending"}


def take_back(attempt: Attempt, token: str) -> None:
    """Erase what came with this link: a waiting attempt alone, a signature that counts with all that belongs to it."""
    with transaction.atomic():
        # First the signature, as everywhere: no two of them wait for each other.
        signature = _locked(attempt)
        if signature and signature.is_confirmed:
            signature.withdraw()
            signature.attempts.all().delete()
        elif signature:
            signature.attempts.filter(pk=attempt.pk).delete()
            if not signature.counted and not signature.attempts.exists():
                signature.delete()
        for letters in _letters(token):
            letters.withdraw()


def _locked(attempt) -> Signature | None:
    """Return the signature, or None when a click of the same moment has erased it."""
    return Signature.objects.select_for_update().filter(pk=attempt.signature_id).first()


def _letters(token) -> list[Subscriber]:
    hashes = [hash_token(derive_token(token, purpose)) for purpose in ("updates", "newsletter")]
    return list(Subscriber.objects.filter(token_hash__in=hashes).order_by("-topic"))


@every(seconds=600)
def remind() -> int:
    """Write once, after two days, to whoever has not pressed the button; return how many were written to.

    A mail that could not go because its mailbox had got enough that day goes now.
    """
    written = 0
    with transaction.atomic():
        due = Signature.objects.filter(
            status="pending", reminded_at=None, pk__in=Attempt.objects.to_remind().values("signature")
        )
        for signature in due.select_for_update(skip_locked=True)[:AT_ONCE]:
            attempt = signature.attempts.to_remind().order_by("is_mailed", "created_at").last()
            written += bool(attempt) and _remind(attempt)
            signature.attempts.to_remind().update(reminder=None)
            Signature.objects.filter(pk=signature.pk).update(reminded_at=timezone.now())
    return written


def _remind(attempt) -> bool:
    petition_id, email, token, language = json.loads(unlock(bytes(attempt.reminder), "reminder"))
    petition = Petition.objects.select_related("original").filter(pk=petition_id).first()
    if petition is None or not petition.is_open or attempt.is_late:
        return False
    with translation.override(language):
        is_written = write_mail(petition, email, token, template="remind_signature")
    if is_written and not attempt.is_mailed:
        Attempt.objects.filter(pk=attempt.pk).update(is_mailed=True)
    return is_written
