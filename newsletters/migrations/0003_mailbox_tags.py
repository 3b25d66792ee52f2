"""The address by which a subscriber is looked up becomes a keyed tag, as with signatures."""

from django.db import migrations, models

from newsletters.models.subscriber import mailbox_of


def tag(apps, _editor):
    subscribers = apps.get_model("newsletters", "Subscriber").objects.exclude(email="")
    for subscriber in subscribers.iterator():
        subscribers.filter(pk=subscriber.pk).update(mailbox=mailbox_of(subscriber.email))


class Migration(migrations.Migration):

    dependencies = [("newsletters", "0002_consent_wordings")]

    operations = [
        migrations.RemoveConstraint(model_name="subscriber", name="subscriber_once_per_topic"),
        migrations.RenameField(model_name="subscriber", old_name="canonical", new_name="mailbox"),
        migrations.RunPython(tag, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="subscriber", name="mailbox", field=models.CharField(blank=True, editable=False, max_length=64)
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                condition=~models.Q(mailbox=""), fields=("topic", "mailbox"), name="subscriber_once_per_topic"
            ),
        ),
    ]
