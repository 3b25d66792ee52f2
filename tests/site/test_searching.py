"""Search finds what is public, and nothing else."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from ngo_site.searching import MOST, search
from tests.factories import make_article
from tests.site.everything import make_everything

pytestmark = pytest.mark.django_db

STRINGS = Path(__file__).parent.parent / "data" / "strings" / "blns.json"


def titles(words):
    return [found.thing.title for found in search(words)]


def test_every_kind_of_thing_is_found(client):
    things = make_everything(title="Samizdat", slug="samizdat")
    found = search("samizdat")
    assert {type(match.thing) for match in found} == {type(thing) for thing in things}
    page = client.get("/search/", {"q": "samizdat"}).text
    assert [thing for thing in things if f'href="{thing.get_absolute_url()}"' not in page] == []
    assert f"{len(things)} pages" in page


@pytest.mark.parametrize("published_at", [None, timezone.now() + timezone.timedelta(hours=1)])
def test_drafts_and_what_is_scheduled_never_leak(client, admin_client, published_at):
    make_everything(title="Samizdat", slug="samizdat", published_at=published_at)
    assert search("samizdat") == []
    for visitor in (client, admin_client):
        assert "/samizdat/" not in visitor.get("/search/", {"q": "samizdat"}).text


def test_a_title_weighs_more_than_a_summary_and_that_more_than_the_text():
    make_article(title="in the text", body="<p>a typewriter</p>")
    make_article(title="The typewriter")
    make_article(title="in the summary", summary="A typewriter")
    assert titles("typewriter") == ["The typewriter", "in the summary", "in the text"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("carbon paper", {"Carbon paper", "Paper carbon"}),
        ('"carbon paper"', {"Carbon paper"}),
        ("carbon -paper", {"Carbon ink"}),
        ("ink or paper", {"Carbon paper", "Paper carbon", "Carbon ink"}),
        ("CARBON", {"Carbon paper", "Paper carbon", "Carbon ink"}),
        ("papers", {"Carbon paper", "Paper carbon"}),
        ("ledger", set()),
        ("the", set()),
        ("-carbon", set()),
    ],
)
def test_the_syntax_that_people_know_from_the_web(words, expected):
    for title in ("Carbon paper", "Paper carbon", "Carbon ink"):
        make_article(title=title)
    assert set(titles(words)) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "\0",
        "\0\0ink",
        '"',
        '"ink',
        "-",
        "--",
        "or",
        "or or",
        "& | ! : * ( )",
        "ink:*",
        "'",
        "%",
        "\\",
        "a" * 5000,
    ],
)
def test_odd_words_are_answered_calmly(client, words):
    make_article(title="Ink")
    assert client.get("/search/", {"q": words}).status_code == 200


def test_the_big_list_of_naughty_strings_finds_nothing_and_breaks_nothing(client):
    strings = json.loads(STRINGS.read_text())
    assert len(strings) > 400
    for words in strings:
        assert isinstance(search(words.replace("\0", "")), list)
    for words in strings[::25]:
        assert client.get("/search/", {"q": words}).status_code == 200
    assert client.get("/search/?q=%ED%A0%80%FF&q=x&other=y").status_code == 200


def test_what_was_typed_is_shown_as_text(client):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_very_common_word_brings_no_endless_list():
    for _ in range(MOST + 3):
        make_article(title="Ink")
    assert len(search("ink")) == MOST


def test_search_pages_are_kept_out_of_search_engines(client):
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=ink").text
