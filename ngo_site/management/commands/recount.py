"""manage.py recount: compare the tally with the signatures and set it right."""

from django.core.management.base import BaseCommand

from campaigns.signatures.counting import count_signatures, recount


class Command(BaseCommand):
    help = "Count what is due, then compare every public number with the signatures behind it and mend what drifted."

    def handle(self, **options):
        count_signatures()
        drift = recount()
        for petition, country, signatures, tally in drift:
            self.stdout.write(f"petition {petition}, {country}: tally {tally}, signatures {signatures}; mended")
        self.stdout.write(f"{len(drift)} numbers had drifted.")
