"""What manage.py says when settings or database are wrong: one paragraph, no traceback, no password."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection

BASE = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "SITE_URL": "https://example.org",
    "SECRET_KEY": "s" * 50,
    "FINGERPRINT_SECRET": "f" * 50,
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "ORGANISATION_NAME": "Example",
    "ORGANISATION_EMAIL": "office@example.org",
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


@pytest.mark.parametrize("command", [["migrate"], ["demo", "127.0.0.1:0"]])
def test_tables_of_an_earlier_version(command):
    """Its migrations had the same names in other apps."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/earlier").geturl()
    server = psycopg2.connect(os.environ["DATABASE_URL"])
    server.autocommit = True
    server.cursor().execute("CREATE DATABASE earlier")
    try:
        with contextlib.closing(psycopg2.connect(url)) as earlier, earlier:
            earlier.cursor().execute(
                "CREATE TABLE django_migrations (id serial, app text, name text, applied timestamptz DEFAULT now());"
                "INSERT INTO django_migrations (app, name) VALUES ('articles', '0001_initial')"
            )
        assert paragraph(manage(*command, DATABASE_URL=url)).endswith(
            "The tables in this database were made by an earlier version of the site, whose data cannot be taken over. "
            "To begin afresh, remove the folders .postgres and .demo; with DATABASE_URL set, name an empty database "
            "there."
        )
    finally:
        server.cursor().execute("DROP DATABASE earlier WITH (FORCE)")
        server.close()


def test_the_demo_on_a_database_that_is_down_says_so_too(tmp_path):
    """Its port is free, so the database is the first that fails."""
    assert paragraph(manage("demo", "127.0.0.1:0")).startswith("The database does not answer (site at 127.0.0.1:1)")


def test_a_missing_setting_is_named():
    assert paragraph(manage("migrate", EMAIL_URL="")) == (
        "This environment variable is missing. Set it and type the same command again (docs/settings.md): "
        "EMAIL_URL how mail leaves, such as smtp+tls://user:password@mail.example.org:587"
    )


def test_all_that_is_missing_is_said_at_once():
    needed = ("SECRET_KEY", "SITE_URL", "DATABASE_URL", "FINGERPRINT_SECRET", "EMAIL_URL")
    said = paragraph(manage("serve", **dict.fromkeys([*needed, "ORGANISATION_NAME", "ORGANISATION_EMAIL"], "")))
    named = [word for word in said.split(":", 1)[1].split() if word.isupper() and "_" in word and word != "MAIL_FROM"]
    assert named == [
        "SECRET_KEY",
        "SITE_URL",
        "DATABASE_URL",
        "FINGERPRINT_SECRET",
        "ORGANISATION_NAME",
        "ORGANISATION_EMAIL",
        "EMAIL_URL",
    ]


@pytest.mark.parametrize(
    ("more", "subdomains", "preload"),
    [({}, False, False), ({"HSTS_SUBDOMAINS": "1"}, True, False), ({"HSTS_PRELOAD": "1"}, True, True)],
)
def test_other_hosts_are_bound_to_tls_only_by_the_operator(more, subdomains, preload):
    lines = manage("diffsettings", "--all", **more).stdout.splitlines()
    found = dict(line.lstrip("# ").split(" = ", 1) for line in lines if "SECURE_HSTS" in line)
    assert found["SECURE_HSTS_SECONDS"].split()[0] == str(2 * 365 * 24 * 3600)
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"].split()[0] == str(subdomains)
    assert found["SECURE_HSTS_PRELOAD"].split()[0] == str(preload)


def test_help_needs_no_database():
    done = manage("help")
    assert done.returncode == 0
    assert "run_jobs" in done.stdout
