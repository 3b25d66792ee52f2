"""What the database does by itself: it guards the public log and paper batches, and forgets how somebody signed."""

from django.db import migrations

# Written once and never touched again, whoever asks; what was wrong is set right by another line.
LOG_IS_APPEND_ONLY = """
CREATE FUNCTION campaigns_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The public log is append-only.';
END
$$;
CREATE TRIGGER campaigns_log_is_append_only BEFORE UPDATE OR DELETE ON campaigns_countchange
    FOR EACH STATEMENT EXECUTE FUNCTION campaigns_log_is_append_only();
"""
LOG_IS_OPEN = """
DROP TRIGGER campaigns_log_is_append_only ON campaigns_countchange;
DROP FUNCTION campaigns_log_is_append_only();
"""

# A number that counts stays what two people saw; only that it was struck off may be added to it.
PAPER_IS_FROZEN = """
CREATE FUNCTION campaigns_paper_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.approved_at IS NOT NULL AND (TG_OP = 'DELETE' OR
        (NEW.petition_id, NEW.count, NEW.country, NEW.collected_on, NEW.place, NEW.sealed, NEW.approved_at)
        IS DISTINCT FROM
        (OLD.petition_id, OLD.count, OLD.country, OLD.collected_on, OLD.place, OLD.sealed, OLD.approved_at)
        OR (OLD.struck_at IS NOT NULL AND NEW.struck_at IS DISTINCT FROM OLD.struck_at))
    THEN
        RAISE EXCEPTION 'An approved batch is not changed any more.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER campaigns_paper_is_frozen BEFORE UPDATE OR DELETE ON campaigns_paperbatch
    FOR EACH ROW EXECUTE FUNCTION campaigns_paper_is_frozen();
"""
PAPER_IS_OPEN = """
DROP TRIGGER campaigns_paper_is_frozen ON campaigns_paperbatch;
DROP FUNCTION campaigns_paper_is_frozen();
"""


def unlogged(table):
    """Neither the write-ahead log nor a replica or its backups ever hold how somebody signed; a crash empties them."""
    return migrations.RunSQL(f"ALTER TABLE {table} SET UNLOGGED", f"ALTER TABLE {table} SET LOGGED")


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.RunSQL(LOG_IS_APPEND_ONLY, LOG_IS_OPEN),
        migrations.RunSQL(PAPER_IS_FROZEN, PAPER_IS_OPEN),
        *(unlogged(f"campaigns_{name}") for name in ("daykey", "risksignals", "burst")),
    ]
