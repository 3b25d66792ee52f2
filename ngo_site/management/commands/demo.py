"""`demo`: all a newcomer needs in one command: tables, static files, content, an editor, the server, the jobs."""

import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import identity
from dev.cluster import Cluster
from dev.own_settings import read_address
from dev.processes import Process, Supervisor
from dev.terminal import Trouble, step
from ngo_site import serving
from ngo_site.demo import preparing

PATIENCE = 60  # seconds until the first page


class Command(BaseCommand):
    help = "Sets up the demo site, serves it with its jobs, and stops all of it with Ctrl-C."
    requires_system_checks = ()  # `manage.py check` and the tests do; the second start should be quick

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", metavar="ADDR:PORT")

    def handle(self, *args, address, **options):
        if not settings.DEMO:
            raise CommandError(
                "Start the demo with: python3 manage.py demo (it sets NGO_DEMO and what else is needed)."
            )
        host, port = read_address(address)
        password = preparing.prepare(Path(settings.DEMO_MAIL_DIR).parent)
        serving.check()
        serving.allow_open_files()
        supervisor = Supervisor([server(host, port), jobs()], say=self.say, also=Database(self.say).look)
        code = supervisor.run(until_ready=lambda running: self.welcome(running, password))
        self.say("Stopped.")
        sys.exit(code)

    def welcome(self, supervisor, password):
        """Wait for the first page, then say where it is; return whether the site serves."""
        began = time.monotonic()
        with step("Starting the server"):
            while not answers(f"{settings.SITE_URL}/healthz"):
                if supervisor.stopping.wait(0.05) or not supervisor.look():
                    return False
                if time.monotonic() - began > PATIENCE:
                    raise Trouble(f"The server did not answer within {PATIENCE} seconds; its messages stand above.")
        self.say(
            f"""
  {identity.current().name} is open: {settings.SITE_URL}/

  Write and moderate   {settings.SITE_URL}/admin/
                       user editor, password {password}
  Read its mail        {settings.SITE_URL}/demo/mail/

  Ctrl-C stops everything; the next start finds it all again.
  To begin afresh, remove the folders .postgres and .demo.
"""
        )
        return True

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()


class Database:
    """The embedded Postgres, started again should it die; any other is not ours to look after."""

    def __init__(self, say):
        self.say = say
        cluster = Cluster(settings.BASE_DIR / ".postgres")
        self.cluster = cluster if settings.DATABASES["default"]["HOST"] == str(cluster.socket) else None

    def look(self):
        if self.cluster and not self.cluster.is_running():
            self.say("Postgres ended; starting it again.")
            self.cluster.restart()


def server(host, port):
    return Process("The server", serving.command(host, port), folder=settings.BASE_DIR)


def jobs():
    command = [sys.executable, settings.BASE_DIR / "manage.py", "run_jobs"]
    return Process("The job worker", command, folder=settings.BASE_DIR, restarts=True)


def answers(url):
    """Return True once there is any HTTP answer (asked without urllib, which would go through a proxy)."""
    address = urlsplit(url)
    try:
        with socket.create_connection((address.hostname, address.port or 80), timeout=5) as connection:
            connection.sendall(f"GET {address.path} HTTP/1.0\r\nHost: {address.netloc}\r\n\r\n".encode())
            return connection.recv(5) == b"HTTP/"
    except OSError:
        return False
