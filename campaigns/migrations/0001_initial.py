import campaigns.models.translated
import campaigns.petitions.models.petition
import campaigns.sharing.models
import core.media.documents
import core.media.files
import core.media.pictures
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import django_countries.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DayKey",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("key", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="begun"),
                ),
                ("confirmed_at", models.DateTimeField(editable=False, null=True, verbose_name="confirmed")),
                ("fingerprint", models.BinaryField(max_length=32)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "waiting for the button in the mail"),
                            ("confirmed", "confirmed"),
                            ("held", "held back"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country")),
                ("region", models.CharField(blank=True, max_length=80, verbose_name="place")),
                ("display_name", models.CharField(blank=True, max_length=120, verbose_name="public name")),
                ("sealed", models.BinaryField()),
                ("counted", models.BooleanField(default=False, editable=False)),
                ("token_hash", models.BinaryField(max_length=32, null=True)),
                ("reminded_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
            },
        ),
        migrations.CreateModel(
            name="Petition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        help_text="The last part of the page's address. When you change it later, the old address leads to the new one.",
                        max_length=100,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences for lists, search engines and shared links.",
                        max_length=300,
                        verbose_name="summary",
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
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: a draft. In the future: it appears by itself at that time.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: for good. From this time on its address says that it is no longer here.",
                        null=True,
                        verbose_name="public until",
                    ),
                ),
                (
                    "review_asked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="review asked for"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                (
                    "withdrawn_because",
                    models.TextField(
                        blank=True,
                        editable=False,
                        help_text="Everybody who comes to its address reads this. Plain text.",
                        max_length=2000,
                        verbose_name="why it was withdrawn",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("addressee", models.CharField(max_length=200, verbose_name="addressed to")),
                (
                    "demand",
                    models.TextField(
                        help_text="What people sign, word for word. Plain text.",
                        max_length=2000,
                        verbose_name="the demand",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="why it matters")),
                ("goal", models.PositiveIntegerField(default=1000, verbose_name="goal")),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="paused")),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="In the future: it closes by itself at that time.",
                        null=True,
                        verbose_name="closed",
                    ),
                ),
                ("delivered_at", models.DateTimeField(blank=True, null=True, verbose_name="handed over")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("won", "won"), ("lost", "lost")], max_length=4, verbose_name="outcome"
                    ),
                ),
                (
                    "salt",
                    models.BinaryField(default=campaigns.petitions.models.petition.new_salt, max_length=32, null=True),
                ),
            ],
            options={
                "verbose_name": "petition",
                "verbose_name_plural": "petitions",
                "ordering": ["-published_at", "-pk"],
                "permissions": [("hand_over", "may download the sealed signatures")],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
            },
            bases=(campaigns.models.translated.Translated, models.Model),
        ),
        migrations.CreateModel(
            name="PosterSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True, verbose_name="address")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences at the head of its page.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
            ],
            options={
                "verbose_name": "series of posters",
                "verbose_name_plural": "series of posters",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="RiskSignals",
            fields=[
                ("signature_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("petition_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_index=True)),
                ("network", models.BinaryField(null=True)),
                ("domain", models.BinaryField(null=True)),
                ("alias", models.BinaryField(null=True)),
                ("name", models.BinaryField(null=True)),
                ("is_disposable", models.BooleanField(default=False)),
                ("is_quick", models.BooleanField(default=False)),
                ("is_odd", models.BooleanField(default=False)),
                ("is_instant", models.BooleanField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Burst",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("petition_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("tag", models.BinaryField()),
                ("weight", models.PositiveSmallIntegerField()),
                ("begun_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("is_over", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("petition_id", "kind", "tag"), name="burst_once")],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        help_text="The last part of the page's address. When you change it later, the old address leads to the new one.",
                        max_length=100,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences for lists, search engines and shared links.",
                        max_length=300,
                        verbose_name="summary",
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
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: a draft. In the future: it appears by itself at that time.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: for good. From this time on its address says that it is no longer here.",
                        null=True,
                        verbose_name="public until",
                    ),
                ),
                (
                    "review_asked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="review asked for"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                (
                    "withdrawn_because",
                    models.TextField(
                        blank=True,
                        editable=False,
                        help_text="Everybody who comes to its address reads this. Plain text.",
                        max_length=2000,
                        verbose_name="why it was withdrawn",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "signal",
                    models.CharField(
                        choices=[
                            ("carbon", "carbon blue"),
                            ("vermilion", "vermilion"),
                            ("yellow", "yellow"),
                            ("green", "green"),
                            ("pink", "pink"),
                        ],
                        default="carbon",
                        max_length=9,
                        verbose_name="signal colour",
                    ),
                ),
                (
                    "donate_url",
                    models.URLField(
                        blank=True,
                        help_text="The page of your donation service for this campaign. Empty: that of the whole site, if it has one.",
                        validators=[django.core.validators.URLValidator(["https"])],
                        verbose_name="where to give",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="articles.photo",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "ordering": ["-published_at", "-pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
            },
        ),
        migrations.CreateModel(
            name="DomainTag",
            fields=[
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="domain_tag",
                        serialize=False,
                        to="campaigns.signature",
                    ),
                ),
                ("tag", models.BinaryField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Quarantine",
            fields=[
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="quarantine",
                        serialize=False,
                        to="campaigns.signature",
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("disposable", "throw-away mailbox"),
                                ("quick", "form filled in within three seconds"),
                                ("odd", "name or mailbox like a random string"),
                                ("instant", "button pressed within seconds of the mail"),
                                ("network", "scripted burst from one network"),
                                ("strangers", "burst of unknown mail domains from one network"),
                                ("domain", "scripted burst from one mail domain"),
                                ("alias", "many aliases of one mailbox"),
                                ("name", "the same name many times"),
                                ("throwaway", "burst of throw-away mailboxes at one domain"),
                                ("throwaways", "burst of throw-away mailboxes"),
                                ("headless", "burst of forms and buttons quicker than hands"),
                                ("editor", "by an editor"),
                            ],
                            max_length=12,
                        ),
                        size=None,
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(default=0)),
                ("held_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("released_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("code_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                ("by_code", models.BinaryField(default=b"")),
                ("country", django_countries.fields.CountryField(max_length=2)),
                ("place", models.CharField(blank=True, max_length=80)),
                ("display_name", models.CharField(blank=True, max_length=120)),
                ("sealed", models.BinaryField(default=b"")),
                ("sealed_code", models.BinaryField(null=True)),
                ("sealed_reply", models.BinaryField(null=True)),
                ("shown", models.BinaryField(default=b"")),
                ("via", models.BinaryField(default=b"")),
                ("letters", models.BinaryField(default=b"")),
                ("address", models.BinaryField(default=b"")),
                ("reminder", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "signature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="campaigns.signature"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="signature",
            name="petition",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="campaigns.petition",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="petitions",
                to="campaigns.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="petition",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                help_text="The same petition in another language. Both share one count; nobody can sign twice. Campaign, goal, dates and withdrawal are those of the original.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="translations",
                to="campaigns.petition",
                verbose_name="translation of",
            ),
        ),
        migrations.CreateModel(
            name="PaperBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "count",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="how many"
                    ),
                ),
                ("country", django_countries.fields.CountryField(max_length=2, verbose_name="country")),
                ("collected_on", models.DateField(verbose_name="collected on")),
                (
                    "place",
                    models.CharField(
                        help_text="Everybody reads this in the log of the count: “market in Lyon”.",
                        max_length=120,
                        verbose_name="place",
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "entered_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="entered"),
                ),
                ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="approved")),
                ("struck_at", models.DateTimeField(editable=False, null=True, verbose_name="taken off again")),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        limit_choices_to={"translation_of": None},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_batches",
                        to="campaigns.petition",
                        verbose_name="petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch of paper signatures",
                "verbose_name_plural": "paper signatures",
                "ordering": ["-entered_at", "-pk"],
                "default_permissions": ("add", "delete", "view"),
            },
        ),
        migrations.CreateModel(
            name="Invalidation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("hold", "take out of the count"), ("release", "let count again")],
                        default="hold",
                        max_length=7,
                        verbose_name="what to do",
                    ),
                ),
                ("conditions", models.JSONField(default=dict, verbose_name="conditions")),
                (
                    "reason",
                    models.CharField(
                        help_text="Everybody reads this in the petition’s public log of its count.",
                        max_length=300,
                        verbose_name="why",
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="done")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="taken back")),
                ("undoing_finished_at", models.DateTimeField(null=True)),
                ("number", models.PositiveIntegerField(default=0, verbose_name="signatures")),
                ("moved_back", models.PositiveIntegerField(default=0)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invalidations",
                        to="campaigns.petition",
                        verbose_name="petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "removal of signatures",
                "verbose_name_plural": "removed signatures",
                "ordering": ["-made_at"],
                "default_permissions": ("add", "view"),
            },
        ),
        migrations.CreateModel(
            name="DailyTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("count", models.IntegerField(default=0)),
                (
                    "petition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="campaigns.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "daily tally",
                "verbose_name_plural": "daily tallies",
            },
        ),
        migrations.CreateModel(
            name="CountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paper-added", "signatures on paper added"),
                            ("paper-struck", "signatures on paper taken off again"),
                            ("invalidated", "signatures taken off the count"),
                            ("restored", "signatures put back"),
                            ("mended", "the number set right after counting all again"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("number", models.IntegerField(verbose_name="how many")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                (
                    "petition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="count_changes",
                        to="campaigns.petition",
                        verbose_name="petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the public log",
                "verbose_name_plural": "public log of the count",
                "ordering": ["-happened_at", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was", models.TextField(verbose_name="it was")),
                ("is_now", models.TextField(verbose_name="it is now")),
                ("reason", models.TextField(max_length=500, verbose_name="why")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="corrected")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="corrections", to="campaigns.petition"
                    ),
                ),
            ],
            options={
                "verbose_name": "correction",
                "verbose_name_plural": "corrections",
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "whom",
                    models.CharField(
                        help_text="Name and office, as on an envelope.", max_length=200, verbose_name="to whom"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("postal_address", models.TextField(blank=True, max_length=500, verbose_name="postal address")),
                ("subject", models.CharField(max_length=150, verbose_name="subject")),
                (
                    "text",
                    models.TextField(
                        help_text="Plain text, friendly and short; who sends it will change it and put their name below it.",
                        max_length=3000,
                        verbose_name="letter",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeals",
                        to="campaigns.petition",
                        verbose_name="petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter to those who decide",
                "verbose_name_plural": "letters to those who decide: people send them from their own mailbox",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PetitionUpdate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "news"),
                            ("open", "open for signatures"),
                            ("paused", "paused"),
                            ("closed", "closed"),
                            ("delivered", "handed over"),
                            ("answered", "answered"),
                            ("won", "won"),
                            ("lost", "lost"),
                        ],
                        help_text="What it tells of.",
                        max_length=9,
                        verbose_name="about",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "answered_by",
                    models.CharField(
                        blank=True,
                        help_text="When it is an answer: the person and the office.",
                        max_length=200,
                        verbose_name="who answered",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        default=django.utils.timezone.now,
                        help_text="Empty: nobody sees it yet.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="sent to those who asked")),
                (
                    "petition",
                    models.ForeignKey(
                        limit_choices_to={"translation_of": None},
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="campaigns.petition",
                        verbose_name="petition",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petition_updates",
                        to="articles.photo",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "petition update",
                "verbose_name_plural": "petition updates",
                "ordering": ["-published_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Poster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    core.media.pictures.PictureField(upload_to=core.media.pictures.file_name, verbose_name="picture"),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What matters in it, as you would tell it on the telephone. Not “a picture of”.",
                        max_length=300,
                        verbose_name="description for those who cannot see it",
                    ),
                ),
                (
                    "decorative",
                    models.BooleanField(
                        default=False,
                        help_text="It says nothing; screen readers pass over it.",
                        verbose_name="only decoration",
                    ),
                ),
                (
                    "credit",
                    models.CharField(blank=True, help_text="Who made it.", max_length=200, verbose_name="credit"),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True, help_text="Such as CC BY 4.0.", max_length=100, verbose_name="licence"
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="where it comes from")),
                ("width", models.PositiveIntegerField(editable=False, null=True)),
                ("height", models.PositiveIntegerField(editable=False, null=True)),
                ("renditions", models.JSONField(default=dict, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        help_text="The last part of the page's address. When you change it later, the old address leads to the new one.",
                        max_length=100,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences for lists, search engines and shared links.",
                        max_length=300,
                        verbose_name="summary",
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
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: a draft. In the future: it appears by itself at that time.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: for good. From this time on its address says that it is no longer here.",
                        null=True,
                        verbose_name="public until",
                    ),
                ),
                (
                    "review_asked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="review asked for"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                (
                    "withdrawn_because",
                    models.TextField(
                        blank=True,
                        editable=False,
                        help_text="Everybody who comes to its address reads this. Plain text.",
                        max_length=2000,
                        verbose_name="why it was withdrawn",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("place", models.PositiveSmallIntegerField(default=0, verbose_name="place in the series")),
                (
                    "words",
                    models.TextField(
                        help_text="For those who cannot see it, and for search.",
                        max_length=500,
                        verbose_name="the words on it",
                    ),
                ),
                (
                    "printable",
                    core.media.documents.DocumentField(
                        blank=True,
                        kind="pdf",
                        upload_to=core.media.files.document_name,
                        verbose_name="file to print (PDF)",
                    ),
                ),
                (
                    "qr_in_print",
                    models.BooleanField(
                        default=False,
                        help_text="On the A4 and A3 sheets that are made from the picture.",
                        verbose_name="QR code in the corner",
                    ),
                ),
                ("suggested_text", models.TextField(blank=True, max_length=500, verbose_name="words to share it with")),
                ("made", models.JSONField(default=dict, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posters",
                        to="campaigns.campaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where its QR code leads; empty: to the campaign.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posters",
                        to="campaigns.petition",
                        verbose_name="petition",
                    ),
                ),
                (
                    "translation_of",
                    models.ForeignKey(
                        blank=True,
                        help_text="The original of this translation. All languages then lead to each other.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="translations",
                        to="campaigns.poster",
                        verbose_name="translation of",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posters",
                        to="campaigns.posterseries",
                        verbose_name="series",
                    ),
                ),
            ],
            options={
                "verbose_name": "poster",
                "verbose_name_plural": "posters",
                "ordering": ["-published_at", "-pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
            },
        ),
        migrations.CreateModel(
            name="PosterFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("story", "Phone story, 1080 × 1920"),
                            ("square", "Square, 1080 × 1080"),
                            ("web", "For web pages, up to 1200 wide"),
                            ("a4", "A4 to print, with 3 mm bleed"),
                            ("a3", "A3 to print, with 3 mm bleed"),
                        ],
                        max_length=6,
                        verbose_name="size",
                    ),
                ),
                ("file", models.FileField(upload_to=core.media.files.document_name, verbose_name="file")),
                (
                    "poster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="own_files", to="campaigns.poster"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of one's own",
                "verbose_name_plural": "files of one's own, by size",
            },
        ),
        migrations.CreateModel(
            name="ShareCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=campaigns.sharing.models.new_code, max_length=12, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "mail"),
                            ("copy", "copied address"),
                            ("qr", "QR code"),
                            ("mastodon", "Mastodon"),
                            ("bluesky", "Bluesky"),
                            ("whatsapp", "WhatsApp"),
                            ("telegram", "Telegram"),
                            ("signal", "Signal"),
                            ("x", "X"),
                            ("facebook", "Facebook"),
                            ("embed", "on other pages"),
                            ("adopted", "adopted"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=280, verbose_name="words")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="adopted by")),
                ("mailbox", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ("token_hash", models.BinaryField(max_length=32, null=True, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("visits_waiting", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("signatures_waiting", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("confirmed_waiting", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="share_codes",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="share_codes",
                        to="campaigns.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "share code",
                "verbose_name_plural": "share codes",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SharedHour",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hour", models.DateTimeField(verbose_name="hour")),
                ("visits", models.PositiveIntegerField(default=0, verbose_name="visits")),
                ("signatures", models.PositiveIntegerField(default=0, verbose_name="forms sent")),
                ("confirmed", models.PositiveIntegerField(default=0, verbose_name="confirmed")),
                (
                    "code",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="campaigns.sharecode",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ShareText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("mail", "mail"),
                            ("mastodon", "Mastodon"),
                            ("bluesky", "Bluesky"),
                            ("whatsapp", "WhatsApp"),
                            ("telegram", "Telegram"),
                            ("signal", "Signal"),
                            ("x", "X"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="Without the address: it is added at the end.", max_length=280, verbose_name="words"
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="share_texts",
                        to="campaigns.petition",
                        verbose_name="petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "words to pass it on with",
                "verbose_name_plural": "words to pass it on with",
            },
        ),
        migrations.CreateModel(
            name="ShownOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("host", models.CharField(max_length=100, verbose_name="site")),
                ("day", models.DateField(verbose_name="day")),
                ("views", models.PositiveBigIntegerField(default=0, verbose_name="views")),
                (
                    "petition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shown_on",
                        to="campaigns.petition",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", django_countries.fields.CountryField(max_length=2)),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "petition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="campaigns.petition",
                    ),
                ),
            ],
            options={
                "verbose_name": "tally",
                "verbose_name_plural": "tallies",
            },
        ),
        migrations.CreateModel(
            name="UpdateTranslation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        max_length=7,
                        verbose_name="language",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("body", models.TextField(verbose_name="text")),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="translations",
                        to="campaigns.petitionupdate",
                    ),
                ),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
            },
        ),
        migrations.CreateModel(
            name="Video",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    core.media.pictures.PictureField(upload_to=core.media.pictures.file_name, verbose_name="picture"),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What matters in it, as you would tell it on the telephone. Not “a picture of”.",
                        max_length=300,
                        verbose_name="description for those who cannot see it",
                    ),
                ),
                (
                    "decorative",
                    models.BooleanField(
                        default=False,
                        help_text="It says nothing; screen readers pass over it.",
                        verbose_name="only decoration",
                    ),
                ),
                (
                    "credit",
                    models.CharField(blank=True, help_text="Who made it.", max_length=200, verbose_name="credit"),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True, help_text="Such as CC BY 4.0.", max_length=100, verbose_name="licence"
                    ),
                ),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="where it comes from")),
                ("width", models.PositiveIntegerField(editable=False, null=True)),
                ("height", models.PositiveIntegerField(editable=False, null=True)),
                ("renditions", models.JSONField(default=dict, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(
                        allow_unicode=True,
                        help_text="The last part of the page's address. When you change it later, the old address leads to the new one.",
                        max_length=100,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences for lists, search engines and shared links.",
                        max_length=300,
                        verbose_name="summary",
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
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: a draft. In the future: it appears by itself at that time.",
                        null=True,
                        verbose_name="public from",
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        help_text="Empty: for good. From this time on its address says that it is no longer here.",
                        null=True,
                        verbose_name="public until",
                    ),
                ),
                (
                    "review_asked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="review asked for"),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                (
                    "withdrawn_because",
                    models.TextField(
                        blank=True,
                        editable=False,
                        help_text="Everybody who comes to its address reads this. Plain text.",
                        max_length=2000,
                        verbose_name="why it was withdrawn",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="The film's page on Dailymotion, YouTube, Vimeo or PeerTube, as “Share” gives it there; a start time is kept. Empty when you upload a file.",
                        verbose_name="where it lives",
                    ),
                ),
                (
                    "mp4",
                    core.media.documents.DocumentField(
                        blank=True, kind="mp4", upload_to=core.media.files.document_name, verbose_name="MP4 file"
                    ),
                ),
                (
                    "webm",
                    core.media.documents.DocumentField(
                        blank=True, kind="webm", upload_to=core.media.files.document_name, verbose_name="WebM file"
                    ),
                ),
                (
                    "captions",
                    core.media.documents.DocumentField(
                        blank=True,
                        help_text="In the language of the film; other languages below. Lines that players would not read are named.",
                        kind="vtt",
                        upload_to=core.media.files.document_name,
                        verbose_name="captions (WebVTT)",
                    ),
                ),
                (
                    "no_captions",
                    models.CharField(
                        blank=True,
                        help_text="Only for a film in which nothing is said, such as “Music, no words”. Viewers read it below it.",
                        max_length=200,
                        verbose_name="why there are no captions",
                    ),
                ),
                (
                    "transcript",
                    models.TextField(
                        blank=True, help_text="What is heard and seen, in plain text.", verbose_name="transcript"
                    ),
                ),
                (
                    "in_texts",
                    models.BooleanField(
                        default=False,
                        help_text="Set when the film's address is pasted into a text: it is shown there, without a page of its own.",
                        verbose_name="texts may show it as a draft",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="videos",
                        to="campaigns.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "video",
                "verbose_name_plural": "videos",
                "ordering": ["-published_at", "-pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
            },
        ),
        migrations.CreateModel(
            name="VideoCaptions",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        max_length=7,
                        verbose_name="language",
                    ),
                ),
                (
                    "file",
                    core.media.documents.DocumentField(
                        kind="vtt", upload_to=core.media.files.document_name, verbose_name="captions (WebVTT)"
                    ),
                ),
                (
                    "video",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="other_captions", to="campaigns.video"
                    ),
                ),
            ],
            options={
                "verbose_name": "captions in another language",
                "verbose_name_plural": "captions in other languages",
                "ordering": ["language"],
            },
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("published_at", None),
                    ("expires_at__gt", models.F("published_at")),
                    _connector="OR",
                ),
                name="campaigns_campaign_expires_after_it_appears",
                violation_error_message="It would be over before it appears: “public until” must be the later time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                    models.Q(
                        ("published_at__isnull", False),
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="campaigns_campaign_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                name="campaigns_campaign_only_drafts_are_reviewed",
            ),
        ),
        migrations.AddField(
            model_name="quarantine",
            name="held_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="held",
                to="campaigns.invalidation",
            ),
        ),
        migrations.AddField(
            model_name="quarantine",
            name="released_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="released",
                to="campaigns.invalidation",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("sealed", b""), _negated=True), fields=["created_at"], name="attempt_unconfirmed"
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("letters", b""), _negated=True), fields=["created_at"], name="attempt_with_letters"
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(
                    models.Q(("counted", False), ("status", "confirmed")),
                    models.Q(models.Q(("status", "confirmed"), _negated=True), ("counted", True)),
                    _connector="OR",
                ),
                fields=["petition"],
                name="signature_to_count",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("status", "confirmed"), models.Q(("display_name", ""), _negated=True)),
                fields=["petition", "-confirmed_at"],
                name="signature_public_names",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("status__in", ["pending", "held", "withdrawn"])),
                fields=["created_at"],
                name="signature_not_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(fields=("petition", "fingerprint"), name="one_mailbox_one_signature"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["pending", "confirmed", "held", "withdrawn"])),
                name="signature_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("published_at", None),
                    ("expires_at__gt", models.F("published_at")),
                    _connector="OR",
                ),
                name="campaigns_petition_expires_after_it_appears",
                violation_error_message="It would be over before it appears: “public until” must be the later time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                    models.Q(
                        ("published_at__isnull", False),
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="campaigns_petition_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                name="campaigns_petition_only_drafts_are_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("outcome", "")),
                    models.Q(("decided_at__isnull", False), ("outcome__in", ["won", "lost"])),
                    _connector="OR",
                ),
                name="petition_decided_with_an_outcome",
                violation_error_message="Give both the date of the decision and how it ended, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("translation_of", None),
                    models.Q(("translation_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="campaigns_petition_not_its_own_translation",
            ),
        ),
        migrations.AddConstraint(
            model_name="petition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("translation_of__isnull", False)),
                fields=("translation_of", "language"),
                name="campaigns_petition_one_translation_per_language",
                violation_error_message="There is a translation into this language already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.CheckConstraint(condition=models.Q(("count__gt", 0)), name="paper_batch_is_not_empty"),
        ),
        migrations.AddConstraint(
            model_name="paperbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by", None),
                    ("entered_by", None),
                    models.Q(("approved_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="paper_batch_seen_by_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailytally",
            constraint=models.UniqueConstraint(fields=("petition", "day"), name="one_tally_per_day"),
        ),
        migrations.AddIndex(
            model_name="countchange",
            index=models.Index(fields=["petition", "-happened_at"], name="count_change_of_petition"),
        ),
        migrations.AddConstraint(
            model_name="countchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="count_change_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="countchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", 0), _negated=True), name="count_change_changes_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("email", ""), _negated=True),
                    models.Q(("postal_address", ""), _negated=True),
                    _connector="OR",
                ),
                name="appeal_has_an_address",
                violation_error_message="Give an e-mail address, a postal address, or both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="posterfile",
            constraint=models.UniqueConstraint(
                fields=("poster", "size"),
                name="one_file_per_size_of_a_poster",
                violation_error_message="There is a file of this size already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("published_at", None),
                    ("expires_at__gt", models.F("published_at")),
                    _connector="OR",
                ),
                name="campaigns_poster_expires_after_it_appears",
                violation_error_message="It would be over before it appears: “public until” must be the later time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                    models.Q(
                        ("published_at__isnull", False),
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="campaigns_poster_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                name="campaigns_poster_only_drafts_are_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("translation_of", None),
                    models.Q(("translation_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="campaigns_poster_not_its_own_translation",
            ),
        ),
        migrations.AddConstraint(
            model_name="poster",
            constraint=models.UniqueConstraint(
                condition=models.Q(("translation_of__isnull", False)),
                fields=("translation_of", "language"),
                name="campaigns_poster_one_translation_per_language",
                violation_error_message="There is a translation into this language already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharecode",
            constraint=models.UniqueConstraint(
                condition=models.Q(("channel", "adopted"), _negated=True),
                fields=("petition", "channel", "words"),
                name="one_code_per_channel_and_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("campaign", None), ("petition__isnull", False)),
                    models.Q(("campaign__isnull", False), ("channel", "adopted"), ("petition", None)),
                    _connector="OR",
                ),
                name="share_code_of_a_petition_or_a_campaign",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharedhour",
            constraint=models.UniqueConstraint(fields=("code", "hour"), name="one_row_per_code_and_hour"),
        ),
        migrations.AddConstraint(
            model_name="sharetext",
            constraint=models.UniqueConstraint(
                fields=("petition", "channel", "text"), name="same_words_once_per_channel"
            ),
        ),
        migrations.AddConstraint(
            model_name="shownon",
            constraint=models.UniqueConstraint(fields=("petition", "day", "host"), name="shown_on_a_site_and_day"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("petition", "country"), name="one_tally_per_country"),
        ),
        migrations.AddConstraint(
            model_name="updatetranslation",
            constraint=models.UniqueConstraint(
                fields=("update", "language"), name="one_translation_of_an_update_per_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("published_at", None),
                    ("expires_at__gt", models.F("published_at")),
                    _connector="OR",
                ),
                name="campaigns_video_expires_after_it_appears",
                violation_error_message="It would be over before it appears: “public until” must be the later time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                    models.Q(
                        ("published_at__isnull", False),
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="campaigns_video_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                name="campaigns_video_only_drafts_are_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="videocaptions",
            constraint=models.UniqueConstraint(
                fields=("video", "language"),
                name="captions_once_per_language",
                violation_error_message="There are captions in this language already.",
            ),
        ),
    ]
