"""`serve`: the one production start of the website."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand

from dev.own_settings import read_address
from ngo_site import serving


class Command(BaseCommand):
    help = "Serves the site until SIGTERM or Ctrl-C; dead processes are replaced. The jobs need run_jobs beside it."
    requires_system_checks = ()  # `manage.py check --deploy` does; a restart should be quick

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000", metavar="ADDR:PORT")

    def handle(self, *args, address, **options):
        host, port = read_address(address)
        serving.check()
        self.stdout.write(
            f"Serving {settings.SITE_URL} at {host}:{port}: {settings.WEB_WORKERS} processes with "
            f"{settings.WEB_THREADS} threads each. Its jobs and mail need: python3 manage.py run_jobs"
        )
        self.stdout.flush()
        serving.allow_open_files()
        os.chdir(settings.BASE_DIR)
        if settings.BEHIND_PROXY:
            os.environ.setdefault("NGINX_HITS", f"{host}:{port}")
        command = serving.command(host, port)
        os.execv(command[0], command)  # noqa: S606  (so that signals reach it, and whoever looks after this process)
