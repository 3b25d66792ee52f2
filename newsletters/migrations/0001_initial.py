import core.crypto.field_encryption
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ConsentWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("signature", "signing a petition"),
                            ("updates", "letters with news of a petition"),
                            ("newsletter", "the newsletter"),
                            ("comments", "mail about answers to comments"),
                            ("joining", "an offer to help"),
                        ],
                        max_length=10,
                        verbose_name="for",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "العربية"),
                            ("de", "Deutsch"),
                            ("en", "English"),
                            ("es", "Español"),
                            ("fa", "فارسی"),
                            ("fr", "Français"),
                            ("ru", "Русский"),
                            ("uk", "Українська"),
                        ],
                        default="en",
                        max_length=7,
                        verbose_name="language",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="What people agree to, in one or two plain sentences. No HTML.",
                        max_length=600,
                        verbose_name="wording",
                    ),
                ),
                ("version", models.CharField(editable=False, max_length=16, verbose_name="version")),
                ("valid_from", models.DateTimeField(default=django.utils.timezone.now, verbose_name="shown from")),
            ],
            options={
                "verbose_name": "consent wording",
                "verbose_name_plural": "consent wordings",
                "ordering": ["purpose", "language", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("purpose", "language", "version"),
                        name="consent_wording_once",
                        violation_error_message="This wording is there already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("topic", models.CharField(db_index=True, max_length=120)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name", "topic"), name="former_topic_once")],
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=150, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        help_text="Empty: everybody who gets the newsletter. “petition:its-address”: those who asked for news of it.",
                        max_length=120,
                        verbose_name="to",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "العربية"),
                            ("de", "Deutsch"),
                            ("en", "English"),
                            ("es", "Español"),
                            ("fa", "فارسی"),
                            ("fr", "Français"),
                            ("ru", "Русский"),
                            ("uk", "Українська"),
                        ],
                        default="en",
                        help_text="It goes to those who asked for letters in this language; before sending you see who is left out.",
                        max_length=7,
                        verbose_name="language",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("queued_at", models.DateTimeField(editable=False, null=True, verbose_name="sent off")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="withdrawn")),
                (
                    "withdrawn_because",
                    models.TextField(blank=True, editable=False, max_length=2000, verbose_name="why it was withdrawn"),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                            models.Q(
                                ("queued_at__isnull", False),
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_withdrawn_with_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500, verbose_name="what was corrected")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="corrected")),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="newsletters.issue"
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for the button in the mail"),
                            ("confirmed", "confirmed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="begun"),
                ),
                ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed")),
                (
                    "email",
                    core.crypto.field_encryption.LockedField(
                        default="", editable=False, purpose="subscriber", verbose_name="e-mail"
                    ),
                ),
                ("mailbox", models.CharField(blank=True, editable=False, max_length=64)),
                ("topic", models.CharField(blank=True, editable=False, max_length=120, verbose_name="topic")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "العربية"),
                            ("de", "Deutsch"),
                            ("en", "English"),
                            ("es", "Español"),
                            ("fa", "فارسی"),
                            ("fr", "Français"),
                            ("ru", "Русский"),
                            ("uk", "Українська"),
                        ],
                        default="en",
                        max_length=7,
                        verbose_name="language",
                    ),
                ),
                ("consent", models.TextField(editable=False, verbose_name="what the person agreed to")),
                (
                    "resting_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="no such mailbox since"),
                ),
            ],
            options={
                "verbose_name": "subscriber",
                "verbose_name_plural": "subscribers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("mailbox", ""), _negated=True),
                        fields=("topic", "mailbox"),
                        name="subscriber_once_per_topic",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "issue",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="newsletters.issue",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="newsletters.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "constraints": [models.UniqueConstraint(fields=("issue", "subscriber"), name="delivery_once")],
            },
        ),
    ]
