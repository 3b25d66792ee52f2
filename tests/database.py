"""pytest plugin: a test run's settings and, when DATABASE_URL is unset, a Postgres of its own, gone afterwards."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from dev.cluster import Cluster

SETTINGS = {
    "SECRET_KEY": "only-for-tests-and-long-enough-for-the-checks-of-django-itself",
    "FINGERPRINT_SECRET": "only-for-tests-fingerprints-of-alice-and-bob",
    "SITE_URL": "http://testserver",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "EMAIL_URL": "demo://",
    "ORGANISATION_NAME": "Sixth Copy",
    "ORGANISATION_EMAIL": "office@sixthcopy.example",
    # The two halves belong together; tests that open a sealed box take the private one from here.
    "ORGANISATION_PUBLIC_KEY": "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8=",
    "ORGANISATION_PRIVATE_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
}


# Before pytest-django reads the settings, which a conftest.py would be too late for.
@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config):
    options = early_config.known_args_namespace
    folder = Path(tempfile.mkdtemp(prefix="ngo-test-"))
    early_config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["NGO_TEST_FILES"] = str(folder)
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    # Of several processes of one run (pytest-xdist) each has a server of its own: some tests stop or fill it.
    if not os.environ.get("DATABASE_URL") or os.environ.get("NGO_TEST_SERVER"):
        os.environ["NGO_TEST_SERVER"] = "its own"
        # In the same folder, because its keeper removes that even when this run is killed.
        cluster = Cluster(folder, throwaway=True)
        # The process that only hands out the tests needs no server.
        if "PYTEST_XDIST_WORKER" in os.environ or not options.numprocesses or options.usepdb:
            cluster.start()
            early_config.add_cleanup(cluster.leave)
        os.environ["DATABASE_URL"] = cluster.url()
