"""manage.py go_live: makes a restored or copied site the live one, which sends mail."""

import datetime
import sys

from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import live_installation
from core.mail.outbox import OutboxMail

YOUNG = datetime.timedelta(days=1)
CHOICES = {
    "usual": "personal mail that is younger than a day leaves, everything else of it is dropped",
    "send": "all of it leaves; what the other site sent since then arrives twice",
    "drop": "none of it leaves",
}


class Command(BaseCommand):
    help = "Make this installation the live one: mail, mentions and news leave from here. Stop the other one first."

    def add_arguments(self, parser):
        parser.add_argument(
            "--unsent",
            choices=CHOICES,
            help="what becomes of mail from before the copy was made; asked for at a terminal, else usual: "
            + "; ".join(f"{name}: {words}" for name, words in CHOICES.items()),
        )

    def handle(self, *, unsent, **options):
        reason = live_installation.held()
        if reason is None:
            live_installation.is_live()
            self.stdout.write("This is the live site already.")
            return
        self.stdout.write(f"Nothing has left this site so far. {reason.label}")
        waiting = unsent_before(live_installation.copied_at())
        letters, personal = waiting.filter(is_bulk=True).count(), waiting.filter(is_bulk=False).count()
        if letters or personal:
            self.stdout.write(f"Unsent from before: {letters} copies of letters, {personal} personal mails.")
            unsent = unsent or self.ask()
        with transaction.atomic():
            dropped = drop(waiting, unsent or "usual")
            live_installation.go_live()
        self.stdout.write(f"This is the live site now. {dropped} unsent mails were dropped.")

    def ask(self):
        if not sys.stdin.isatty():
            return "usual"
        for name, words in CHOICES.items():
            self.stdout.write(f"  {name:<7}{words}")
        while (answer := input("Which? [usual] ").strip() or "usual") not in CHOICES:
            pass
        return answer


def unsent_before(moment):
    """Return the mail that another site may have sent since: all of it where the copy's moment is not known."""
    return OutboxMail.objects.filter(parked_at=None, **({"created_at__lte": moment} if moment else {}))


def drop(waiting, unsent: str) -> int:
    """Delete what is not to be sent; return how many mails."""
    if unsent == "send":
        return 0
    if unsent == "usual":
        waiting = waiting.filter(Q(is_bulk=True) | Q(created_at__lt=timezone.now() - YOUNG))
    return waiting.delete()[0]
