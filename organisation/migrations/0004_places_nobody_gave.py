"""Empty the place of everybody where nobody was given one, so that a new person still comes in by name."""

from django.db import migrations
from django.db.models import Exists


def forget_places(apps, schema_editor):
    people = apps.get_model("organisation", "Person").objects
    people.filter(~Exists(people.filter(position__gt=0)), position=0).update(position=None)


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_places_may_be_empty")]
    operations = [migrations.RunPython(forget_places, migrations.RunPython.noop)]
