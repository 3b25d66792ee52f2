"""`write_schema`: writes ngo_site/schema.sql anew from the migrations."""

from django.core.management.base import BaseCommand

from ngo_site import schema


class Command(BaseCommand):
    help = "Writes ngo_site/schema.sql, from which an empty database gets its tables, anew from the migrations."

    def handle(self, **options):
        with schema.empty_database() as connection:
            text = schema.write(connection)
        schema.SCHEMA.write_text(text)
        self.stdout.write(f"Wrote {schema.SCHEMA.name}.")
