"""`migrate`: as Django's, but an empty database gets all its tables from one file."""

from django.core.management.commands import migrate
from django.db import connections

from ngo_site import schema

# With one of these not all migrations are wanted, or none.
PARTIAL = ("app_label", "check_unapplied", "fake", "fake_initial", "plan", "prune")


class Command(migrate.Command):
    def handle(self, *args, **options):
        is_whole = not any(options[name] for name in PARTIAL)
        if is_whole and schema.load(connections[options["database"]]) and options["verbosity"]:
            self.stdout.write(f"Made all tables from {schema.SCHEMA.name}.")
        super().handle(*args, **options)
