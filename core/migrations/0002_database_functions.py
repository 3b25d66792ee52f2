"""What the database does by itself: it reads languages, guards the audit log, and forgets who asked for what."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

# Each reads a language as Postgres does, with accents taken off first. Postgres 14 has all of them.
LANGUAGES = (
    "arabic", "danish", "dutch", "english", "finnish", "french", "german", "greek", "hungarian", "italian",
    "norwegian", "portuguese", "romanian", "russian", "spanish", "swedish", "turkish",
)  # fmt: skip


def search_configurations():
    for language, dictionary in [("simple", "simple"), *((name, f"{name}_stem") for name in LANGUAGES)]:
        yield migrations.RunSQL(
            [
                f"CREATE TEXT SEARCH CONFIGURATION site_{language} (COPY = pg_catalog.{language})",
                f"ALTER TEXT SEARCH CONFIGURATION site_{language}"
                f" ALTER MAPPING FOR hword, hword_part, word WITH unaccent, pg_catalog.{dictionary}",
            ],
            f"DROP TEXT SEARCH CONFIGURATION site_{language}",
        )


# The neighbours in a text, each as a number below 65,536: few enough for a small index, and so many that a pair of words
# brings few texts without it.
PAIRS = """
CREATE FUNCTION site_pairs(vector tsvector) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
    WITH word AS (SELECT lexeme, unnest(positions) AS place FROM unnest(vector))
    SELECT coalesce(array_agg(DISTINCT ('x' || left(md5(a.lexeme || ' ' || b.lexeme), 4))::bit(16)::integer), '{}')
    FROM word a JOIN word b ON b.place = a.place + 1
$$
"""

NEIGHBOURS = django.contrib.postgres.indexes.GinIndex(
    models.Func(
        "vector",
        function="site_pairs",
        output_field=django.contrib.postgres.fields.ArrayField(models.IntegerField()),
    ),
    fastupdate=False,
    name="search_entry_neighbours",
)

# Rows of the audit log are written and never again touched, whoever asks: the application, an administrator, a script.
APPEND_ONLY = """
CREATE FUNCTION core_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only.';
END
$$;
CREATE TRIGGER core_audit_is_append_only BEFORE UPDATE OR DELETE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_is_append_only();
CREATE TRIGGER core_audit_is_append_only BEFORE UPDATE OR DELETE ON core_auditlink
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_is_append_only();
CREATE TRIGGER core_audit_is_never_emptied BEFORE TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_is_append_only();
CREATE TRIGGER core_audit_is_never_emptied BEFORE TRUNCATE ON core_auditlink
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_is_append_only();
"""
NOT_APPEND_ONLY = """
DROP TRIGGER core_audit_is_never_emptied ON core_auditlink;
DROP TRIGGER core_audit_is_never_emptied ON core_auditentry;
DROP TRIGGER core_audit_is_append_only ON core_auditlink;
DROP TRIGGER core_audit_is_append_only ON core_auditentry;
DROP FUNCTION core_audit_is_append_only();
"""

# A link of the chain of digests for each entry, added at the end of a transaction, when all its other locks are held:
# nobody waits for another while holding this one.
CHAIN = """
CREATE FUNCTION core_audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('core_auditlink'));
    SELECT digest INTO last FROM core_auditlink ORDER BY id DESC LIMIT 1;
    last := coalesce(last, repeat('0', 64));
    INSERT INTO core_auditlink (entry_id, before, digest) VALUES (NEW.id, last, encode(sha256(convert_to(
        json_build_array(
            last, NEW.id, (extract(epoch FROM NEW.happened_at) * 1000000)::bigint, NEW.actor_id,
            NEW.actor_name, NEW.action, NEW.kind, NEW.object_id, NEW.object_name, NEW.detail
        )::text, 'UTF8')), 'hex'));
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER core_audit_chain AFTER INSERT ON core_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION core_audit_chain();
"""
NO_CHAIN = """
DROP TRIGGER core_audit_chain ON core_auditentry;
DROP FUNCTION core_audit_chain();
"""

# See core/http/throttle.py. The first of the keys is today's. Those of the days before still count, so that midnight is
# no moment of grace. One statement: nobody slips in between. The expiry is rounded up, so that a busy row is rewritten
# without touching the index.
RESERVE = """
CREATE FUNCTION core_reserve(
    keys bytea[], at float8, latest float8, most integer, window_ float8
) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
    answer float8;
BEGIN
    WITH earlier AS (
        SELECT moment FROM core_throttle, unnest(moments[2:]) AS moment WHERE key = ANY(keys[2:])
    )
    INSERT INTO core_throttle AS kept (key, moments, expires_at)
    SELECT keys[1], ARRAY[free] || CASE WHEN free <= latest THEN ARRAY[free] ELSE '{}' END,
        ceil((free + window_) / 600) * 600
    FROM (
        SELECT greatest(at, window_ + (
            SELECT moment FROM earlier ORDER BY moment DESC OFFSET most - 1 LIMIT 1
        )) AS free
    ) AS first
    ON CONFLICT (key) DO UPDATE SET (moments, expires_at) = (
        SELECT ARRAY[free] || ARRAY(
            SELECT moment FROM (
                SELECT unnest(kept.moments[2:]) AS moment UNION ALL SELECT free WHERE free <= latest
            ) AS given ORDER BY moment DESC LIMIT most
        ), greatest(kept.expires_at, ceil((free + window_) / 600) * 600)
        FROM (
            SELECT greatest(at, window_ + (
                SELECT moment FROM (
                    SELECT unnest(kept.moments[2:]) AS moment UNION ALL SELECT moment FROM earlier
                ) AS given ORDER BY moment DESC OFFSET most - 1 LIMIT 1
            )) AS free
        ) AS next
    )
    RETURNING moments[1] INTO answer;
    RETURN answer;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        *search_configurations(),
        migrations.RunSQL(PAIRS, "DROP FUNCTION site_pairs"),
        migrations.AddIndex(model_name="searchentry", index=NEIGHBOURS),
        # ANALYZE would work out the neighbours in 30,000 texts, to no use.
        migrations.RunSQL("ALTER INDEX search_entry_neighbours ALTER COLUMN 1 SET STATISTICS 0", migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
        migrations.RunSQL(CHAIN, NO_CHAIN),
        migrations.RunSQL(RESERVE, "DROP FUNCTION core_reserve"),
        # Neither the write-ahead log nor a replica or its backups ever hold who asked for what; a crash empties it.
        migrations.RunSQL("ALTER TABLE core_throttle SET UNLOGGED", "ALTER TABLE core_throttle SET LOGGED"),
    ]
