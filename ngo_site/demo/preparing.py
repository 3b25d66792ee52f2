"""What the demo needs before it can be served: tables, static files, content, and the editor's account."""

import contextlib
import hashlib
import json
import secrets
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dev import own_settings
from dev.terminal import step

NAME = "editor"
LOCK = 1_620_453  # any number that no other advisory lock of the site has


def prepare(folder):
    """Do what is not done yet and return the editor's password; ``folder`` keeps it. Raises Trouble."""
    folder.mkdir(mode=0o700, exist_ok=True)
    with own_settings.alone(folder, waiting=lambda: print("  Waiting for another start of the demo …", flush=True)):
        try:
            # Another checkout may share the database of DATABASE_URL.
            with one_at_a_time():
                make_tables()
                collect_static_files(folder / "static.digest")
                fill()
                return make_editor(folder / "editor")
        finally:
            connection.close()


@contextlib.contextmanager
def one_at_a_time():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            with contextlib.suppress(DatabaseError):
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def make_tables():
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        with step("Making the tables"):
            call_command("migrate", verbosity=0, interactive=False)


def collect_static_files(stamp):
    """Collect when a file was added, removed or changed since ``stamp`` was written."""
    digest = static_digest()
    if stamp.exists() and stamp.read_text() == digest and Path(settings.STATIC_ROOT).exists():
        return
    with step("Collecting static files"):
        call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest)


def static_digest():
    """A digest of the names, sizes and times of all static files, and of how they are stored."""
    digest = hashlib.sha256(json.dumps([settings.STORAGES["staticfiles"], str(settings.STATIC_ROOT)]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def fill():
    """Give an empty site its demo content, once: whoever removes it all does not get it back at the next start."""
    has_editor = get_user_model().objects.filter(username=NAME).exists()
    has_content = any(apps.get_model(label).objects.exists() for label in ("articles.Article", "campaigns.Campaign"))
    if not has_editor and not has_content and "seed_demo" in get_commands():
        with step("Writing the demo site's articles, campaigns and signatures"):
            call_command("seed_demo", verbosity=0)


def make_editor(path):
    """Return the password of the account, made if it is not there, or what to say when the editor chose another."""
    kept = json.loads(path.read_text()) if path.exists() else {}
    user = get_user_model().objects.filter(username=NAME).first()
    if user is None:
        password = kept.get("password") or secrets.token_urlsafe(9)
        user = get_user_model().objects.create_superuser(NAME, "", password)
    elif kept and (kept["hash"] == user.password or user.check_password(kept["password"])):
        # The hash is compared first, because computing one takes a third of a second.
        password = kept["password"]
    else:
        return "as you set it (or type: python3 manage.py changepassword editor)"
    if kept.get("hash") != user.password:
        own_settings.write_private(path, json.dumps({"password": password, "hash": user.password}))
    return password
