"""How the site is served, in production and in the demo alike: granian, and what must be right before it starts."""

import resource
import socket
import sys

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dev.terminal import Trouble

# Connections of each web process beside its threads': the page cache's two, those that add up what was read, the pulse.
BACKGROUND = 6
# Connections of one run_jobs beside those for mail: jobs, clock, and the one that says it lives.
JOBS = 3
# Open connections of readers that each process holds; one more waits until another has left, so it must be more than
# ever ask at once. Those that have come and were not taken yet wait in a queue of the kernel, of at most somaxconn.
CONNECTIONS = 4000
BACKLOG = 4096


def command(host, port) -> list[str]:
    """Return the command that serves the site: dead workers are replaced, and slow senders are sent away."""
    options = {
        "--interface": "asginl",
        "--host": socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0],  # granian knows no names
        "--port": port,
        "--workers": settings.WEB_WORKERS,
        "--http": 1,
        "--backlog": BACKLOG,
        "--backpressure": CONNECTIONS,
        "--http1-header-read-timeout": 10_000,
        "--respawn-interval": 1,
        "--workers-kill-timeout": 5,
        "--log-level": "warning",
    }
    if settings.LOGGING["handlers"]["stderr"]["formatter"] == "json":
        options["--log-config"] = settings.BASE_DIR / "ngo_site/granian_log.json"
    flags = ["--no-ws", "--respawn-failed-workers", *(str(part) for option in options.items() for part in option)]
    return [sys.executable, "-m", "granian", *flags, "ngo_site.asgi:application"]


def check() -> None:
    """Raise Trouble when tables or static files are missing, or Postgres allows too few connections."""
    try:
        check_connections()
        check_tables()
    finally:
        connection.close()
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise Trouble(f"There are no static files in {settings.STATIC_ROOT}. Type: python3 manage.py collectstatic")


def check_tables() -> None:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        first = f"{plan[0][0].app_label} {plan[0][0].name}"
        raise Trouble(
            f"The database is not up to date: {len(plan)} migrations were not applied, the first is {first}. "
            "Type: python3 manage.py migrate"
        )


def check_connections() -> None:
    """Compare what all processes of this machine may open with what Postgres lets this user have."""
    web = settings.WEB_WORKERS * (settings.WEB_THREADS + BACKGROUND)
    jobs, most = JOBS + settings.MAIL_CONNECTIONS, most_connections()
    if web + jobs > most:
        fitting = max(1, (most - jobs) // settings.WEB_WORKERS - BACKGROUND)
        raise Trouble(
            f"Postgres lets this site have {most} connections, and it might open {web + jobs}: WEB_WORKERS "
            f"{settings.WEB_WORKERS} × (WEB_THREADS {settings.WEB_THREADS} + {BACKGROUND}) = {web}, and {jobs} for "
            f"run_jobs. Set WEB_THREADS to {fitting} or WEB_WORKERS to less, or raise max_connections of Postgres to "
            f"{web + jobs + 10} or more."
        )


def most_connections() -> int:
    """Return how many connections the server, this database and this user allow, without those kept for superusers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT least(
                current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                    - coalesce(current_setting('reserved_connections', true)::int, 0),
                (SELECT CASE WHEN datconnlimit < 0 THEN NULL ELSE datconnlimit END
                    FROM pg_database WHERE datname = current_database()),
                (SELECT CASE WHEN rolconnlimit < 0 THEN NULL ELSE rolconnlimit END
                    FROM pg_roles WHERE rolname = current_user))
            """
        )
        return cursor.fetchone()[0]


def allow_open_files():
    """For this process and those it starts: each reader's connection is an open file, and the usual limit is 1024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * CONNECTIONS
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
