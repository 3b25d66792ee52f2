"""receive_mail: takes one mail from the mail server's pipe: an answer that confirms, or a report that one came back."""

import email
import email.policy
import sys

from django.core.management.base import BaseCommand

from campaigns.models import Attempt
from campaigns.signatures.confirm_by_reply import token_in
from campaigns.signatures.confirmation import confirm
from campaigns.signatures.models.attempt import ConfirmedBy
from core.mail import bounces
from core.mail.refusals import note_lost_mailbox

LARGEST = 1024 * 1024  # bytes; the headers are at the beginning


class Command(BaseCommand):
    stealth_options = ("stdin",)
    help = (
        "Read one RFC 5322 message from standard input and confirm the signature whose token is in its recipient's "
        "address (see CONFIRM_BY_REPLY), or rest what goes to a mailbox that does not exist, when it is a report (RFC "
        "3464) about a mail of ours. Anything else changes nothing. docs/operators.md has the lines that Postfix needs."
    )

    def handle(self, *args, stdin=None, **options):
        raw = (stdin or sys.stdin.buffer).read(LARGEST)
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        if address := bounces.lost_mailbox(message):
            note_lost_mailbox(address)
            return self.stdout.write("Noted: there is no such mailbox.")
        token = token_in(message)
        attempt = Attempt.objects.from_token(token) if token else None
        if attempt is None:
            # Never bounced: the answer to a forged sender would be spam.
            return self.stdout.write("Nothing to confirm.")
        self.stdout.write("Confirmed." if confirm(attempt, token, ConfirmedBy.REPLY) else "Confirmed already.")
