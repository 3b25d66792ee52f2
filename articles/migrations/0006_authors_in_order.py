"""Authors stand in an order, guests among them."""

import django.db.models.deletion
from django.db import migrations, models

TAKE_OVER = """
INSERT INTO articles_byline (article_id, person_id, guest, note, position)
    SELECT article_id, person_id, '', '', row_number() OVER (PARTITION BY article_id ORDER BY p.position, p.title)
    FROM articles_article_authors a JOIN organisation_person p ON p.id = a.person_id;
INSERT INTO articles_byline (article_id, person_id, guest, note, position)
    SELECT id, NULL, btrim(guest_author), '', 1000 FROM articles_article WHERE btrim(guest_author) <> '';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_discussion"), ("organisation", "0002_publication_states")]

    operations = [
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
            options={"verbose_name": "author", "verbose_name_plural": "authors", "ordering": ["position", "pk"]},
        ),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RemoveField("article", "authors"),
        migrations.RemoveField("article", "guest_author"),
        migrations.AddField(
            "article",
            "authors",
            models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="articles.Byline",
                to="organisation.person",
                verbose_name="authors",
            ),
        ),
    ]
