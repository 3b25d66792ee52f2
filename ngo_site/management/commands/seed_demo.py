"""seed_demo: fills the site with the demo organisation."""

from django.core.management.base import BaseCommand

from ngo_site.demo.seeding import seed


class Command(BaseCommand):
    help = "Adds the demo organisation: people, articles, campaigns, signatures, letters. A second run adds nothing."

    def handle(self, *args, verbosity, **options):
        seed(self.stdout.write if verbosity else lambda line: None)
