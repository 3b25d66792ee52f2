"""receive_mail: takes one mail from the mail server's pipe: an answer that confirms, or a report that one came back."""

import sys

from django.core.management.base import BaseCommand

from ngo_site.received_mail import LARGEST, receive


class Command(BaseCommand):
    stealth_options = ("stdin",)
    help = (
        "Read one RFC 5322 message from standard input and confirm the signature whose token is in its recipient's "
        "address (see CONFIRM_BY_REPLY), or rest what goes to a mailbox that does not exist, when it is a report about "
        "a mail of ours. Anything else changes nothing. docs/operators.md has the lines that Postfix needs."
    )

    def handle(self, *args, stdin=None, **options):
        self.stdout.write(receive((stdin or sys.stdin.buffer).read(LARGEST)))
