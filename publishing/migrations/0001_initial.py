import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Autosave",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField(null=True)),
                ("key", models.CharField(max_length=40)),
                ("data", models.JSONField(null=True)),
                ("base", models.CharField(blank=True, max_length=32)),
                ("serial", models.BigIntegerField(default=0)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("seen_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("written_at", models.DateTimeField(null=True)),
                ("saved_at", models.DateTimeField(null=True)),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved writing",
                "verbose_name_plural": "unsaved writing",
                "indexes": [models.Index(fields=["content_type", "object_id"], name="autosave_of_an_object")],
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "user", "key"), name="one_autosave_of_a_form")
                ],
            },
        ),
        migrations.CreateModel(
            name="PreviewLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="for whom")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="revoked")),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "preview link",
                "verbose_name_plural": "preview links",
                "default_permissions": (),
                "indexes": [models.Index(fields=["content_type", "object_id"], name="preview_link_of_an_object")],
            },
        ),
        migrations.CreateModel(
            name="ReviewNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by_name", models.CharField(blank=True, max_length=150)),
                ("action", models.CharField(max_length=40)),
                ("text", models.TextField(blank=True, max_length=2000)),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "note on a review",
                "verbose_name_plural": "notes on reviews",
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["content_type", "object_id"], name="review_note_of_an_object")],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by_name", models.CharField(blank=True, max_length=150)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("changed", models.JSONField(default=list)),
                ("data", models.JSONField()),
                ("digest", models.CharField(max_length=32)),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "number"), name="version_numbered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduledChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField(db_index=True, verbose_name="on")),
                ("base", models.JSONField()),
                ("data", models.JSONField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by_name", models.CharField(blank=True, max_length=150, verbose_name="by")),
                ("parked_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(blank=True, verbose_name="why not")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="done")),
                (
                    "content_type",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "planned change",
                "verbose_name_plural": "planned changes",
                "ordering": ["at"],
                "indexes": [models.Index(fields=["content_type", "object_id"], name="scheduled_change_of_an_object")],
            },
        ),
    ]
