"""What is kept about somebody who signs or adopts, and how it goes."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.mail.addresses import fingerprint

from ..models import Petition, ShareCode, Signature
from ..sharing.kit_adoption import erase_name
from ..sharing.models import kit_mailbox
from .confirmation import erase_signature

MODELS = [
    "campaigns.Signature", "campaigns.Attempt", "campaigns.RiskSignals", "campaigns.DomainTag", "campaigns.Quarantine",
]  # fmt: skip


def find(email: str) -> list[str]:
    """Return sentences on the signatures of one mailbox, while their petitions can tell mailboxes apart."""
    return [sentence for signature in _signatures(email) for sentence in _sentences(signature)]


@transaction.atomic
def erase(email: str) -> int:
    """Take back what counts, and delete what waits, with all their links."""
    return sum(_take_back(signature.pk) for signature in _signatures(email))


def find_kits(email: str) -> list[str]:
    """Return sentences on the kits that were made with an address, by whomever."""
    kits = ShareCode.objects.filter(mailbox=kit_mailbox(email)).select_related("petition", "campaign")
    sentence = _("A kit of %(day)s for “%(title)s”, on which this name stands: %(name)s")
    return [
        sentence % {"day": f"{kit.created_at:%Y-%m-%d}", "title": kit.leads_to.title, "name": kit.name} for kit in kits
    ]


def erase_kits(email: str) -> int:
    """Take the names off; the links, which tell of nobody, go on leading where they led."""
    kits = ShareCode.objects.filter(mailbox=kit_mailbox(email))
    for kit in kits:
        erase_name(kit)
    return len(kits)


def limits() -> list[str]:
    """Return sentences on signatures and kits that no address finds."""
    over = Petition.objects.filter(translation_of=None, salt=None).count()
    told = [
        _("What was told with a signature is sealed: it is erased with it, and cannot be read here."),
        _("Sealed signatures that were downloaded for handing over, and sheets signed on paper."),
        _("Kits that were made without an address, or before 2026-12: their own pages erase the name."),
    ]
    if over:
        told.append(
            ngettext(
                "The signatures of %d petition that closed long ago: nothing tells any more whose they are.",
                "The signatures of %d petitions that closed long ago: nothing tells any more whose they are.",
                over,
            )
            % over
        )
    return told


def _signatures(email) -> list[Signature]:
    found = []
    for petition in Petition.objects.filter(translation_of=None).exclude(salt=None).only("title", "slug", "salt"):
        # By the unique index, one petition at a time: for each the same mailbox has another fingerprint.
        mark = fingerprint(email, bytes(petition.salt))
        signed = petition.signatures.filter(fingerprint=mark).exclude(status=Signature.Status.WITHDRAWN)
        found += signed.select_related("petition")
    return found


def _sentences(signature):
    words = {
        "title": signature.petition.title,
        "day": f"{signature.confirmed_at or signature.created_at:%Y-%m-%d}",
        "country": signature.country.name,
    }
    if not signature.is_confirmed:
        yield _("A signature under “%(title)s” that waits for its button since %(day)s; from %(country)s.") % words
    elif signature.display_name:
        words["name"] = signature.display_name
        yield _("A signature under “%(title)s” of %(day)s from %(country)s, shown as “%(name)s”.") % words
    else:
        yield _("A signature under “%(title)s” of %(day)s from %(country)s.") % words


def _take_back(pk) -> int:
    signature = Signature.objects.select_for_update().filter(pk=pk).exclude(status=Signature.Status.WITHDRAWN).first()
    if signature is None:
        return 0
    erase_signature(signature)
    return 1
