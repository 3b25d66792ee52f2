"""Wagtail, taken from the registry and installed beside, with the project in bench/wagtail/."""

import contextlib
import os
import subprocess
from pathlib import Path

from bench import site
from bench.run.servers import serve
from dev.venv import Venv

PROJECT = site.ROOT / "bench/wagtail"
FOLDER = site.ROOT / ".bench"
REQUIREMENTS = "requirements.txt"


class Wagtail:
    """The blog of bench/wagtail/ on a database of its own in the cluster."""

    def __init__(self, cluster, folder: Path):
        self.venv = Venv(PROJECT, FOLDER / "wagtail")
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "blog.settings",
            "PYTHONPATH": f"{PROJECT}:{site.ROOT}",
            "PGHOST": str(cluster.socket),
            "PGUSER": "postgres",
            "PGDATABASE": "wagtail",
            "MEDIA_ROOT": str(folder / "wagtail-media"),
        }

    def prepare(self) -> None:
        """Install what is needed unless it is there already, and publish the content. Raises dev.terminal.Trouble."""
        from django.db import connection

        FOLDER.mkdir(exist_ok=True)
        self.venv.fill([REQUIREMENTS])
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE wagtail")
        for command in (["django", "migrate", "--verbosity=0"], ["blog.fill"]):
            subprocess.run(
                [self.venv.python, "-m", *command], env={**os.environ, **self.environment}, cwd=site.ROOT, check=True
            )

    @contextlib.contextmanager
    def serve(self, postgres: int):
        with serve(
            "blog.wsgi:application", postgres, python=self.venv.python, ready="/hello/", **self.environment
        ) as server:
            yield server

    def version(self) -> str:
        lines = (PROJECT / REQUIREMENTS).read_text().splitlines()
        return next(line for line in lines if line.startswith("wagtail==")).split()[0].removeprefix("wagtail==")
