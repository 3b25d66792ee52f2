"""What manage.py says when settings or database are wrong: one paragraph, no traceback, no password."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

BASE = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SITE_URL": "https://example.org",
    "SECRET_KEY": "s" * 50,
    "FINGERPRINT_SECRET": "f" * 50,
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "DATABASE_URL": "postgresql://alice:sesame@127.0.0.1:1/site",
    "NGO_SITE_NO_VENV": "1",
}


def manage(*arguments, **more):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE,
        env={**kept, **PRODUCTION, **more},
        capture_output=True,
        text=True,
        timeout=60,
    )


def paragraph(done):
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "sesame" not in done.stderr
    return " ".join(done.stderr.split())


def test_a_server_that_is_down():
    assert paragraph(manage("migrate")) == (
        'The database does not answer (site at 127.0.0.1:1): connection to server at "127.0.0.1", port 1 failed: '
        "Connection refused. Start that server or mend DATABASE_URL; without DATABASE_URL the site starts a Postgres "
        "of its own."
    )


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://alice:sesame@127.0.0.1/site", "postgresql://alice:sesame@127.0.0.1"]
)
def test_what_is_no_database_url(url):
    assert paragraph(manage("migrate", DATABASE_URL=url)).startswith(
        "The settings are wrong: DATABASE_URL is not the address of a Postgres database; "
        "write it as postgresql://user:password@host:5432/name"
    )


def test_an_option_that_postgres_does_not_know():
    said = paragraph(manage("migrate", DATABASE_URL="postgresql://alice:sesame@127.0.0.1/site?colour=blue"))
    assert 'invalid connection option "colour"' in said


def test_a_database_that_does_not_exist(db):
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}:sesame@:{place['PORT']}/no_such?host={place['HOST']}"
    said = paragraph(manage("migrate", DATABASE_URL=url))
    assert said.endswith('"no_such" does not exist. Make it with createdb, or name another at the end of DATABASE_URL.')


def test_the_demo_on_a_database_that_is_down_says_so_too(tmp_path):
    """Its port is free, so the database is the first thing that fails."""
    assert paragraph(manage("demo", "127.0.0.1:0")).startswith("The database does not answer (site at 127.0.0.1:1)")


def test_a_missing_setting_is_named():
    assert paragraph(manage("migrate", EMAIL_URL="")) == (
        "The settings are wrong: Set the environment variable EMAIL_URL; the README's table of settings says to what."
    )


def test_help_needs_no_database():
    done = manage("help")
    assert done.returncode == 0
    assert "run_jobs" in done.stdout
