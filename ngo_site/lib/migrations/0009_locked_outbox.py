"""The outbox' addresses and words are locked; what waits in it now is locked on the way."""

from django.db import migrations

import ngo_site.lib.locking

NAMES = {"to": None, "subject": "", "text": "", "html": "", "headers": dict}


def lock(apps, schema_editor):
    mails = apps.get_model("lib", "OutboxMail").objects.using(schema_editor.connection.alias)
    for row in list(mails.values("pk", *(f"plain_{name}" for name in NAMES))):
        mails.filter(pk=row["pk"]).update(**{name: row[f"plain_{name}"] for name in NAMES})


def unlock(apps, schema_editor):
    mails = apps.get_model("lib", "OutboxMail").objects.using(schema_editor.connection.alias)
    for row in list(mails.values("pk", *NAMES)):
        mails.filter(pk=row["pk"]).update(**{f"plain_{name}": row[name] for name in NAMES})


def locked(name, default):
    default = {"default": default if default is not None else ""}
    return ngo_site.lib.locking.LockedField(purpose="outbox", verbose_name="HTML" if name == "html" else name, **default)


class Migration(migrations.Migration):
    dependencies = [("lib", "0008_readership")]

    operations = [
        *(migrations.RenameField("outboxmail", name, f"plain_{name}") for name in NAMES),
        *(migrations.AddField("outboxmail", name, locked(name, default)) for name, default in NAMES.items()),
        migrations.AlterField(
            "outboxmail", "to", ngo_site.lib.locking.LockedField(purpose="outbox", verbose_name="to")
        ),
        migrations.RunPython(lock, unlock),
        *(migrations.RemoveField("outboxmail", f"plain_{name}") for name in NAMES),
    ]
