"""Mail over a provider's own interface, of which a stand-in answers here; and what the provider tells later."""

import json
import threading
from base64 import b64encode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from django.urls import Resolver404, clear_url_caches, include, path, resolve

from core.mail import email_url, provider_events, provider_url
from core.mail.message import sender
from core.mail.outbox import OutboxMail
from core.mail.sending import deliver
from core.mail.session import ServerAway
from newsletters.models import Subscriber
from newsletters.sending import send_off
from tests.factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db
KEY = "b7f3c2a1-the-key-of-the-tests"
POSTMARK = "anymail.backends.postmark.EmailBackend"
urlpatterns = [path("mail-events/", include(provider_events.addresses(POSTMARK)))]


class Provider(BaseHTTPRequestHandler):
    """Postmark, as far as sending goes."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.headers["X-Postmark-Server-Token"], body))
        status, answer = self.server.answers.get(body["To"], self.server.answer)
        said = json.dumps(answer | {"To": body["To"]}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *arguments):
        pass


TAKEN = {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "SubmittedAt": "2026-12-01T00:00:00Z"}


@pytest.fixture
def provider(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.got, server.answer, server.answers = [], (200, TAKEN), {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found = email_url.parse(f"anymail+postmark://{KEY}@example.org")
    settings.EMAIL_BACKEND = found["EMAIL_BACKEND"]
    settings.ANYMAIL = {**found["ANYMAIL"], "POSTMARK_API_URL": f"http://127.0.0.1:{server.server_address[1]}/"}
    yield server
    server.shutdown()
    server.server_close()


def make_mail(to="alice@example.org"):
    content = {"subject": "Письмо", "text": "Hello", "html": "<p>Hello</p>"}
    return OutboxMail.objects.create(to=to, content=content, headers={"X-Ours": "1"}, kind="staff")


def test_a_mail_leaves_over_the_interface(provider):
    make_mail()
    assert deliver() == 1
    assert not OutboxMail.objects.exists()
    [(key, sent)] = provider.got
    assert key == KEY
    assert (sent["To"], sent["Subject"]) == ("alice@example.org", "Письмо")
    assert (sent["TextBody"], sent["HtmlBody"]) == ("Hello", "<p>Hello</p>")
    assert {"Name": "X-Ours", "Value": "1"} in sent["Headers"]


def test_where_answers_confirm_a_mail_is_from_us_all_the_same(settings, provider):
    """The envelope's sender is the provider's own."""
    settings.CONFIRM_BY_REPLY = "sign@example.org"
    make_mail()
    assert deliver() == 1
    [(_key, sent)] = provider.got
    assert sent["From"] == sender()


@pytest.mark.parametrize(
    ("status", "answer", "is_parked"),
    [
        (422, {"ErrorCode": 406, "Message": "Found inactive addresses: alice@example.org. Inactive recipients"}, True),
        (500, {"ErrorCode": 100, "Message": "Maintenance"}, False),
        (401, {"ErrorCode": 10, "Message": "Bad API token"}, False),
        (422, {"ErrorCode": 400, "Message": "Sender signature not found"}, False),
    ],
)
def test_what_the_provider_refuses_waits_unless_it_is_the_recipient(provider, status, answer, is_parked):
    provider.answer = (status, answer)
    mail = make_mail()
    deliver()
    mail.refresh_from_db()
    assert (mail.parked_at is not None) == is_parked
    assert KEY not in mail.error and "alice" not in mail.error
    assert mail.server_refuses_us == (status in {401, 422} and not is_parked)


def test_a_provider_that_takes_nothing_from_us_is_left_alone_after_three_mails(provider):
    provider.answer = (401, {"ErrorCode": 10, "Message": "Bad API token"})
    for number in range(5):
        make_mail(f"alice{number}@example.org")
    with pytest.raises(ServerAway):
        deliver()
    assert len(provider.got) == 3
    provider.answer = (200, TAKEN)
    OutboxMail.objects.update(due_at="2026-01-01T00:00:00Z")
    assert deliver() == 5


def test_a_provider_that_is_away_parks_nothing(settings, provider):
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:1/"}
    mail = make_mail()
    deliver()
    mail.refresh_from_db()
    assert (mail.parked_at, mail.attempts, mail.server_refuses_us) == (None, 1, False)


@contextmanager
def events(settings):
    settings.ANYMAIL = {**getattr(settings, "ANYMAIL", {}), "WEBHOOK_SECRET": "site:a-secret-of-the-webhooks"}
    with override_settings(ROOT_URLCONF=__name__):
        clear_url_caches()
        yield
    clear_url_caches()


def tell(client, secret="a-secret-of-the-webhooks", **event):
    sent = {"Email": "clara@example.org", "MessageID": "1", "ID": 4, "Type": "HardBounce"} | event
    signed = b64encode(f"site:{secret}".encode()).decode()
    address = "/mail-events/postmark/tracking/"
    headers = {"Authorization": f"Basic {signed}"}
    return client.post(address, sent, content_type="application/json", headers=headers).status_code


def resting() -> list[str]:
    return list(Subscriber.objects.exclude(resting_since=None).values_list("rests_because", flat=True))


def test_a_returned_mail_and_a_complaint_stop_letters(client, settings):
    make_subscriber(email="clara@example.org")
    make_subscriber(email="bob@example.org")
    with events(settings):
        assert tell(client, RecordType="Bounce") == 200
        assert resting() == ["lost"]
        assert tell(client, RecordType="SpamComplaint", Email="bob@example.org", Type="SpamComplaint") == 200
    assert sorted(resting()) == ["complaint", "lost"]


@pytest.mark.parametrize("event", [{"RecordType": "Bounce", "Type": "SoftBounce"}, {"RecordType": "Delivery"}])
def test_what_is_delayed_or_arrived_stops_nothing(client, settings, event):
    make_subscriber(email="clara@example.org")
    with events(settings):
        assert tell(client, **event) == 200
    assert resting() == []


def test_whoever_has_not_the_secret_tells_nothing(client, settings):
    make_subscriber(email="clara@example.org")
    with events(settings):
        assert tell(client, secret="guessed", RecordType="Bounce") == 400
    assert resting() == []


@pytest.mark.parametrize("name", ["mailgun/tracking", "postmark/inbound", "amazon_ses/tracking", "mandrill"])
def test_other_providers_and_what_comes_in_have_no_address(name):
    assert resolve("/mail-events/postmark/tracking/", __name__)
    with pytest.raises(Resolver404):
        resolve(f"/mail-events/{name}/", __name__)


@pytest.mark.parametrize("name", ["mailgun", "mailersend"])
def test_a_provider_that_signs_what_it_tells_needs_its_key(name):
    found = email_url.parse(f"anymail+{name}://{KEY}@example.org?signing=another-key")
    both = provider_url.with_events(found["EMAIL_BACKEND"], found["ANYMAIL"], "a-secret-of-the-webhooks")
    assert both["WEBHOOK_SECRET"] == "site:a-secret-of-the-webhooks"
    assert "another-key" in both.values()
    without = email_url.parse(f"anymail+{name}://{KEY}@example.org")
    with pytest.raises(ImproperlyConfigured, match=r"\?signing=KEY") as refused:
        provider_url.with_events(without["EMAIL_BACKEND"], without["ANYMAIL"], "a-secret-of-the-webhooks")
    assert KEY not in str(refused.value)
    assert provider_url.with_events(without["EMAIL_BACKEND"], without["ANYMAIL"], "")


def due_again() -> int:
    OutboxMail.objects.update(due_at="2026-01-01T00:00:00Z")
    return deliver()


def test_a_letter_and_a_personal_mail_leave_and_what_comes_back_stops_the_next_letter(client, settings, provider):
    for name in ("alice", "bob"):
        make_subscriber(email=f"{name}@example.org")
    provider.answers["bob@example.org"] = (500, {"ErrorCode": 100, "Message": "Maintenance"})
    assert send_off(make_issue(subject="Письмо", body="<p>Dear friends</p>"))
    make_mail("carol@example.org")
    deliver()
    told = [sent["To"] for _key, sent in provider.got]
    assert (told[0], sorted(told)) == (
        "carol@example.org",
        ["alice@example.org", "bob@example.org", "carol@example.org"],
    )
    letter = next(sent for _key, sent in provider.got if sent["To"] == "alice@example.org")
    headers = {header["Name"]: header["Value"] for header in letter["Headers"]}
    leave = headers["List-Unsubscribe"].strip("<>")
    assert (letter["Subject"], headers["List-Unsubscribe-Post"]) == ("Письмо", "List-Unsubscribe=One-Click")
    assert leave in letter["TextBody"] and leave in letter["HtmlBody"]
    waiting = OutboxMail.objects.get()
    assert "Maintenance" in waiting.error
    assert (waiting.attempts, waiting.parked_at, waiting.server_refuses_us) == (1, None, False)
    provider.answers.clear()
    assert due_again() == 1
    with events(settings):
        assert tell(client, RecordType="Bounce", Email="alice@example.org") == 200
    assert resting() == ["lost"]
    provider.got.clear()
    assert send_off(make_issue(subject="Another letter", body="<p>Dear friends</p>"))
    deliver()
    assert [sent["To"] for _key, sent in provider.got] == ["bob@example.org"]


def test_addresses_of_providers():
    found = email_url.parse("anymail+mailgun://K%40Y@mg.example.org?region=eu&signing=s&timeout=5")
    assert found == {
        "EMAIL_BACKEND": "anymail.backends.mailgun.EmailBackend",
        "ANYMAIL": {
            "MAILGUN_API_KEY": "K@Y",
            "REQUESTS_TIMEOUT": 5.0,
            "MAILGUN_SENDER_DOMAIN": "mg.example.org",
            "MAILGUN_WEBHOOK_SIGNING_KEY": "s",
            "MAILGUN_API_URL": "https://api.eu.mailgun.net/v3",
        },
    }
    two = email_url.parse("anymail+mailjet://KEY:SECRET@example.org")["ANYMAIL"]
    assert (two["MAILJET_API_KEY"], two["MAILJET_SECRET_KEY"]) == ("KEY", "SECRET")


@pytest.mark.parametrize(
    "url",
    ["anymail+nobody://K1@example.org", "anymail+mailjet://K1@example.org", "anymail+postmark://",
     "anymail+mailgun://K1@x?region=moon", "anymail+mailgun://K1@x?timeout=soon"],
)  # fmt: skip
def test_what_is_no_provider_stops_the_start_and_quotes_no_key(url):
    with pytest.raises(ImproperlyConfigured) as error:
        email_url.parse(url)
    assert "K1" not in str(error.value)
