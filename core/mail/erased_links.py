"""Mailed links that erased what they stood for: they say so when opened again, and keep unasked mail away for a while.

Whoever presses “It was not you? Erase it” is written to no more unless they asked for it (GDPR, article 21), so that
nobody makes this site knock at one mailbox again and again. Its owner takes that back behind the same link.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..http.decorators import private_page
from ..http.public_forms import public_form
from .addresses import fingerprint
from .double_opt_in import hash_token

QUIET_FOR = timedelta(days=180)
KNOWN_FOR = timedelta(days=730)


class ErasedLink(models.Model):
    """The hash of a link, and when it erased something; ``mailbox`` is the tag of an address that wants to be left."""

    token_hash = models.BinaryField(max_length=32, unique=True)
    mailbox = models.BinaryField(max_length=32, default=b"", blank=True)
    erased_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["mailbox"], condition=~Q(mailbox=b""), name="erased_link_quiet")]

    def __str__(self):
        return f"{self.erased_at:%Y-%m-%d}"

    @property
    def quiet_until(self) -> datetime | None:
        """The moment until which nothing unasked is mailed, or None."""
        until = self.erased_at + QUIET_FOR
        return until if self.mailbox and until > timezone.now() else None


def mailbox_of(email: str) -> bytes:
    """Return the tag of 32 bytes that stands for an address here; raises ValueError for what is no address."""
    return fingerprint(email, b"erased links", purpose="quiet")


def note(link: str, email: str = "") -> None:
    """Keep that this link has erased something; with an address also that its owner had not asked for the mail."""
    told = {"mailbox": mailbox_of(email)} if email else {}
    ErasedLink.objects.update_or_create(token_hash=hash_token(link), defaults={**told, "erased_at": timezone.now()})


def note_hashes(hashes: Iterable[bytes | memoryview]) -> None:
    """Keep that these links, by the hashes of their tokens, stand for nothing any more."""
    ErasedLink.objects.bulk_create((ErasedLink(token_hash=each) for each in hashes), ignore_conflicts=True)


def find(link: str) -> ErasedLink | None:
    """Return what this link (its token) erased, or None for a link that erased nothing."""
    return ErasedLink.objects.filter(token_hash=hash_token(link)).first()


def quiet(email: str) -> models.QuerySet[ErasedLink]:
    """Return the links by which this mailbox asked to be left alone, and may still be."""
    return ErasedLink.objects.filter(mailbox=mailbox_of(email), erased_at__gt=timezone.now() - QUIET_FOR)


def is_quiet(email: str) -> bool:
    """Return True while nothing may be mailed to this address that its owner has not asked for."""
    return quiet(email).exists()


def quiet_among(emails: Iterable[str]) -> set[str]:
    """Return those of the addresses to which nothing may be mailed that their owners have not asked for."""
    asked = {email: mailbox_of(email) for email in emails}
    links = ErasedLink.objects.filter(mailbox__in=set(asked.values()), erased_at__gt=timezone.now() - QUIET_FOR)
    found = {bytes(mailbox) for mailbox in links.values_list("mailbox", flat=True)}
    return {email for email, mailbox in asked.items() if mailbox in found}


def lift(mailbox: bytes) -> int:
    """Let mail be asked for again; return by how many links it was kept away."""
    return ErasedLink.objects.filter(mailbox=mailbox).exclude(mailbox=b"").update(mailbox=b"")


def page(request: HttpRequest, link: str, gone: str, *, is_done: bool = False, status: int = 200) -> HttpResponse:
    """Return the page of a link that stands for nothing: that it erased something, or, with 404, the template ``gone``.

    ``is_done`` when it has done so just now; ``status`` is for pages that would do something else than erase.
    """
    erased = find(link)
    if erased is None:
        return render(request, gone, status=404)
    return render(request, "erased.html", {"erased": erased, "link": link, "is_done": is_done}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
@public_form
def mails_again(request: HttpRequest, link: str) -> HttpResponse:
    """Where the owner of a mailbox takes back that nothing unasked is mailed to it."""
    erased = find(link)
    if erased and request.method == "POST":
        lift(bytes(erased.mailbox))
        return redirect("mails-again", link)
    return page(request, link, "link_unknown.html")


def forget() -> None:
    """Forget mailboxes when their quiet time is over, and links when nobody is likely to open them any more."""
    now = timezone.now()
    ErasedLink.objects.filter(erased_at__lt=now - QUIET_FOR).exclude(mailbox=b"").update(mailbox=b"")
    ErasedLink.objects.filter(erased_at__lt=now - KNOWN_FOR).delete()
