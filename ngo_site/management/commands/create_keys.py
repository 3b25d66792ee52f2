"""manage.py create_keys: the organisation's key pair for signers' contact data."""

from django.core.management.base import BaseCommand

from ngo_site.lib.sealing import new_key_pair


class Command(BaseCommand):
    help = "Make the organisation's key pair. Run it on a computer of your own, not on the server."
    requires_system_checks = []

    def handle(self, **options):
        private, public = new_key_pair()
        self.stdout.write(
            f"ORGANISATION_PUBLIC_KEY={public}\n"
            "  Set this on the server: it can seal names and addresses, and open nothing.\n\n"
            f"Private key: {private}\n"
            "  Write it down twice and keep it offline (a USB stick in a drawer, a page in a safe). It opens what was\n"
            "  signed. It must never be on the server; if it is lost, nobody can read the contact data again.\n"
        )
