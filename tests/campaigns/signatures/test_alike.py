"""Bob sends the form with Alice's address: what he sees, and what is done for it, says nothing about her."""

import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from campaigns.models import Signature
from core.http.public_forms import PublicForm
from core.mail import limits
from newsletters.models import Subscriber
from tests.factories import make_petition
from tests.letters import form_token

pytestmark = pytest.mark.django_db
STATES = ["new", "pending", "confirmed", "held", "withdrawn", "late", "never"]
BOTH = {"updates": "on", "newsletter": "on"}


def send(client, petition, email, **fields):
    form = {"name": "Alice Moreau", "email": email, "country": "FR", "form_token": form_token("SignForm"), **fields}
    return client.post(petition.get_absolute_url(), form)


def make_known(client, petition, state, **fields) -> str:
    """Return an address, all of the same length, that is known to us in this way."""
    email = f"{state:x<9}@example.org"
    if state in {"late", "never"}:
        for number in range(3 if state == "late" else 9):
            request = RequestFactory().post("/", REMOTE_ADDR=f"203.0.{number}.9")
            limits.due_at(email, request, PublicForm({"form_token": ""}))
    elif state != "new":
        send(client, petition, email, **fields)
        Signature.objects.filter(status="pending").update(status=state)
        if state in {"confirmed", "held"}:
            Subscriber.objects.update(status="confirmed")
    return email


@pytest.fixture(params=[{}, BOTH], ids=["plain", "with letters"])
def asked(request):
    return request.param


@pytest.fixture
def addresses(client, asked):
    petition = make_petition()
    # Those that wait come last: what makes the others known begins as theirs.
    order = ["new", "confirmed", "held", "withdrawn", "pending", "late", "never"]
    return petition, {state: make_known(client, petition, state, **asked) for state in order}


def test_the_answer_is_the_same_for_everybody(client, addresses, asked):
    petition, emails = addresses

    def answered(email):
        answer = send(client, petition, email, **asked)
        # The page's secret and the form's token are as long for everybody, and random for everybody.
        random = r'(name="(?:page|form_token)" value=")[^"]+'
        return answer.status_code, re.sub(random, r"\1", answer.text), len(answer.content), dict(answer.headers)

    new = answered(emails["new"])
    assert {state: answered(emails[state]) == new for state in STATES} == dict.fromkeys(STATES, True)


def test_the_database_is_asked_the_same_for_everybody(client, addresses, asked):
    petition, emails = addresses
    send(client, petition, "warm@example.org", **asked)  # what is kept in memory from now on

    def statements(email):
        with CaptureQueriesContext(connection) as queries:
            send(client, petition, email, **asked)
        # What is taken back costs one word more: nothing beside the commit at the end, which is everybody's.
        asked_for = [query["sql"] for query in queries if not query["sql"].startswith("ROLLBACK TO")]
        tables = r"(?:INTO|FROM|JOIN|UPDATE)\s+\"?(\w+)"
        return [(re.match(r"\s*(\w+)", sql)[1], *re.findall(tables, sql)) for sql in asked_for]

    new = statements(emails["new"])
    assert any("campaigns_attempt" in one for one in new)
    assert not any("newsletters_subscriber" in one for one in new)
    assert {state: statements(emails[state]) for state in STATES} == dict.fromkeys(STATES, new)


@pytest.mark.django_db(transaction=True)
def test_everybodys_form_ends_with_one_commit(client):
    petition = make_petition()
    commits = {}
    for state in ("new", "pending", "confirmed"):
        email = make_known(client, petition, state)
        with CaptureQueriesContext(connection) as queries:
            send(client, petition, email)
        writes = [query["sql"] for query in queries if re.match(r"\s*(INSERT|UPDATE|DELETE|WITH|COMMIT)", query["sql"])]
        begins = [query["sql"] for query in queries].index("BEGIN")
        assert writes[-1] == "COMMIT"
        before = [query["sql"] for query in queries.captured_queries[:begins] if "INSERT" in query["sql"]]
        assert [sql for sql in before if "core_throttle" not in sql] == []  # whose table is in no write-ahead log
        commits[state] = writes.count("COMMIT")
    assert commits == {"new": 1, "pending": 1, "confirmed": 1}
