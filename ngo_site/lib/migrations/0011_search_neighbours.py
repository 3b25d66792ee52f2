import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# The neighbours in a text, each as a number below 65,536: few enough for a small index, and so many that a pair of words
# brings few texts without it.
PAIRS = """
CREATE FUNCTION site_pairs(vector tsvector) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
    WITH word AS (SELECT lexeme, unnest(positions) AS place FROM unnest(vector))
    SELECT coalesce(array_agg(DISTINCT ('x' || left(md5(a.lexeme || ' ' || b.lexeme), 4))::bit(16)::integer), '{}')
    FROM word a JOIN word b ON b.place = a.place + 1
$$
"""


class Migration(migrations.Migration):
    dependencies = [("lib", "0010_search")]

    operations = [
        migrations.RunSQL(PAIRS, "DROP FUNCTION site_pairs"),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                models.Func(
                    "vector",
                    function="site_pairs",
                    output_field=django.contrib.postgres.fields.ArrayField(models.IntegerField()),
                ),
                fastupdate=False,
                name="search_entry_neighbours",
            ),
        ),
        # ANALYZE would work out the neighbours in 30,000 texts, to no use.
        migrations.RunSQL("ALTER INDEX search_entry_neighbours ALTER COLUMN 1 SET STATISTICS 0", migrations.RunSQL.noop),
    ]
