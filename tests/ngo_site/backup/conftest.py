"""A site with something in it, its backup folder and the keys that open what is in there."""

import io
import os
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection

from core.env import database_at
from ngo_site.backup import database, encryption
from ngo_site.backup.folder import Backup, backups_in


@pytest.fixture
def keys(tmp_path):
    private, public = encryption.new_key_pair()
    file = tmp_path / "private-key.txt"
    file.write_text(f"# kept elsewhere\n{private}\n")
    return SimpleNamespace(private=private, public=public, file=file)


@pytest.fixture
def place(settings, tmp_path, keys):
    """Settings of a server that encrypts its backups, with files of odd names."""
    settings.BACKUP_FOLDER = tmp_path / "backups"
    settings.BACKUP_PUBLIC_KEY = keys.public
    settings.MEDIA_ROOT = tmp_path / "media"
    for name, content in FILES.items():
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return settings


FILES = {
    "pictures/Überraschung – 自由.jpg": b"a picture" * 1000,
    "pictures/2026/b.jpg": b"",
    "videos/حرية.mp4": bytes(range(256)) * 5000,
    "Ω.txt": b"in no folder",
    # From another system, by rsync or unzip: blanks, quotes, a line's end, a dash first, no UTF-8, far too long.
    'old files/it\'s "here" $HOME `id`; * \\ .txt': b"quotes",
    "pictures/two\nlines.jpg": b"lines",
    "pictures/--checkpoint=1": b"a dash",
    os.fsdecode(b"pictures/caf\xe9.jpg"): b"Latin-1",
    f"pictures/{'a/' * 60}{'自' * 80}.jpg": b"long",
}


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(*arguments, **options):
    """Call a command; return what it said."""
    out = io.StringIO()
    call_command(*map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


def make(place):
    """Make a backup and return it."""
    run("backup")
    return Backup(backups_in(place.BACKUP_FOLDER)[-1])


@pytest.fixture
def empty():
    """The address of an empty database beside that of the test."""
    name = "restored"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    entry = connection.settings_dict
    yield f"postgresql://{entry['USER']}@/{name}?host={entry['HOST']}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def in_database(url, question):
    with database.site_database(database_at(url, "test")):
        return question()
