"""The servers under measurement, and what they use of the processor."""

import contextlib
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
ENVIRONMENT = {
    "SECRET_KEY": "only-for-measurements-and-long-enough-for-the-checks-of-django",
    "FINGERPRINT_SECRET": "only-for-measurements-fingerprints-of-nobody",
    "ORGANISATION_PUBLIC_KEY": "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8=",
    "EMAIL_URL": "demo://",
    "LOG_LEVEL": "ERROR",
    "ORGANISATION_NAME": "Sixth Copy",
    "ORGANISATION_EMAIL": "office@sixthcopy.example",
    "ALLOWED_HOSTS": "127.0.0.1,testserver",
}


def configure(cluster, folder: Path, **more: str) -> None:
    """Set the variables of a site, for this process and those it starts; its files lie below ``folder``."""
    own = {
        "DATABASE_URL": cluster.url(),
        "SITE_URL": "http://127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "ngo_site.settings",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
    }
    os.environ |= ENVIRONMENT | own | more


def empty_database() -> None:
    """Empty the database that DATABASE_URL names, also of its audit log, which otherwise refuses that."""
    from django.core.management import call_command
    from django.db import connection

    tables = ("core_auditentry", "core_auditlink")
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER core_audit_is_never_emptied")
    call_command("flush", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER core_audit_is_never_emptied")


@contextlib.contextmanager
def running(command: list, url: str, **options):
    """Run a server until the block ends; it has answered at ``url`` before the block begins."""
    # Not a pipe that nobody reads: whoever writes into one that is full waits for ever.
    said = tempfile.TemporaryFile("w+")  # noqa: SIM115  (closed with the process)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, **options)
    try:
        for _ in range(200):
            if process.poll() is not None:
                said.seek(0)
                raise SystemExit(f"{command[0]} ended at once:\n{said.read()}")
            with contextlib.suppress(OSError):
                urllib.request.urlopen(url, timeout=1).close()
                break
            time.sleep(0.05)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


@contextlib.contextmanager
def granian(application: str, workers: int = 2):
    """Serve an application, WSGI or (``…asgi:…``) ASGI, as production does; yield its URL and its parent's process."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    interface = ["asginl"] if "asgi:" in application else ["wsgi", "--blocking-threads", "4"]
    command = [
        *(Path(sys.executable).parent / "granian", "--interface", *interface, "--workers", str(workers)),
        *("--host", "127.0.0.1", "--port", str(port), "--http", "1", "--log-level", "error", application),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if environment.get("BEHIND_PROXY"):
        environment["NGINX_HITS"] = f"127.0.0.1:{port}"  # as `manage.py serve` does
    with running(command, f"{url}/healthz", cwd=ROOT, env=environment) as pid:
        yield url, pid


@contextlib.contextmanager
def served(database: str, folder: Path, **more: str):
    """Run `manage.py serve` on this empty database, tables and static files made; yield its URL and process."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {
        "DATABASE_URL": database,
        "SITE_URL": url,
        "STATIC_ROOT": f"{folder}/static",
        "MEDIA_ROOT": f"{folder}/media",
    }
    environment = {**os.environ, **ENVIRONMENT, **own, "NGO_DEMO": "1", "NGO_SITE_NO_VENV": "1", **more}
    manage = [sys.executable, ROOT / "manage.py"]
    for command in (["migrate", "--verbosity=0"], ["collectstatic", "--verbosity=0", "--noinput"]):
        subprocess.run([*manage, *command], env=environment, check=True)
    with running([*manage, "serve", f"127.0.0.1:{port}"], f"{url}/healthz", env=environment) as pid:
        yield url, pid


@contextlib.contextmanager
def shipped_nginx(folder: Path, upstream: str):
    """Run nginx with the lines of deploy/nginx.conf, without TLS and in a folder of its own; yield URL and process."""
    port = free_port()
    shipped = (ROOT / "deploy/nginx.conf").read_text()
    shipped = re.sub(r"server \{\n    listen 80 .*?\n\}\n", "", shipped, flags=re.DOTALL)
    shipped = re.sub(r"\n    ssl_.*", "", shipped).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    shipped = shipped.replace("Host $host;", f"Host {urlsplit(upstream).netloc};")
    shipped = shipped.replace("127.0.0.1:8000", urlsplit(upstream).netloc).replace("/srv/site/", f"{folder}/")
    shipped = shipped.replace("/run/site-pages", f"{folder}/pages")
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(f"""
        worker_processes auto; pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off;
        {"user root;" if os.geteuid() == 0 else ""}
        worker_rlimit_nofile 20000; events {{ worker_connections 8192; }}
        http {{ access_log off; {temporary} {shipped} }}""")
    url = f"http://127.0.0.1:{port}"
    with running(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], f"{url}/healthz") as pid:
        yield url, pid


def status_of(place, request: bytes) -> int:
    """Send a request over a connection of its own and return the status of the answer, 0 if none came in a minute."""
    try:
        with socket.create_connection((place.hostname, place.port), timeout=60) as connection:
            connection.sendall(request)
            return int(connection.recv(12)[9:12] or 0)
    except OSError:
        return 0


def allow_open_files() -> None:
    """Let this process hold as many connections as the system allows it at most."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def cpu_seconds(pid: int) -> float:
    """Return the processor time a process and its children have used so far."""
    total = 0
    for line in [pid, *_children(pid)]:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{line}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def _children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "--ppid", str(pid), "-o", "pid="], capture_output=True, text=True, check=False
    ).stdout
    children = [int(child) for child in listed.split()]
    return children + [grandchild for child in children for grandchild in _children(child)]
