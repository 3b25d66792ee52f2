"""Which installation of the site is the live one. A copy sends nothing: no mail, no mention, no word to a hub.

The database carries the mark of where it lives: the numbers that Postgres gave its cluster, the database, and the table
of the mark itself, which no dump takes along; and, where Postgres runs on the worker's own machine, what tells that
machine from its clone. Where one of them is another, this is a copy, until ``manage.py
go_live`` says otherwise.

    a dump restored elsewhere, or under another name    another database
    a dump restored into the site's own database        another table, for pg_restore makes them anew
    the disk cloned                                     another machine
    ``manage.py restore``, in place too                 takes the mark away
"""

import hmac
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

THE_ONE = 1
RESTORED = ""  # in place of the database's number
_MACHINE_ID = Path("/etc/machine-id")
_NETWORKS = Path("/sys/class/net")

_WHICH_DATABASE = """
SELECT CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE')
       THEN (SELECT system_identifier::text FROM pg_control_system()) ELSE '' END || '/' ||
       (SELECT oid::text FROM pg_database WHERE datname = current_database()),
       'core_liveinstallation'::regclass::oid::bigint
"""


class Held(models.TextChoices):
    """Why nothing leaves."""

    RESTORED = "restored", _("It was restored from a backup.")
    DATABASE = "database", _("Its database is another one than that of the live site: a copy, or moved.")
    TABLE = "table", _("Its tables were replaced: by a dump, past the command restore.")
    MACHINE = "machine", _("It runs on another machine than the live site: a clone, or moved.")


class LiveInstallation(models.Model):
    """Where the live site is, in one row. Without it, this is a new site, and the first worker writes it."""

    id = models.PositiveSmallIntegerField(primary_key=True, editable=False)
    database = models.CharField(max_length=60)
    table = models.BigIntegerField(null=True)  # None: it was marked by a release that did not look at it
    machine = models.JSONField(default=list)  # keyed digests: of the machine's number, then of its network cards
    since = models.DateTimeField(default=timezone.now)
    copied_at = models.DateTimeField(null=True)  # when the backup was made that this was restored from

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=THE_ONE), name="one_live_installation")]

    def __str__(self):
        return f"live since {self.since:%Y-%m-%d}"

    def held(self) -> Held | None:
        """Return why nothing leaves here; None where this is the installation that is meant."""
        if self.database == RESTORED:
            return Held.RESTORED
        database, table = _this_database()
        if self.database != database:
            return Held.DATABASE
        if self.table not in (None, table):
            return Held.TABLE
        here = this_machine()
        return Held.MACHINE if self.machine and here and not _is_same(self.machine, here) else None


def held() -> Held | None:
    """Return why nothing leaves; None when this is the live site, or a new one."""
    mark = LiveInstallation.objects.filter(pk=THE_ONE).first()
    return mark.held() if mark else None


def is_live() -> bool:
    """Return whether something may leave. A new site is marked as the live one by this."""
    mark = LiveInstallation.objects.filter(pk=THE_ONE).first()
    if mark is None:
        database, table = _this_database()
        new = LiveInstallation(pk=THE_ONE, database=database, table=table, machine=this_machine())
        LiveInstallation.objects.bulk_create([new], ignore_conflicts=True)
        return True
    if mark.held():
        return False
    if mark.table is None:
        LiveInstallation.objects.filter(pk=THE_ONE, table=None).update(table=_this_database()[1])
    if not mark.machine and this_machine():
        # The first worker was on another machine than Postgres; this one can tell its own.
        LiveInstallation.objects.filter(pk=THE_ONE, machine=[]).update(machine=this_machine())
    return True


def go_live() -> None:
    """Make this installation the live one."""
    database, table = _this_database()
    LiveInstallation.objects.update_or_create(
        pk=THE_ONE,
        defaults={
            "database": database,
            "table": table,
            "machine": this_machine(),
            "since": timezone.now(),
            "copied_at": None,
        },
    )


def hold(copied_at: datetime) -> None:
    """Take the mark away, because the database was restored as it was at this moment."""
    LiveInstallation.objects.update_or_create(
        pk=THE_ONE, defaults={"database": RESTORED, "table": None, "machine": [], "copied_at": copied_at}
    )


def copied_at() -> datetime | None:
    """Return the moment of the backup that this was restored from; None when it is not known."""
    return LiveInstallation.objects.filter(pk=THE_ONE).values_list("copied_at", flat=True).first()


def this_machine() -> list[str]:
    """Return what tells this machine from its clone: nothing where Postgres is on another one.

    Digests of /etc/machine-id, then of the numbers of its network cards (not of virtual ones, which come and go).
    """
    host = connection.settings_dict["HOST"]
    is_here = not host or host.startswith("/") or host in {"localhost", "127.0.0.1", "::1"}
    return _machine() if is_here else []


@cache
def _machine() -> list[str]:
    cards = [_read(card / "address") for card in sorted(_NETWORKS.glob("*")) if (card / "device").exists()]
    return [_digest(text) for text in [_read(_MACHINE_ID), *filter(None, cards)]]


def _is_same(one: list[str], other: list[str]) -> bool:
    # One card of several may be replaced.
    cards, others = set(one[1:]), set(other[1:])
    return one[0] == other[0] and (not cards or not others or bool(cards & others))


def _this_database() -> tuple[str, int]:
    """Return the numbers of cluster and database, and that of the mark's table."""
    with connection.cursor() as cursor:
        cursor.execute(_WHICH_DATABASE)
        return cursor.fetchone()


def _read(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def _digest(text: str) -> str:
    return hmac.digest(b"live installation", text.encode(), "sha256").hex()[:24]
