"""/metrics: whoever has the token reads how the site does; nobody else does, and it tells nothing about people."""

import datetime
import json
import re
import socket
import ssl
import threading

import pytest
from django.conf import settings as site
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from prometheus_client.parser import text_string_to_metric_families

from campaigns.models import Tally
from core import metrics
from core.http.cacheable import route_of
from core.jobs.models import Job
from core.mail.outbox import OutboxMail
from core.media.renditions import make_renditions
from ngo_site.health import backups, certificate
from tests.factories import make_article, make_comment, make_petition
from tests.loopback import CERTIFICATE

pytestmark = pytest.mark.django_db
TOKEN = "a-token-for-the-tests-alone"
ENDS = datetime.datetime(2126, 10, 29, 19, 4, 4, tzinfo=datetime.UTC)  # of the tests' certificate
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _token(settings):
    settings.METRICS_TOKEN = TOKEN


def samples(client) -> dict[tuple[str, str], float]:
    """Return the numbers by name and the values of their labels."""
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200, answer.text
    families = list(text_string_to_metric_families(answer.text))
    assert all(family.documentation for family in families)
    return {
        (sample.name, " ".join(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize("sent", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}])
def test_without_the_token_nothing_is_told(client, sent):
    answer = client.get("/metrics", headers=sent)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "site_" not in answer.text


def test_a_folder_of_files_that_cannot_be_read_hides_no_other_number(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / ("x" * 300)  # longer than names of files may be
    found = samples(client)
    assert ("site_disk_free_bytes", "") not in found
    assert found["site_part_state", "disk"] == 2


def test_it_is_not_there_and_nothing_is_counted_where_no_token_is_set(client, settings):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers=BEARER).status_code == 404
    metrics.count_answer("home", 200, 0.1)
    metrics.count_page(metrics.HIT)
    metrics.counted.flush()
    assert not metrics.MetricCount.objects.exists()


def test_answers_are_told_by_route_and_status_with_their_durations(client):
    for seconds in (0.004, 0.3, 30):
        metrics.count_answer("articles:article", 200, seconds)
    metrics.count_answer("articles:article", 503, 15)
    metrics.counted.flush()
    metrics.count_answer("articles:article", 200, 0.3)
    found = samples(client)
    name = "site_request_duration_seconds"
    assert found[f"{name}_count", "articles:article 2xx"] == 4
    assert found[f"{name}_count", "articles:article 503"] == 1
    assert found[f"{name}_sum", "articles:article 2xx"] == pytest.approx(30.604)
    buckets = {labels: value for (of, labels), value in found.items() if of == f"{name}_bucket" and "2xx" in labels}
    assert list(buckets.values()) == [1, 1, 1, 1, 3, 3, 3, 3, 4]


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "home"),
        ("/articles/free-press/", "articles:article"),
        ("/admin/articles/article/7/change/", "admin:articles_article_change"),
        ("/static/css/site.css", "static"),
        ("/wp-login.php/dorothea@example.org", "none"),
    ],
)
def test_a_route_has_a_name_of_ours(path, route):
    assert route_of(path) == route


def test_what_waits_and_what_failed_is_counted(client):
    petition = make_petition()
    Tally.objects.create(petition=petition, country="FR", count=12)
    Tally.objects.create(petition=petition, country="DE", count=3)
    make_comment(make_article(), is_public=False)
    Job.objects.all().delete()
    make_renditions.enqueue("articles", "photo", 1)
    make_renditions.enqueue("articles", "photo", 2)
    waiting, failed = Job.objects.order_by("enqueued_at")
    Job.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - datetime.timedelta(minutes=20))
    Job.objects.filter(pk=failed.pk).update(status=TaskResultStatus.FAILED)
    mail = {"to": "dorothea@example.org", "content": {"subject": "Secret words", "text": "x"}, "kind": "staff"}
    OutboxMail.objects.create(**mail, due_at=timezone.now() - datetime.timedelta(minutes=5))
    OutboxMail.objects.create(**mail, is_bulk=True)
    OutboxMail.objects.create(**mail, parked_at=timezone.now())
    metrics.count_page(metrics.HIT, 7)
    metrics.count_page(metrics.HIT_IN_NGINX, 40)
    metrics.count_page(metrics.MISS)
    found = samples(client)
    assert found["site_signatures", "confirmed"] == 15
    assert (found["site_jobs_waiting", "default"], found["site_jobs_failed", ""]) == (1, 1)
    assert found["site_jobs_oldest_seconds", "default"] == pytest.approx(1200, abs=60)
    assert (found["site_outbox_waiting", "personal"], found["site_outbox_waiting", "letters"]) == (1, 1)
    assert found["site_outbox_oldest_seconds", "personal"] == pytest.approx(300, abs=60)
    assert found["site_outbox_given_up", ""] == 1
    assert found["site_comments_waiting", ""] == 1
    assert found["site_page_cache_hits_total", "site"] == 7
    assert found["site_page_cache_hits_total", "nginx"] == 40
    assert found["site_page_cache_misses_total", ""] == 1
    assert found["site_disk_free_bytes", ""] > 0
    assert (found["site_part_state", "worker"], found["site_part_state", "database"]) == (2, 0)
    page = client.get("/metrics", headers=BEARER).text
    assert not re.search(r"dorothea|Secret|FR|DE\b|free-press", page)


def test_the_newest_whole_backup_counts(client, settings, tmp_path):
    settings.BACKUP_FOLDER = tmp_path / "backups"
    assert ("site_backup_age_seconds", "") not in samples(client)
    for name in ("2026-01-01T031500Z", ".unfinished-2999-01-01T000000Z", "notes"):
        (settings.BACKUP_FOLDER / name).mkdir(parents=True)
    assert backups.newest() == datetime.datetime(2026, 1, 1, 3, 15, tzinfo=datetime.UTC)
    assert [part.state for part in backups.part()] == ["warning"]
    (settings.BACKUP_FOLDER / f"{timezone.now() - datetime.timedelta(hours=2):%Y-%m-%dT%H%M%SZ}").mkdir()
    assert samples(client)["site_backup_age_seconds", ""] == pytest.approx(7200, abs=60)
    assert [part.state for part in backups.part()] == ["ok"]


def test_the_certificate_is_asked_when_it_ends(client, settings):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    listening = socket.create_server(("127.0.0.1", 0))

    def answer():
        for _number in range(2):
            connection, _address = listening.accept()
            with connection, context.wrap_socket(connection, server_side=True):
                pass

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    settings.HTTPS, settings.CERTIFICATE_AT = True, f"127.0.0.1:{listening.getsockname()[1]}"
    ends = certificate.ends_at()
    thread.join(10)
    assert ends == ENDS
    assert [part.state for part in certificate.part()] == ["ok"]
    listening.close()


def test_nobody_who_shows_a_certificate_is_no_trouble(settings):
    settings.HTTPS, settings.CERTIFICATE_AT = True, "127.0.0.1:1"
    assert certificate.ends_at() is None
    assert list(certificate.part()) == []


def test_every_metric_of_the_dashboard_is_there(client, settings, tmp_path, monkeypatch):
    settings.BACKUP_FOLDER = tmp_path
    (tmp_path / "2026-01-01T031500Z").mkdir()
    monkeypatch.setattr(certificate._ends, "_kept", {})
    settings.HTTPS, settings.CERTIFICATE_AT = True, "127.0.0.1:1"
    certificate._ends.get("127.0.0.1:1", timezone.now)
    metrics.count_answer("home", 200, 0.1)
    there = {name for name, _labels in samples(client)}
    dashboard = json.loads((site.BASE_DIR / "deploy/grafana-dashboard.json").read_text())
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    named = {name for expression in asked for name in re.findall(r"\bsite_\w+", expression)}
    assert len(asked) > 15
    assert named - there == set()
    # And nothing is measured that nobody sees.
    assert {name for name in there if not name.endswith("_created")} - named == set()
