"""Bringing the database back as it was at a moment, out of pgBackRest's backups and its archive of the log.

pgBackRest works below Postgres, on the whole cluster; ``deploy/point-in-time`` sets it up (https://pgbackrest.org).
"""

import datetime
import os
import pwd
import shlex
import subprocess
import time

from django.db import Error, connection
from django.utils.dateparse import parse_datetime

PATIENCE = 3600  # seconds for Postgres to replay its log


def moment(text: str) -> datetime.datetime:
    """Return the moment written as ``2026-12-01 11:59:00+00:00``. Raises ValueError with a sentence."""
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValueError(f"{text!r} is no moment with its zone; write it as “2026-12-01 11:59:00+00:00”.")
    if found > datetime.datetime.now(datetime.UTC):
        raise ValueError(f"{text} has not come yet.")
    return found


def bring_back(to: datetime.datetime, *, stanza: str, stop: str, start: str) -> None:
    """Stop Postgres, have pgBackRest restore the cluster, start Postgres. Raises ValueError with what failed said.

    ``stop`` and ``start`` are command lines. Run it as root, or as the user of Postgres.
    """
    # After the target nothing is replayed, and the cluster goes on from there on a timeline of its own.
    restore = ["pgbackrest", f"--stanza={stanza}", "--delta", "--type=time", "--target-action=promote"]
    target = to.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f+00")
    _run(shlex.split(stop))
    _run([*_as_postgres(), *restore, f"--target={target}", "restore"])
    _run(shlex.split(start))


def become(user: str) -> None:
    """Go on as another user of the system, as whom Postgres lets the site in. Raises ValueError when there is none."""
    try:
        found = pwd.getpwnam(user)
    except KeyError:
        raise ValueError(f"This computer has no user {user}.") from None
    os.initgroups(user, found.pw_gid)
    os.setgid(found.pw_gid)
    os.setuid(found.pw_uid)


def wait_for_postgres() -> None:
    """Return when Postgres has replayed its log and takes writes. Raises ValueError when it does not."""
    until = time.monotonic() + PATIENCE
    said = ""
    while time.monotonic() < until:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_is_in_recovery()")
                if not cursor.fetchone()[0]:
                    return
        except Error as error:
            said = str(error).strip()
        connection.close()
        time.sleep(0.5)
    raise ValueError(f"Postgres does not take writes after {PATIENCE} s; see its log. {said}")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd="/")
    if done.returncode:
        raise ValueError(f"“{shlex.join(command)}” failed: {(done.stderr or done.stdout).strip()}")


def _as_postgres() -> list[str]:
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]
