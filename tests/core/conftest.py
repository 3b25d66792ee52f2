"""What the tests of the floor share: workers as processes of their own, and a watch over what we connect to."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site
from django.db import connection

_connections = None


@pytest.fixture
def start_worker(transactional_db):
    """A function that starts ``run_jobs`` on the test's database, with this environment; killed at the end."""
    processes = []

    def start(**environment):
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + connection.settings_dict["NAME"]).geturl()
        process = subprocess.Popen(
            [sys.executable, "-m", "django", "run_jobs"],
            cwd=site.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": database,
                "PYTHONPATH": str(site.BASE_DIR),
                **environment,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()
        process.stderr.close()


def _watch(event, arguments):
    if event == "socket.connect" and _connections is not None:
        _connections.append(arguments[1])


# The hook cannot be taken away again, so it does nothing unless a test asks for it.
sys.addaudithook(_watch)


@pytest.fixture
def tripwire():
    """A list of every address that this process connects to, whatever the port."""
    global _connections
    _connections = []
    yield _connections
    _connections = None


@pytest.fixture
def allow(settings):
    """A function that takes the loopback hosts and ports from which fetch() may fetch; none until it is called."""

    def allow(*host_ports):
        settings.FETCH_ALLOWED_LOOPBACK = list(host_ports)

    allow()
    return allow
