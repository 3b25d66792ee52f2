import core.crypto.field_encryption
import core.media.documents
import core.media.files
import core.media.pictures
import django.db.models.deletion
import django.utils.timezone
import django_countries.fields
import organisation.models.menu
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "slug",
                    models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="name in texts"),
                ),
                (
                    "file",
                    core.media.documents.DocumentField(
                        kind="file", upload_to=core.media.files.document_name, verbose_name="file"
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
                    "source_url",
                    models.URLField(blank=True, db_index=True, max_length=500, verbose_name="where it comes from"),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Volunteer",
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
                    "name",
                    core.crypto.field_encryption.LockedField(
                        default="", editable=False, purpose="volunteer", verbose_name="name"
                    ),
                ),
                (
                    "email",
                    core.crypto.field_encryption.LockedField(
                        default="", editable=False, purpose="volunteer", verbose_name="e-mail"
                    ),
                ),
                ("mailbox", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ("country", django_countries.fields.CountryField(blank=True, max_length=2, verbose_name="country")),
                (
                    "message",
                    core.crypto.field_encryption.LockedField(
                        default="", editable=False, purpose="volunteer", verbose_name="how they would like to help"
                    ),
                ),
                ("consent", models.TextField(blank=True, editable=False, verbose_name="what the person agreed to")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("contact", "in contact"),
                            ("active", "active"),
                            ("closed", "closed"),
                        ],
                        default="new",
                        max_length=7,
                        verbose_name="stage",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
            ],
            options={
                "verbose_name": "volunteer",
                "verbose_name_plural": "volunteers",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="VolunteerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    core.crypto.field_encryption.LockedField(
                        default="", editable=False, purpose="volunteer", verbose_name="subject"
                    ),
                ),
                (
                    "text",
                    core.crypto.field_encryption.LockedField(
                        default="", editable=False, purpose="volunteer", verbose_name="text"
                    ),
                ),
                ("is_mail", models.BooleanField(default=False, verbose_name="sent by mail")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
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
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="organisation.volunteer",
                    ),
                ),
            ],
            options={
                "verbose_name": "note on a volunteer",
                "verbose_name_plural": "notes on volunteers",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        help_text="For the desk; nobody else sees it.", max_length=80, verbose_name="title"
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
                ("subject", models.CharField(max_length=150, verbose_name="subject")),
                (
                    "text",
                    models.TextField(
                        help_text=(
                            "{name} becomes the volunteer’s name, {me} yours, {organisation} that of the organisation."
                        ),
                        max_length=6000,
                        verbose_name="text",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer template",
                "verbose_name_plural": "answer templates",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Menu",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(help_text="For the desk; no page shows it.", max_length=80, verbose_name="title"),
                ),
                ("slug", models.SlugField(allow_unicode=True, max_length=80, unique=True)),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "nowhere"),
                            ("head", "at the head, in place of the site’s own links"),
                            ("foot", "at the foot, after the site’s own links"),
                        ],
                        max_length=4,
                        verbose_name="place",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English")],
                        help_text="Empty: all others.",
                        max_length=7,
                        verbose_name="language",
                    ),
                ),
            ],
            options={
                "verbose_name": "menu",
                "verbose_name_plural": "menus",
                "ordering": ["title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("place", ""), _negated=True),
                        fields=("place", "language"),
                        name="one_menu_in_a_place",
                        violation_error_message="Another menu stands in this place already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MenuLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=80, verbose_name="text")),
                (
                    "address",
                    models.CharField(
                        max_length=500, validators=[organisation.models.menu.validate_address], verbose_name="address"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="The smallest comes first.", verbose_name="place"
                    ),
                ),
                (
                    "menu",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="organisation.menu"
                    ),
                ),
            ],
            options={
                "verbose_name": "link",
                "verbose_name_plural": "links",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Page",
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
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ["-published_at", "-pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at", None),
                            ("published_at", None),
                            ("expires_at__gt", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="organisation_page_expires_after_it_appears",
                        violation_error_message="It would be over before it appears: “public until” must be the later time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                            models.Q(
                                ("published_at__isnull", False),
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="organisation_page_withdrawn_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                        name="organisation_page_only_drafts_are_reviewed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    core.media.pictures.PictureField(
                        blank=True, upload_to=core.media.pictures.file_name, verbose_name="picture"
                    ),
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
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "document",
                    core.media.documents.DocumentField(
                        kind="pdf", upload_to=core.media.files.document_name, verbose_name="document (PDF)"
                    ),
                ),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "ordering": ["-published_at", "-pk"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at", None),
                            ("published_at", None),
                            ("expires_at__gt", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="organisation_report_expires_after_it_appears",
                        violation_error_message="It would be over before it appears: “public until” must be the later time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                            models.Q(
                                ("published_at__isnull", False),
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="organisation_report_withdrawn_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                        name="organisation_report_only_drafts_are_reviewed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    core.media.documents.DocumentField(
                        kind="pdf", upload_to=core.media.files.document_name, verbose_name="document (PDF)"
                    ),
                ),
                ("replaced_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="replaced")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Readers of the report see it.",
                        max_length=300,
                        verbose_name="what has changed since",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="editions", to="organisation.report"
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier edition",
                "verbose_name_plural": "earlier editions",
                "ordering": ["-replaced_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    core.media.pictures.PictureField(
                        blank=True, upload_to=core.media.pictures.file_name, verbose_name="picture"
                    ),
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
                ("role", models.CharField(blank=True, max_length=120, verbose_name="role")),
                ("body", models.TextField(blank=True, verbose_name="about this person")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place in the list")),
                (
                    "response_mail",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no mail"),
                            ("each", "a mail for each response"),
                            ("daily", "one mail a day, when there is something"),
                        ],
                        default="",
                        help_text="Goes to the address of the account, once a response is public.",
                        max_length=5,
                        verbose_name="responses to own articles",
                    ),
                ),
                ("responses_mailed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["position", "title"],
                "abstract": False,
                "default_permissions": ("add", "change", "delete", "view", "publish"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_at", None),
                            ("published_at", None),
                            ("expires_at__gt", models.F("published_at")),
                            _connector="OR",
                        ),
                        name="organisation_person_expires_after_it_appears",
                        violation_error_message="It would be over before it appears: “public until” must be the later time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_because", "")),
                            models.Q(
                                ("published_at__isnull", False),
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="organisation_person_withdrawn_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_asked_at", None), ("published_at", None), _connector="OR"),
                        name="organisation_person_only_drafts_are_reviewed",
                    ),
                ],
            },
        ),
    ]
