"""What is damaged, cut off, locked with another key or unfinished is never taken for a good backup."""

import json
import os
import resource
import signal
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ngo_site.backup import database, encryption
from ngo_site.backup.folder import Backup, backups_in, digest
from tests.ngo_site.backup.conftest import in_database, make, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.subprocess]


def flip_a_bit(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["database.dump.age", "media-videos.tar.age", "counts.json.age", "manifest.json"])
def test_one_wrong_bit_is_found_without_the_key(place, name):
    backup = make(place)
    flip_a_bit(backup.path / name)
    with pytest.raises(CommandError, match="damaged"):
        run("verify_backup")


def test_cut_off_file_is_found(place):
    backup = make(place)
    path = backup.path / "database.dump.age"
    os.truncate(path, path.stat().st_size - 1)
    with pytest.raises(CommandError, match=r"database\.dump\.age is damaged"):
        run("verify_backup")


@pytest.mark.parametrize("harm", [flip_a_bit, lambda path: os.truncate(path, path.stat().st_size // 2)])
def test_what_the_digests_do_not_tell_decryption_does(place, keys, harm):
    """Whoever damages a file on purpose writes its digest anew."""
    backup = make(place)
    path = backup.path / "media-videos.tar.age"
    before = digest(path)
    harm(path)
    sums = backup.path / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(before, digest(path)))
    assert list(Backup(backup.path).faults()) == []
    with pytest.raises(CommandError, match=r"media-videos\.tar\.age: It is damaged"):
        run("verify_backup", "--key", keys.file)


def test_missing_file_is_found(place):
    (make(place).path / "settings.env.age").unlink()
    with pytest.raises(CommandError, match=r"settings\.env\.age is missing"):
        run("verify_backup")


def test_wrong_key_opens_nothing(place, tmp_path):
    make(place)
    other = tmp_path / "other.txt"
    other.write_text(encryption.new_key_pair()[0])
    with pytest.raises(CommandError, match="belongs to another public key"):
        run("verify_backup", "--key", other)
    other.write_text("no key")
    with pytest.raises(CommandError, match="holds no private key"):
        run("verify_backup", "--key", other)


def test_damaged_backup_is_refused_before_the_database_is_emptied(place, keys, monkeypatch):
    backup = make(place)
    flip_a_bit(backup.path / "media-videos.tar.age")
    with pytest.raises(CommandError, match="damaged"):
        run("restore", backup.path, "--key", keys.file, "--replace")
    assert "can be restored" not in run("showmigrations", "core")


@pytest.mark.parametrize(
    ("name", "words"),
    [("media-videos.tar.age", "for the files"), ("database.dump.age", "for the decrypted database. Set TMPDIR")],
)
def test_backup_for_which_there_is_no_room_is_refused_before_anything_is_touched(
    place, keys, empty, tmp_path, name, words
):
    backup = make(place)
    manifest, before = backup.path / "manifest.json", digest(backup.path / "manifest.json")
    told = json.loads(manifest.read_text())
    told["media"]["media-videos.tar.age"]["bytes"] = 10**18 if "videos" in name else 0
    told["sizes"][name] = 10**18
    manifest.write_text(json.dumps(told))
    sums = backup.path / "SHA256SUMS"
    sums.write_text(sums.read_text().replace(before, digest(manifest)))
    with pytest.raises(CommandError, match=f"it takes 1000000000.0 GB {words}"):
        run("restore", backup.path, "--key", keys.file, "--into", empty, "--media", tmp_path / "restored")
    assert in_database(empty, lambda: database.is_empty(connection))
    assert not (tmp_path / "restored").exists()


def test_full_disk_leaves_nothing(place):
    """A file may not grow beyond 100 kB, as on a disk that has no more."""
    earlier = make(place)
    (place.MEDIA_ROOT / "videos" / "new.mp4").write_bytes(os.urandom(200_000))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(CommandError, match="The disk is full"):
            call_command("backup")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in place.BACKUP_FOLDER.iterdir() if path.name != ".lock"] == [earlier.path.name]


def test_killed_in_the_middle_leaves_nothing_that_looks_like_a_backup(place):
    """The next one removes what is left."""
    script = (
        "import sys, io, time; from pathlib import Path; from ngo_site.backup.folder import locked, new_backup\n"
        "folder = Path(sys.argv[1])\n"
        "with locked(folder), new_backup(folder, '') as new:\n"
        "    new.add('database.dump', io.BytesIO(b'half')); print('written', flush=True); time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, place.BACKUP_FOLDER], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"written\n"
    with pytest.raises(CommandError, match="Another backup is being made"):
        run("backup")
    process.kill()
    process.wait()
    assert backups_in(place.BACKUP_FOLDER) == []
    assert len(list(place.BACKUP_FOLDER.glob(".unfinished-*"))) == 1
    backup = make(place)
    assert [path.name for path in place.BACKUP_FOLDER.iterdir() if path.name != ".lock"] == [backup.path.name]
