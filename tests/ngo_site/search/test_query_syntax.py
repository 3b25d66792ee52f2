"""What may be typed: quotes, minus, or, and everything that nobody meant."""

import json

import pytest

from ngo_site.search import query as search_query
from tests.factories import make_article
from tests.ngo_site.search.searching import found, titles
from tests.paths import DATA

pytestmark = pytest.mark.django_db


STRINGS = DATA / "strings" / "blns.json"


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


@pytest.mark.crowd
def test_the_big_list_of_naughty_strings_finds_nothing_and_breaks_nothing(client):
    strings = json.loads(STRINGS.read_text())
    assert len(strings) > 400
    for text in strings:
        assert isinstance(found(text.replace("\0", "")), list)
    for text in strings[::25]:
        assert client.get("/search/", {"q": text}).status_code == 200
    assert client.get("/search/?q=%ED%A0%80%FF&q=x&other=y").status_code == 200


def test_a_word_left_out_is_left_out_in_every_language():
    make_article(title="Carbon papers")
    make_article(title="Carbon et papier", language="fr")
    assert titles("carbon -paper") == titles("carbon -papers") == ["Carbon et papier"]
    assert titles("carbon -papiers") == ["Carbon papers"]


TEXTS = {
    "plain": "Whoever prints, prints in freedom. Government paper is dear.",
    "apart": "Freedom for the government, and paper for all: a dear wish.",
    "other way": "The paper of a government in freedom, not the freedom paper of a government.",
    "hyphen": "An anti-government paper, e-mailed to a.b@example.org in 24 copies.",
    "한글": "정부 신문은 자유롭다",
    "中文": "言论自由是一项权利，政府不得限制。",
}


PHRASES = [
    '"freedom government"',
    '"government paper" "in freedom"',
    '"government paper" or "freedom paper"',
    'paper -"government paper"',
    '"freedom paper" -anti',
    '"freedom for the government"',
    '"anti-government paper"',
    '"a.b@example.org in 24 copies"',
    '"paper',
    'x" paper "government paper"',
    '"government" paper',
    "言论自由",
    "政府不得限制",
    '"자유"',
    '""',
    '"the of"',
    '"paper of" "paper dear" "government paper" "prints prints" "is dear"',
]


@pytest.mark.parametrize("words", PHRASES)
def test_the_index_of_neighbours_takes_nothing_away(monkeypatch, words):
    for title, text in TEXTS.items():
        make_article(title=title, body=f"<p>{text}</p>", language={"中文": "zh-hans", "한글": "ko"}.get(title, "en"))
    by_newest = titles(words)
    monkeypatch.setattr(search_query, "LOOKED_THROUGH", 0)
    assert titles(words) == by_newest
