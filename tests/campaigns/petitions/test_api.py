"""A program on somebody's site asks for petitions; what it gets is what the description says."""

import json

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator

from campaigns.models import Signature, Tally
from tests.factories import make_campaign, make_petition
from tests.paths import ROOT

pytestmark = pytest.mark.django_db
DESCRIPTION = json.loads((ROOT / "campaigns/petitions/openapi.json").read_text())


def check(answer, schema):
    whole = {"$ref": f"#/components/schemas/{schema}", "components": DESCRIPTION["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer.json())
    return answer.json()


@pytest.fixture
def petition():
    petition = make_petition(slug="free", body="<p>Because <b>so</b>.</p>", campaign=make_campaign())
    make_petition(slug="liberez", language="fr", translation_of=petition)
    Tally.objects.create(petition=petition, country="KE", count=2)
    Tally.objects.create(petition=petition, country="FR", count=3)
    return petition


def test_every_answer_is_as_described(client, petition):
    listed = check(client.get("/petitions.json"), "PetitionList")
    assert [one["slug"] for one in listed["petitions"]] == ["free"]
    one = check(client.get("/petitions/free.json"), "Petition")
    assert (one["countries"], one["elsewhere"]) == ([{"country": "FR", "count": 3}], 2)
    assert (one["count"], one["text"], one["demand"]) == (5, "Because so.", "Let them go.")
    assert [other["language"] for other in one["translations"]] == ["fr"]
    check(client.get("/petitions/free/count.json"), "Count")
    assert check(client.get("/petitions/liberez.json"), "Petition")["count"] == 5


def test_what_happened_is_in_it(client, petition):
    petition.correct("Let all of them go.", "One was missing")
    petition.updates.create(title="They answered", body="<p>No.</p>", about="answered", answered_by="The Minister")
    story = check(client.get("/petitions/free.json"), "Petition")["timeline"]
    assert [(event["title"], event["answered_by"], bool(event["correction"])) for event in story] == [
        ("They answered", "The Minister", False),
        ("", "", True),
        ("", "", False),
    ]


def test_the_description_is_served_and_names_every_address(client, petition):
    served = client.get("/openapi.json").json()
    assert served["servers"] == [{"url": "http://testserver"}]
    assert {key: value for key, value in served.items() if key != "servers"} == DESCRIPTION
    for path in DESCRIPTION["paths"]:
        answer = client.get(path.replace("{slug}", "free"))
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cache-Control"].startswith("public")


def test_nothing_that_is_not_public_is_in_it(client, petition):
    make_petition(slug="draft", published_at=None)
    Signature.objects.create(
        petition=petition, fingerprint=b"1" * 32, country="KE", display_name="Amina Unmistakable", sealed=b"x",
        status="confirmed", confirmed_at=timezone.now(),
    )  # fmt: skip
    assert client.get("/petitions/draft.json").status_code == 404
    everything = client.get("/petitions.json").text + client.get("/petitions/free.json").text
    assert "draft" not in everything
    assert "Unmistakable" not in everything


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_number_of_queries(client, number, django_assert_num_queries):
    for _ in range(number):
        make_petition(campaign=make_campaign())
    with django_assert_num_queries(3):
        client.get("/petitions.json")


def test_a_hundred_a_page(client):
    for _ in range(101):
        make_petition()
    first = client.get("/petitions.json").json()
    second = client.get(first["next"].removeprefix("http://testserver")).json()
    assert (len(first["petitions"]), len(second["petitions"]), second["next"]) == (100, 1, None)
