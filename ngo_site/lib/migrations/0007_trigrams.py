"""Postgres learns to compare words by their trigrams."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("lib", "0006_audit_log")]

    operations = [TrigramExtension()]
