"""`migrate`: as Django's, but an empty database gets all its tables from one file, and a busy one is not stalled."""

import time

from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from ngo_site import schema

# With one of these not all migrations are wanted, or none.
PARTIAL = ("app_label", "check_unapplied", "fake", "fake_initial", "plan", "prune")
LOCK_NOT_AVAILABLE = "55P03"  # Postgres' code
TRIES = 20
PAUSE = 5.0  # seconds between two of them, in which those who queued up behind the migration are served


class Command(migrate.Command):
    def handle(self, *args, **options):
        connection = connections[options["database"]]
        is_whole = not any(options[name] for name in PARTIAL)
        if is_whole and schema.load(connection) and options["verbosity"]:
            self.stdout.write(f"Made all tables from {schema.SCHEMA.name}.")
        for attempt in range(1, TRIES + 1):
            try:
                return self._migrate(connection, *args, **options)
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                    raise
            self.stdout.write(
                f"\n  A table is in use. Whoever waits for a lock holds up all who come after, so migrate waits no "
                f"longer than {settings.DATABASE_MIGRATE_LOCK_TIMEOUT} s (try {attempt} of {TRIES})."
            )
            time.sleep(PAUSE)
        raise CommandError(
            "A table was in use all the time; what is done already stays done. End what holds it (a long report, "
            "pg_dump, an import; pg_stat_activity names it), and type the command again."
        )

    def _migrate(self, connection, *args, **options):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, false)", [f"{settings.DATABASE_MIGRATE_LOCK_TIMEOUT}s"]
            )
        try:
            return super().handle(*args, **options)
        finally:
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
