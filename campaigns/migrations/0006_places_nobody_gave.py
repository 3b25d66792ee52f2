"""Empty the place of every poster in whose series nobody gave one, so that all of them still come by age."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Q


def forget_places(apps, schema_editor):
    posters = apps.get_model("campaigns", "Poster").objects
    given = posters.filter(series=OuterRef("series"), place__gt=0)
    posters.filter(place=0).filter(Q(series=None) | ~Exists(given)).update(place=None)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_places_may_be_empty")]
    operations = [migrations.RunPython(forget_places, migrations.RunPython.noop)]
