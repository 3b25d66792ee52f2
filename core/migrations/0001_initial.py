import core.crypto.field_encryption
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Trusted since Postgres 13: the owner of the database may add them.
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="ClockRun",
            fields=[
                ("name", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Dismissal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hint", models.CharField(max_length=40)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "hint put away",
                "verbose_name_plural": "hints put away",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("user", "hint"), name="one_dismissal_of_a_hint")],
            },
        ),
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default="", max_length=100)),
                ("number", models.BigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("moments", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ("expires_at", models.FloatField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("django_tasks_database.dbtaskresult",),
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "happened_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="when"),
                ),
                ("actor_name", models.CharField(blank=True, max_length=150, verbose_name="person")),
                ("action", models.CharField(db_index=True, max_length=40, verbose_name="action")),
                ("kind", models.CharField(blank=True, max_length=100, verbose_name="kind")),
                ("object_id", models.CharField(blank=True, max_length=50, verbose_name="number")),
                ("object_name", models.CharField(blank=True, max_length=200, verbose_name="object")),
                ("detail", models.CharField(blank=True, max_length=500, verbose_name="detail")),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="link",
                        to="core.auditentry",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DailyReferrers",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=100, verbose_name="site")),
                ("day", models.DateField(verbose_name="day")),
                ("views", models.PositiveBigIntegerField(default=0, verbose_name="views")),
            ],
            options={
                "verbose_name": "daily referrers",
                "verbose_name_plural": "daily referrers",
                "default_permissions": ("view",),
                "constraints": [models.UniqueConstraint(fields=("day", "host"), name="views_from_a_site_and_day")],
            },
        ),
        migrations.CreateModel(
            name="DailyViews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=300, verbose_name="page")),
                ("day", models.DateField(verbose_name="day")),
                ("views", models.PositiveBigIntegerField(default=0, verbose_name="views")),
            ],
            options={
                "verbose_name": "daily views",
                "verbose_name_plural": "daily views",
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["path", "day"], name="views_of_a_page")],
                "constraints": [models.UniqueConstraint(fields=("day", "path"), name="views_of_a_page_and_day")],
            },
        ),
        migrations.CreateModel(
            name="ErasedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("mailbox", models.BinaryField(blank=True, default=b"", max_length=32)),
                ("erased_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("mailbox", b""), _negated=True),
                        fields=["mailbox"],
                        name="erased_link_quiet",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FailedLogins",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField(verbose_name="hour")),
                ("account", models.CharField(blank=True, max_length=150, verbose_name="account")),
                ("wrong", models.PositiveIntegerField(default=0, verbose_name="wrong password")),
                ("refused", models.PositiveIntegerField(default=0, verbose_name="refused")),
            ],
            options={
                "verbose_name": "failed logins",
                "verbose_name_plural": "failed logins",
                "default_permissions": ("view",),
                "constraints": [models.UniqueConstraint(fields=("hour", "account"), name="failed_logins_once_an_hour")],
            },
        ),
        migrations.CreateModel(
            name="MailLimitCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField(verbose_name="hour")),
                (
                    "limit",
                    models.CharField(
                        choices=[
                            ("site", "all mails of the site"),
                            ("network", "one network"),
                            ("page", "one opened page"),
                            ("domain", "one mail domain"),
                            ("mailbox", "one mailbox"),
                        ],
                        max_length=10,
                        verbose_name="limit",
                    ),
                ),
                ("late", models.PositiveIntegerField(default=0, verbose_name="sent later")),
                ("dropped", models.PositiveIntegerField(default=0, verbose_name="not sent")),
            ],
            options={
                "verbose_name": "mails over a limit",
                "verbose_name_plural": "mails over a limit",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(fields=("hour", "limit"), name="mails_over_a_limit_once_an_hour")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to", core.crypto.field_encryption.LockedField(purpose="outbox", verbose_name="to")),
                (
                    "content",
                    core.crypto.field_encryption.LockedField(default=dict, purpose="outbox", verbose_name="content"),
                ),
                (
                    "headers",
                    core.crypto.field_encryption.LockedField(default=dict, purpose="outbox", verbose_name="headers"),
                ),
                ("letter_key", models.BigIntegerField(editable=False, null=True)),
                ("reader_key", models.BigIntegerField(editable=False, null=True)),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("is_bulk", models.BooleanField(default=False, verbose_name="letter to many")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="written")),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="next attempt")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("parked_at", models.DateTimeField(blank=True, null=True, verbose_name="given up")),
                ("error", models.TextField(blank=True, verbose_name="last error")),
            ],
            options={
                "verbose_name": "unsent mail",
                "verbose_name_plural": "unsent mails",
                "indexes": [
                    models.Index(
                        condition=models.Q(("parked_at", None)), fields=["is_bulk", "due_at"], name="outbox_due"
                    ),
                    models.Index(
                        condition=models.Q(("letter_key", None), _negated=True),
                        fields=["letter_key"],
                        name="outbox_letter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "old_path",
                    models.CharField(
                        help_text="For example /2019/03/our-story/ or /?p=123",
                        max_length=1000,
                        unique=True,
                        verbose_name="old address",
                    ),
                ),
                (
                    "new_path",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: the page is gone for good.",
                        max_length=1000,
                        verbose_name="new address",
                    ),
                ),
                ("hits", models.PositiveBigIntegerField(default=0, editable=False, verbose_name="visits")),
                ("last_hit_on", models.DateField(editable=False, null=True, verbose_name="last visit")),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("old_path", models.F("new_path")), _negated=True),
                        name="redirect_leads_elsewhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=30, primary_key=True, serialize=False)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("word", name="gin_trgm_ops"),
                        name="search_word_trigrams",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BinItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "deleted_at",
                    models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="deleted"),
                ),
                ("deleted_by_name", models.CharField(blank=True, max_length=150, verbose_name="by")),
                ("records", models.JSONField()),
                ("files", models.JSONField(default=list)),
                (
                    "content_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype", verbose_name="kind"
                    ),
                ),
                (
                    "deleted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "deleted object",
                "verbose_name_plural": "deleted objects",
                "ordering": ["-deleted_at", "-pk"],
                "default_permissions": ("view",),
                "constraints": [models.UniqueConstraint(fields=("content_type", "object_id"), name="deleted_once")],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(db_index=True, max_length=200)),
                ("object_id", models.PositiveBigIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "content_type",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("content_type", "object_id", "mark"), name="reference_of_a_mark_in_a_text"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("language", models.CharField(max_length=7)),
                ("shown_from", models.DateTimeField(null=True)),
                ("shown_until", models.DateTimeField(null=True)),
                ("head", django.contrib.postgres.search.SearchVectorField()),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
                ("text", models.TextField(default="")),
                ("words_known", models.BooleanField(default=False)),
                ("written_at", models.DateTimeField()),
                (
                    "content_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "search entry",
                "verbose_name_plural": "search entries",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["vector"], name="search_entry_vector"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["head"], name="search_entry_head"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("title", name="gin_trgm_ops"),
                        name="search_entry_title_trigrams",
                    ),
                    models.Index(fields=["-shown_from"], name="search_entry_newest"),
                    models.Index(fields=["content_type", "-shown_from"], name="search_entry_newest_of_kind"),
                    models.Index(fields=["language", "-shown_from"], name="search_entry_newest_in"),
                    models.Index(
                        condition=models.Q(("words_known", False)), fields=["id"], name="search_entry_words_unknown"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("content_type", "object_id"), name="search_entry_of_an_object")
                ],
            },
        ),
    ]
