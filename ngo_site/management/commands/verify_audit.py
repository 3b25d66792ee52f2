"""manage.py verify_audit: whether the audit log is as it was written."""

from django.core.management.base import BaseCommand, CommandError

from core.audit.chain import AuditLink, faults, last_digest


class Command(BaseCommand):
    help = "Check the audit log's chain of digests: name every entry changed, taken out or put in past the site."

    def add_arguments(self, parser):
        parser.add_argument(
            "--holds",
            metavar="DIGEST",
            help="a digest kept elsewhere: this command prints the last, and the server's log has one a day",
        )

    def handle(self, *, holds=None, **options):
        found = 0
        for fault in faults():
            self.stderr.write(fault)
            found += 1
        if found:
            raise CommandError(f"The audit log was changed past the site: {found} faults.")
        if holds and not AuditLink.objects.filter(digest=holds.strip().lower()).exists():
            raise CommandError("The chain is whole, but does not hold this digest: it was written anew or cut off.")
        self.stdout.write(f"{AuditLink.objects.count()} entries, none changed, none missing.")
        self.stdout.write(f"Last digest: {last_digest()}")
