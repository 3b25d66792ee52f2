import core.crypto.field_encryption
import core.media.pictures
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Album",
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
            ],
            options={
                "verbose_name": "album",
                "verbose_name_plural": "albums",
                "ordering": ["-published_at", "-pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
            },
        ),
        migrations.CreateModel(
            name="CommentPass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("address_tag", models.BinaryField(db_index=True, max_length=32)),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "comment pass",
                "verbose_name_plural": "comment passes",
            },
        ),
        migrations.CreateModel(
            name="Series",
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
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="SpamToken",
            fields=[
                ("token", models.BinaryField(max_length=8, primary_key=True, serialize=False)),
                ("spam", models.PositiveIntegerField(default=0)),
                ("welcome", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True, verbose_name="address")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="WatchedWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "words",
                    models.CharField(
                        help_text="Capital letters make no difference. It is found as whole words; with a * at the end, as a beginning.",
                        max_length=100,
                        unique=True,
                        verbose_name="word or phrase",
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[("hold", "hold for a moderator"), ("spam", "treat as spam")],
                        default="hold",
                        max_length=4,
                        verbose_name="what happens",
                    ),
                ),
            ],
            options={
                "verbose_name": "watched word",
                "verbose_name_plural": "watched words",
                "ordering": ["words"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["submit_date", "pk"],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("django_comments_xtd.xtdcomment",),
        ),
        migrations.CreateModel(
            name="Article",
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
                    "series_position",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The smallest comes first; of equal ones, and of those without one, the older.",
                        null=True,
                        verbose_name="place in the series",
                    ),
                ),
                (
                    "related_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("comments_open", models.BooleanField(default=True, verbose_name="comments are open")),
                (
                    "comments_close_after",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Counted from publication. Empty: as everywhere on this site. 0: never.",
                        null=True,
                        verbose_name="comments close after days",
                    ),
                ),
                ("mentions_open", models.BooleanField(default=True, verbose_name="other sites may answer (pingbacks)")),
                ("word_count", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "links_told_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="The state of the text (updated_at) of which other sites were told.",
                        null=True,
                    ),
                ),
                (
                    "source_key",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="Where an import took it from.",
                        max_length=300,
                        null=True,
                        unique=True,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who made it: an author changes only their own.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="articles.article",
                        verbose_name="translation of",
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["-published_at", "-pk"],
                "permissions": [("change_others_article", "Can work on articles of others")],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
            },
        ),
        migrations.CreateModel(
            name="Ban",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_tag", models.BinaryField(max_length=32, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no reason given"),
                            ("off-topic", "beside the subject"),
                            ("insult", "insults somebody"),
                            ("advertising", "advertising"),
                            ("private", "tells private things about somebody"),
                            ("unlawful", "against the law"),
                            ("repeated", "said before"),
                        ],
                        default="",
                        max_length=11,
                        verbose_name="reason",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "blocked sender",
                "verbose_name_plural": "blocked senders",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Byline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("guest", models.CharField(blank=True, max_length=120, verbose_name="or a guest")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Such as: letterpress printer in Lyon.",
                        max_length=200,
                        verbose_name="who the guest is",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bylines", to="articles.article"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="organisation.person",
                        verbose_name="one of our people",
                    ),
                ),
            ],
            options={
                "verbose_name": "author",
                "verbose_name_plural": "authors",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="authors",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="articles.Byline",
                to="organisation.person",
                verbose_name="authors",
            ),
        ),
        migrations.CreateModel(
            name="Follower",
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
                    "thread_id",
                    models.PositiveBigIntegerField(
                        default=0, help_text="The comment at its top; 0: the whole article."
                    ),
                ),
                ("address_tag", models.BinaryField(db_index=True, max_length=32)),
                ("locked_address", models.BinaryField(max_length=400)),
                ("language", models.CharField(max_length=7)),
                ("consent", models.TextField(blank=True, editable=False, verbose_name="what the person agreed to")),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="last mail")),
                (
                    "resting_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="no such mailbox since"),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="followers", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "follower",
                "verbose_name_plural": "followers",
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("object_id", models.PositiveBigIntegerField()),
                ("target_url", models.URLField(max_length=1000, verbose_name="our page")),
                ("source_url", models.URLField(max_length=2000, verbose_name="their page")),
                ("source_hash", models.BinaryField(max_length=32)),
                (
                    "kind",
                    models.CharField(
                        choices=[("pingback", "pingback"), ("webmention", "webmention"), ("trackback", "trackback")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("mention", "mentions it"),
                            ("reply", "replies"),
                            ("like", "likes it"),
                            ("repost", "passes it on"),
                            ("bookmark", "keeps it"),
                        ],
                        default="mention",
                        max_length=8,
                        verbose_name="what it does with ours",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "to be fetched"),
                            ("verified", "verified, waits for you"),
                            ("approved", "public"),
                            ("hidden", "hidden"),
                            ("spam", "spam"),
                            ("failed", "no link found"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=300, verbose_name="title")),
                ("author", models.CharField(blank=True, max_length=200, verbose_name="author")),
                ("excerpt", models.TextField(blank=True, max_length=1000, verbose_name="excerpt")),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="received")),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="verified")),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        help_text="When it was last put in line to be fetched.",
                    ),
                ),
                (
                    "strikes",
                    models.PositiveSmallIntegerField(
                        default=0,
                        editable=False,
                        help_text="How often in a row the other page did not answer as it should.",
                    ),
                ),
                (
                    "status_id",
                    models.UUIDField(
                        db_default=django.contrib.postgres.functions.RandomUUID(),
                        editable=False,
                        help_text="In the address where a sender asks about it.",
                        unique=True,
                    ),
                ),
                (
                    "content_type",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, to="contenttypes.contenttype"
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
                "ordering": ["received_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_url", models.URLField(max_length=1000, verbose_name="our page")),
                ("target_url", models.URLField(max_length=2000, verbose_name="their page")),
                ("target_hash", models.BinaryField(max_length=32)),
                ("is_linked", models.BooleanField(default=True, verbose_name="the link is there")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "to be told"),
                            ("told", "told"),
                            ("deaf", "takes neither webmentions nor pingbacks"),
                            ("failed", "could not be told"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="status",
                    ),
                ),
                (
                    "protocol",
                    models.CharField(
                        blank=True,
                        choices=[("webmention", "webmention"), ("pingback", "pingback")],
                        max_length=10,
                        verbose_name="told by",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("outcome", models.CharField(blank=True, max_length=200, verbose_name="what came of it")),
                ("status_url", models.URLField(blank=True, max_length=2000, verbose_name="what they made of it")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="last change")),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="outgoing_mentions",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "outgoing mention",
                "verbose_name_plural": "outgoing mentions",
                "ordering": ["-changed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Photo",
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
                ("caption", models.CharField(blank=True, max_length=400, verbose_name="caption")),
                (
                    "focus_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        help_text="In percent of the width. It stays in sight where the picture is cut to fit.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="what matters: from the left",
                    ),
                ),
                (
                    "focus_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        help_text="In percent of the height.",
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="what matters: from the top",
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[
                            (None, "please answer"),
                            ("nobody", "nobody can be recognised"),
                            ("given", "all who can be recognised have agreed"),
                            ("withdrawn", "somebody no longer agrees"),
                        ],
                        help_text="When somebody no longer agrees, the picture disappears from all public pages at once.",
                        max_length=9,
                        verbose_name="people who can be recognised",
                    ),
                ),
                (
                    "consent_until",
                    models.DateField(
                        blank=True,
                        help_text="The last day. Afterwards the picture is shown nowhere; editors are told 30 days before.",
                        null=True,
                        verbose_name="agreed until",
                    ),
                ),
                ("consent_told_at", models.DateTimeField(editable=False, null=True)),
                ("withheld_at", models.DateTimeField(editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        help_text="Who made it: an author changes only their own.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["-published_at", "-pk"],
                "permissions": [("change_others_photo", "Can work on photos of others")],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
            },
        ),
        migrations.AddField(
            model_name="article",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to="articles.photo",
                verbose_name="lead picture",
            ),
        ),
        migrations.CreateModel(
            name="AlbumPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Small numbers come first.", verbose_name="place"
                    ),
                ),
                (
                    "album",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="articles.album",
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="album_places",
                        to="articles.photo",
                        verbose_name="photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo in the album",
                "verbose_name_plural": "photos in the album",
                "ordering": ["place", "pk"],
            },
        ),
        migrations.AddField(
            model_name="album",
            name="photos",
            field=models.ManyToManyField(
                blank=True,
                related_name="albums",
                through="articles.AlbumPlace",
                to="articles.photo",
                verbose_name="photos",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="articles",
                to="articles.series",
                verbose_name="series",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="tags",
            field=models.ManyToManyField(blank=True, related_name="articles", to="articles.tag", verbose_name="tags"),
        ),
        migrations.CreateModel(
            name="TagAlias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="other name")),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="articles.tag",
                        verbose_name="tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "other name",
                "verbose_name_plural": "other names",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "follower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="articles.follower"
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.comment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "score",
                    models.FloatField(help_text="From 0 (welcome) to 1 (spam).", null=True, verbose_name="spam score"),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="held because")),
                ("spam_at", models.DateTimeField(null=True, verbose_name="spam since")),
                (
                    "learned",
                    models.CharField(
                        blank=True,
                        choices=[("", "nothing"), ("welcome", "welcome"), ("spam", "spam")],
                        default="",
                        max_length=7,
                    ),
                ),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="judgement", to="articles.comment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommentEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "original",
                    core.crypto.field_encryption.LockedField(
                        default="", editable=False, purpose="comment-edit", verbose_name="as it was"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("is_forgotten", models.BooleanField(default=False, editable=False)),
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
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moderators_edit",
                        to="articles.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment edited by moderators",
                "verbose_name_plural": "comments edited by moderators",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("spam", "It is advertising or spam"),
                            ("insult", "It insults or threatens somebody"),
                            ("private", "It tells private things about somebody"),
                            ("false", "It says something that is not true"),
                            ("other", "Something else"),
                        ],
                        max_length=7,
                        verbose_name="reason",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                ("seen_at", models.DateTimeField(null=True, verbose_name="looked at")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reader_flags", to="articles.comment"
                    ),
                ),
            ],
            options={
                "verbose_name": "report by a reader",
                "verbose_name_plural": "reports by readers",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "action",
                    models.CharField(
                        choices=[("approve", "approved"), ("hide", "hidden"), ("spam", "marked as spam")],
                        max_length=7,
                        verbose_name="what",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no reason given"),
                            ("off-topic", "beside the subject"),
                            ("insult", "insults somebody"),
                            ("advertising", "advertising"),
                            ("private", "tells private things about somebody"),
                            ("unlawful", "against the law"),
                            ("repeated", "said before"),
                        ],
                        default="",
                        max_length=11,
                        verbose_name="reason",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="when")),
                ("before", models.CharField(help_text="The state to go back to.", max_length=8)),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone")),
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
                    "mention",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="articles.mention",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="articles.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CommentOptIn",
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
                ("address_tag", models.BinaryField(db_index=True, max_length=32)),
                ("language", models.CharField(blank=True, editable=False, max_length=7)),
                (
                    "follow",
                    models.CharField(
                        blank=True, editable=False, help_text="“thread” or “article”, once confirmed.", max_length=7
                    ),
                ),
                (
                    "locked_address",
                    models.BinaryField(blank=True, default=b"", help_text="Only until that moment.", max_length=400),
                ),
                (
                    "by_link",
                    models.BinaryField(
                        default=b"", help_text="The address until then, which only the mailed link opens."
                    ),
                ),
                ("consent", models.TextField(blank=True, editable=False, help_text="To those mails.")),
                ("edited_at", models.DateTimeField(editable=False, null=True, verbose_name="edited")),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="opt_in", to="articles.comment"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="byline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person", None), models.Q(("guest", ""), _negated=True)),
                    models.Q(("guest", ""), ("note", ""), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="byline_names_a_person_or_a_guest",
                violation_error_message="Choose one of our people, or write a guest’s name: one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="byline",
            constraint=models.UniqueConstraint(fields=("article", "person"), name="byline_person_once"),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.UniqueConstraint(fields=("article", "thread_id", "address_tag"), name="follower_once"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["status", "-received_at"], name="mention_desk"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(
                fields=("content_type", "object_id", "source_hash"), name="mention_once_per_source"
            ),
        ),
        migrations.AddIndex(
            model_name="outgoingmention",
            index=models.Index(
                condition=models.Q(("status", "waiting")), fields=["changed_at"], name="outgoing_mention_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="outgoingmention",
            constraint=models.UniqueConstraint(
                fields=("article", "target_hash"), name="outgoing_mention_once_per_target"
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("published_at", None),
                    ("expires_at__gt", models.F("published_at")),
                    _connector="OR",
                ),
                name="articles_photo_expires_after_it_appears",
                violation_error_message="It would be over before it appears: “public until” must be the later time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
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
                name="articles_photo_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                name="articles_photo_only_drafts_are_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("consent_until", None), ("consent", "given"), _connector="OR"),
                name="consent_that_ends_was_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("focus_x__lte", 100), ("focus_y__lte", 100)), name="focus_inside_the_photo"
            ),
        ),
        migrations.AddConstraint(
            model_name="albumplace",
            constraint=models.UniqueConstraint(fields=("album", "photo"), name="photo_once_in_an_album"),
        ),
        migrations.AddConstraint(
            model_name="album",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("published_at", None),
                    ("expires_at__gt", models.F("published_at")),
                    _connector="OR",
                ),
                name="articles_album_expires_after_it_appears",
                violation_error_message="It would be over before it appears: “public until” must be the later time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="album",
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
                name="articles_album_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="album",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                name="articles_album_only_drafts_are_reviewed",
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["slug"], name="article_slug_trigrams", opclasses=["gin_trgm_ops"]
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(
                    ("links_told_at", None), ("links_told_at__lt", models.F("updated_at")), _connector="OR"
                ),
                fields=["updated_at"],
                name="article_links_untold",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("published_at", None),
                    ("expires_at__gt", models.F("published_at")),
                    _connector="OR",
                ),
                name="articles_article_expires_after_it_appears",
                violation_error_message="It would be over before it appears: “public until” must be the later time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
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
                name="articles_article_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                name="articles_article_only_drafts_are_reviewed",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("translation_of", None),
                    models.Q(("translation_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="articles_article_not_its_own_translation",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("translation_of__isnull", False)),
                fields=("translation_of", "language"),
                name="articles_article_one_translation_per_language",
                violation_error_message="There is a translation into this language already.",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=models.Q(("sent_at", None)), fields=["created_at"], name="notice_unsent"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(fields=("follower", "comment"), name="notice_once"),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(
                condition=models.Q(("spam_at__isnull", False)), fields=["spam_at"], name="judgement_spam"
            ),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(condition=models.Q(("seen_at", None)), fields=["comment"], name="flag_open"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("comment", None), ("mention__isnull", False)),
                    models.Q(("comment__isnull", False), ("mention", None)),
                    _connector="OR",
                ),
                name="decision_on_one_object",
            ),
        ),
    ]
