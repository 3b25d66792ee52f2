from django.db import migrations


class Migration(migrations.Migration):
    # Neither the write-ahead log nor a replica or its backups ever hold who asked for what; a crash empties the table.

    dependencies = [("lib", "0001_initial")]

    operations = [
        migrations.RunSQL("ALTER TABLE lib_throttle SET UNLOGGED", "ALTER TABLE lib_throttle SET LOGGED"),
    ]
