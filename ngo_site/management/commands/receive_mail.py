"""receive_mail: takes one answered mail from the mail server's pipe and confirms the signature it is about."""

import email
import email.policy
import sys

from django.core.management.base import BaseCommand

from campaigns.confirming import confirm
from campaigns.models import Attempt
from campaigns.models.attempt import Way
from campaigns.replying import token_in

LARGEST = 1024 * 1024  # bytes; the headers are at the beginning


class Command(BaseCommand):
    stealth_options = ("stdin",)
    help = (
        "Read one RFC 5322 message from standard input and confirm the signature whose token is in its recipient's "
        "address (see CONFIRM_BY_REPLY). What is no answer, or comes from a machine, changes nothing. The README shows "
        "the lines that Postfix needs."
    )

    def handle(self, *args, stdin=None, **options):
        raw = (stdin or sys.stdin.buffer).read(LARGEST)
        token = token_in(email.message_from_bytes(raw, policy=email.policy.compat32))
        attempt = Attempt.objects.from_token(token) if token else None
        if attempt is None:
            # Never bounced: the answer to a forged sender would be spam.
            return self.stdout.write("Nothing to confirm.")
        self.stdout.write("Confirmed." if confirm(attempt, token, Way.REPLY) else "Confirmed already.")
