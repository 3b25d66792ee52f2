"""What an attempt keeps locked with its mailed link: the address, the petition's language, letters asked for."""

from core.crypto.field_encryption import lock_for_link, open_with_link
from newsletters.models.wording import FORM_AND_BUTTON
from newsletters.subscribing import begin_letters, end_letters

from ..models import Attempt, Petition, Signature


def put_away(token: str, petition: Petition, email: str, language: str, asked: dict[str, str]) -> dict[str, bytes]:
    """Return the fields of an attempt that keep an address, and the letters that were asked for.

    ``petition`` is the one whose form was sent, a translation perhaps; which it was would tell what the signer reads.

    ``asked`` has the record of consent for ``updates`` (news of the petition) and ``newsletter``.
    """
    letters = {"language": language, "asked": asked}
    return {
        "address": _address_box(token, email=email, newsletter=False, petition=petition.pk),
        "letters": lock_for_link(letters, token, "letters") if asked else b"",
    }


def waiting(attempt: Attempt, token: str) -> set[str]:
    """Return which letters begin when the button is pressed: ``updates``, ``newsletter``."""
    if not attempt.asks_for_letters:
        return set()
    return set(open_with_link(bytes(attempt.letters), token, "letters")["asked"])


def begin(attempt: Attempt, petition: Petition, token: str, method: str = FORM_AND_BUTTON) -> None:
    """Let the letters begin that were asked for with this attempt, and keep which of them began with it.

    ``method`` says in their records of consent how the mail was answered.
    """
    if not attempt.asks_for_letters:
        return
    email, letters = address_of(attempt, token), open_with_link(bytes(attempt.letters), token, "letters")
    topics = {"updates": petition.topic, "newsletter": ""}
    # In one order everywhere, so that no two steps wait for each other.
    asked = sorted(((topics[purpose], consent) for purpose, consent in letters["asked"].items()), reverse=True)
    asked = [(topic, consent.replace(FORM_AND_BUTTON, method, 1)) for topic, consent in asked]
    begun = [topic for topic, consent in asked if begin_letters(topic, email, letters["language"], consent)]
    with_newsletter = "" in begun or _began_newsletter(attempt, token)
    kept = {**_kept(attempt, token), "newsletter": with_newsletter}
    Attempt.objects.filter(pk=attempt.pk).update(letters=b"", address=_address_box(token, **kept))


def end(attempt: Attempt, signature: Signature | None, token: str) -> list[str]:
    """Let the letters end that came with a signature which is taken back, whoever typed the address since.

    Return the topics that ended.
    """
    if not (attempt.address and signature and signature.status == Signature.Status.WITHDRAWN):
        return []
    newsletter = [""] if _began_newsletter(attempt, token) else []
    return end_letters(address_of(attempt, token), [signature.petition.topic, *newsletter])


def address_of(attempt: Attempt, token: str) -> str:
    """Return the address that was typed, which only the mailed link opens; empty for what was sent long ago."""
    return _kept(attempt, token).get("email", "")


def petition_of(attempt: Attempt, token: str) -> Petition:
    """Return the petition in the language in which it was signed; the original where that translation is not public."""
    root = attempt.signature.petition
    signed = _kept(attempt, token).get("petition", root.pk)
    if signed == root.pk:
        return root
    translations = Petition.objects.published().filter(translation_of=root).select_related("translation_of", "campaign")
    return translations.filter(pk=signed).first() or root


def _address_box(token, **kept) -> bytes:
    return lock_for_link(kept, token, "address")


def _kept(attempt, token) -> dict:
    return open_with_link(bytes(attempt.address), token, "address") if attempt.address else {}


def _began_newsletter(attempt, token) -> bool:
    return _kept(attempt, token)["newsletter"]
