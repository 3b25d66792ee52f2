"""What is backed up comes back, and nothing that must not be there is in it."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError
from django.db import connection

from articles.models import Article
from core import audit
from core.mail.outbox import OutboxMail
from ngo_site.backup import tables
from ngo_site.backup.environment import settings_without_secrets
from ngo_site.backup.folder import Backup, backups_in
from tests.factories import make_article, make_petition
from tests.ngo_site.backup.conftest import FILES, files_in, in_database, make, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.subprocess]


def test_all_comes_back(place, keys, empty, tmp_path):
    petition = make_petition(title="حرية التعبير 自由")
    article = make_article(body="<p>Liberté d’expression 🕊</p>")
    audit.record(get_user_model().objects.create(username="alice"), "published", article)
    backup = make(place)
    # What comes later is not in it.
    make_article(title="Later")
    said = run("restore", backup.path, "--key", keys.file, "--into", empty, "--media", tmp_path / "restored")
    assert in_database(empty, lambda: [str(one) for one in Article.objects.all()]) == [str(article)]
    assert in_database(empty, lambda: Article.objects.get().body) == article.body
    assert in_database(empty, lambda: type(petition).objects.get().title) == petition.title
    assert files_in(tmp_path / "restored") == FILES
    assert "recount: 0 numbers had drifted." in said
    assert "entries, none changed, none missing." in said
    assert f"{len(FILES)} files" in said
    assert "sends nothing until manage.py go_live" in said


def test_nobody_else_may_read_it(place):
    path = make(place).path
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.iterdir()} == {0o600}
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_age_opens_it_without_the_site(place, keys):
    backup = make(place)
    if not Path("/usr/bin/age").exists():
        pytest.skip("needs age (apt install age)")
    opened = subprocess.run(
        ["age", "--decrypt", "--identity", keys.file, backup.path / "media.tar.age"], capture_output=True, check=True
    ).stdout
    assert FILES["Ω.txt"] in opened
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=backup.path, check=True, capture_output=True)


def test_nothing_secret_is_in_it(place, keys, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://office:pass/w0rd@mail.example.org:587?timeout=9")
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", "an-earlier-secret")
    place.BACKUP_PUBLIC_KEY = ""
    said = run("backup")
    backup = Backup(backups_in(place.BACKUP_FOLDER)[-1])
    text = backup.text("settings.env", "")
    assert 'EMAIL_URL="smtp+tls://office@mail.example.org:587?timeout=9"' in text
    assert f'SITE_URL="{site_settings.SITE_URL}"' in text
    for secret in ("pass/w0rd", "an-earlier-secret", os.environ["SECRET_KEY"], os.environ["FINGERPRINT_SECRET"]):
        assert [path.name for path in backup.path.iterdir() if secret.encode() in path.read_bytes()] == []
    for name in ("FINGERPRINT_SECRET", "SECRET_KEY", "the password in EMAIL_URL"):
        assert name in said and f"# left out: {name}\n" in text


def test_what_lives_for_minutes_is_left_out(place, keys, empty, client):
    client.force_login(get_user_model().objects.create_superuser("alice", "alice@example.org", "x"))
    assert place.BACKUP_FOLDER.parent.exists()
    backup = make(place)
    run("restore", backup.path, "--key", keys.file, "--into", empty)

    def count(table):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            return cursor.fetchone()[0]

    assert count("core_desksession") == 1
    assert in_database(empty, lambda: count("core_desksession")) == 0
    assert in_database(empty, lambda: count("auth_user")) == 1


def test_unsent_mail_is_kept(place, keys, empty):
    OutboxMail.objects.create(to="bob@example.org", kind="staff")
    run("restore", make(place).path, "--key", keys.file, "--into", empty)
    assert in_database(empty, lambda: [mail.to for mail in OutboxMail.objects.all()]) == ["bob@example.org"]


def test_database_in_use_is_not_written_over(place, keys, empty):
    backup = make(place)
    run("restore", backup.path, "--key", keys.file, "--into", empty)
    in_database(empty, lambda: make_article(title="Written since"))
    with pytest.raises(CommandError, match="not empty"):
        run("restore", backup.path, "--key", keys.file, "--into", empty)
    assert in_database(empty, lambda: Article.objects.count()) == 1
    run("restore", backup.path, "--key", keys.file, "--into", empty, "--replace")
    assert in_database(empty, lambda: Article.objects.count()) == 0


def test_files_that_are_there_are_not_written_over(place, keys, empty, tmp_path):
    backup = make(place)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="not empty"):
        run("restore", backup.path, "--key", keys.file, "--into", empty, "--media", tmp_path / "there")


def test_files_that_did_not_change_are_not_copied_again(place, keys, empty, tmp_path):
    first = make(place)
    (place.MEDIA_ROOT / "Ω.txt").write_bytes(b"changed")
    first.path.rename(place.BACKUP_FOLDER / "2026-01-01T000000Z")
    second = make(place)
    first = Backup(place.BACKUP_FOLDER / "2026-01-01T000000Z")
    same = {name for name in first.sizes if (first.path / name).samefile(second.path / name)}
    assert same == {"media-pictures.tar.age", "media-videos.tar.age"}
    run("restore", second.path, "--key", keys.file, "--into", empty, "--media", tmp_path / "restored")
    assert files_in(tmp_path / "restored") == FILES | {"Ω.txt": b"changed"}


def test_links_are_followed(place, keys, empty, tmp_path):
    """A folder on another disk, a file elsewhere, a file with two names, and a link that leads back."""
    films = tmp_path / "large disk"
    films.mkdir()
    (films / "film.mp4").write_bytes(b"a film")
    pictures = place.MEDIA_ROOT / "pictures"
    (place.MEDIA_ROOT / "films").symlink_to(films)
    (pictures / "still.jpg").symlink_to(films / "film.mp4")
    (pictures / "other name.jpg").hardlink_to(pictures / "2026" / "b.jpg")
    (pictures / "same.jpg").hardlink_to(pictures / "Überraschung – 自由.jpg")
    (pictures / "back").symlink_to(pictures)
    (pictures / "gone.jpg").symlink_to(films / "gone.mp4")
    linked = {
        "films/film.mp4": b"a film",
        "pictures/still.jpg": b"a film",
        "pictures/other name.jpg": b"",
        "pictures/same.jpg": FILES["pictures/Überraschung – 自由.jpg"],
    }
    run("restore", make(place).path, "--key", keys.file, "--into", empty, "--media", tmp_path / "restored")
    assert files_in(tmp_path / "restored") == FILES | linked


def test_damaged_archive_is_not_taken_over_from_an_earlier_backup(place):
    first = make(place)
    damaged = first.path / "media-videos.tar.age"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"\0")
    first.path.rename(place.BACKUP_FOLDER / "2026-01-01T000000Z")
    assert list(make(place).faults()) == []


def test_it_works_without_a_key_and_says_so(place, empty, tmp_path):
    place.BACKUP_PUBLIC_KEY = ""
    assert "NOT ENCRYPTED" in run("backup")
    (path,) = backups_in(place.BACKUP_FOLDER)
    run("restore", path, "--into", empty, "--media", tmp_path / "restored")
    assert files_in(tmp_path / "restored") == FILES
    assert "can be restored" in run("verify_backup", path)


def test_trial_restores_into_a_postgres_of_its_own(place, keys):
    make_article()
    backup = make(place)
    assert "can be restored" in run("verify_backup", "--key", keys.file)
    assert "as it was written" in run("verify_backup")
    assert Article.objects.count() == 1
    assert backup.path.exists()


def test_command_line(place, keys, tmp_path):
    """The commands as an operator types them, in processes of their own."""
    environment = {
        **os.environ,
        "BACKUP_FOLDER": str(place.BACKUP_FOLDER),
        "BACKUP_PUBLIC_KEY": keys.public,
        "MEDIA_ROOT": str(place.MEDIA_ROOT),
        "DJANGO_SETTINGS_MODULE": "ngo_site.settings",
        "NGO_SITE_NO_VENV": "1",
        "DATABASE_URL": "postgresql://{USER}@/{NAME}?host={HOST}".format(**connection.settings_dict),
    }
    for command in (["backup"], ["verify_backup", "--key", keys.file]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command], env=environment, capture_output=True, text=True,
            cwd=site_settings.BASE_DIR,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_left_out_is_there_and_nothing_else_needs_it():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s)", [list(tables.LEFT_OUT)])
        assert {name for (name,) in cursor.fetchall()} == set(tables.LEFT_OUT)
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
            " AND confrelid::regclass::text = ANY(%s)",
            [list(tables.LEFT_OUT)],
        )
        assert {name for (name,) in cursor.fetchall()} <= set(tables.LEFT_OUT)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("smtps://office@example.org:pass@word@mail.example.org", "smtps://office@example.org@mail.example.org"),
        (
            "anymail+mailgun://key-123@example.org?region=eu&signing=key-456",
            "anymail+mailgun://@example.org?region=eu&signing=",
        ),
        ("smtp://mail.example.org:25", "smtp://mail.example.org:25"),
    ],
)
def test_no_password_of_a_mailbox_is_in_the_settings(monkeypatch, address, shown):
    monkeypatch.setenv("EMAIL_URL", address)
    lines, left_out = settings_without_secrets()
    assert f'EMAIL_URL="{shown}"' in lines
    assert ("the password in EMAIL_URL" in left_out) == (address != shown)
