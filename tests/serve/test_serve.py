"""The production start: workers come back, Postgres is never overrun, and what is wrong is said before it serves."""

import contextlib
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from ipaddress import ip_address
from secrets import token_hex
from urllib.parse import urlsplit
from zipfile import ZipFile

import psycopg2
import pytest
from django.db import connection
from PIL import Image

from core.asgi.threads import AT_ONCE
from core.cache import generations
from core.identity.models import Identity
from core.media.pictures import DevelopedPicture
from ngo_site import serving
from tests.browser import house
from tests.factories import make_petition, make_poster
from tests.serve.served import manage
from tests.waiting import wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
NAME = "served-by-the-test"


@pytest.fixture(scope="module")
def settings_of_the_site():
    """Its connections are known by their name, and wait for ever."""
    url = house.environment()["DATABASE_URL"] + f"&application_name={NAME}"
    return {"DATABASE_URL": url, "DATABASE_STATEMENT_TIMEOUT": "0", "DATABASE_LOCK_TIMEOUT": "0", "LANGUAGES": "en,fr"}


def connections():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [NAME])
        return cursor.fetchone()[0]


def test_a_killed_worker_is_replaced_and_the_site_stays(site):
    before = site.workers()
    os.kill(min(before), signal.SIGKILL)

    def answers():
        # Whoever was in the dead worker's queue at that moment is reset, and tries again as browsers do.
        with contextlib.suppress(ConnectionError):
            return {site.get("/articles/")[0] for _ in range(10)} == {200}

    wait_until(answers, 60)
    wait_until(lambda: len(found := site.workers()) == 2 and found != before and site.listening() == 2, 60)
    assert {site.get("/articles/")[0] for _ in range(10)} == {200}
    assert site.process.poll() is None


def test_connections_stay_within_what_was_counted(site):
    with ThreadPoolExecutor(100) as visitors:
        for _ in range(3):
            answers = list(visitors.map(site.get, [f"/search/?q={token_hex(4)}" for _ in range(150)]))
            assert {status for status, _body in answers} == {200}
            assert connections() <= 2 * (4 + serving.BACKGROUND)


def test_what_the_desk_says_of_the_organisation_every_process_says_in_each_language(site):
    words = {"fr": {"tagline": "Jamais à sec"}}
    Identity(name="Ink & Sons", tagline="Never dry", email="hello@example.org", words=words).save()
    try:
        for path, tagline in {"/": "Never dry", "/fr/": "Jamais à sec"}.items():
            said = f"<title>Ink &amp; Sons: {tagline}"
            # Each connection may lead to another process.
            wait_until(lambda path=path, said=said: all(said in site.get(path)[1] for _ in range(20)))
    finally:
        Identity.objects.all().delete()
        generations.forget_pages()


def test_finished_pages_and_health_do_not_wait_for_the_database(site):
    petition = make_petition().get_absolute_url()
    wait_until(lambda: {site.get(petition)[0] for _ in range(10)} == {200})
    lock = psycopg2.connect(house.environment()["DATABASE_URL"])
    with ThreadPoolExecutor(20) as visitors:
        try:
            lock.cursor().execute("LOCK TABLE core_searchentry")
            waiting = [visitors.submit(site.get, f"/search/?q={token_hex(4)}", 120) for _ in range(20)]
            wait_until(lambda: waiting_for_a_lock() == 8)
            assert {site.get(path)[0] for path in ["/healthz", petition] * 10} == {200}
            assert not any(visitor.done() for visitor in waiting)
        finally:
            lock.close()
        # The last of them have waited too long for a thread.
        assert {visitor.result()[0] for visitor in waiting} <= {200, 503}


def waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = %s", [NAME]
        )
        return cursor.fetchone()[0]


def test_a_load_balancer_asks_by_address_and_without_tls(site):
    assert site.get("/healthz", Host="10.1.2.3")[0] == 200
    status, body = site.get("/readyz", Host="10.1.2.3")
    assert (status, '"database": true' in body) == (503, True)  # no run_jobs beside this site
    assert site.get("/articles/", Host="10.1.2.3")[0] == 400


def test_an_address_that_is_no_utf_8_is_not_found(site):
    assert site.get("/articles/%ff/")[0] == 404


def test_a_film_is_sent_whole_and_in_parts(site):
    film = house.FILES / "media" / "videos" / "served.mp4"
    film.parent.mkdir(parents=True, exist_ok=True)
    content = bytes(range(256)) * 20_000
    film.write_bytes(content)
    assert site.ask("GET", "/media/videos/served.mp4") == (200, content)
    part = site.ask("GET", "/media/videos/served.mp4", headers={"Range": "bytes=1000-1999"})
    assert part == (206, content[1000:2000])


def test_a_long_answer_arrives_whole(site):
    noise = Image.frombytes("RGB", (1500, 1200), os.urandom(1500 * 1200 * 3))
    noise.save(held := BytesIO(), "PNG")
    poster = make_poster(file=DevelopedPicture(held.getvalue(), 1500, 1200, "png"))
    status, kit = site.ask("GET", f"{poster.get_absolute_url()}kit.zip")
    assert status == 200
    assert len(kit) > AT_ONCE
    assert ZipFile(BytesIO(kit)).testzip() is None


def test_a_name_of_this_computer_is_as_good_as_its_address():
    command = serving.command("localhost", 8000)
    assert ip_address(command[command.index("--host") + 1]).is_loopback


def test_too_many_threads_for_postgres_are_refused_with_the_numbers(transactional_db):
    done = manage("serve", "127.0.0.1:0", WEB_WORKERS="3", WEB_THREADS="100")
    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "it might open 325: WEB_WORKERS 3 × (WEB_THREADS 100 + 6) = 318, and 7 for run_jobs." in said
    allowed = serving.most_connections()
    assert f"Postgres lets this site have {allowed} connections" in said
    assert f"Set WEB_THREADS to {(allowed - 7) // 3 - 6} or" in said


def test_tables_that_are_not_there_are_said(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE served_without_tables")
    try:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path="/served_without_tables").geturl()
        done = manage("serve", "127.0.0.1:0", DATABASE_URL=url)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP DATABASE served_without_tables")
    assert done.returncode == 1
    assert "The database is not up to date" in done.stdout
    assert "Type: python3 manage.py migrate" in " ".join(done.stdout.split())


def test_missing_static_files_are_said(tmp_path, transactional_db):
    done = manage("serve", "127.0.0.1:0", STATIC_ROOT=str(tmp_path))
    assert (done.returncode, "Type: python3 manage.py collectstatic" in " ".join(done.stdout.split())) == (1, True)
