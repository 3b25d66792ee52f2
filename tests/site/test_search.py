"""Search finds what is public, and nothing else."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from core.search import words as known_words
from core.search.index import STALE, SearchEntry, note_missing, reindex
from ngo_site import search as searching
from ngo_site.search import SearchQuery
from ngo_site.search import query as search_query
from tests.factories import make_article, make_petition, make_photo
from tests.paths import DATA
from tests.site.everything import make_everything, make_tag_of

pytestmark = pytest.mark.django_db

STRINGS = DATA / "strings" / "blns.json"


def search(text, user=None, **filters):
    return searching.search(SearchQuery(text, **filters), user)


def found(text, user=None, **filters):
    return search(text, user, **filters).page(1, user)


def titles(text, user=None, **filters):
    return [match.thing.title for match in found(text, user, **filters)]


def test_every_kind_of_thing_is_found(client):
    things = make_everything(title="Samizdat", slug="samizdat")
    matches = found("samizdat")
    assert {type(match.thing) for match in matches} == {type(obj) for obj in things}
    page = client.get("/search/", {"q": "samizdat"}).text
    assert [obj for obj in things if f'href="{obj.get_absolute_url()}"' not in page] == []
    assert f"{len(things)} pages" in page


@pytest.mark.parametrize("published_at", [None, timezone.now() + timezone.timedelta(hours=1)])
def test_drafts_and_what_is_scheduled_never_leak(client, admin_client, published_at):
    make_everything(title="Samizdat", slug="samizdat", published_at=published_at)
    assert search("samizdat").places == []
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


@pytest.mark.crowd
def test_the_big_list_of_naughty_strings_finds_nothing_and_breaks_nothing(client):
    strings = json.loads(STRINGS.read_text())
    assert len(strings) > 400
    for text in strings:
        assert isinstance(found(text.replace("\0", "")), list)
    for text in strings[::25]:
        assert client.get("/search/", {"q": text}).status_code == 200
    assert client.get("/search/?q=%ED%A0%80%FF&q=x&other=y").status_code == 200


def test_what_was_typed_is_shown_as_text(client):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_very_common_word_brings_the_newest_and_says_that_there_are_more(client, monkeypatch):
    monkeypatch.setattr(search_query, "MOST_RANKED", 3)
    monkeypatch.setattr(searching, "MOST_RANKED", 3)
    for day in range(5):
        make_article(title=f"Number {day}", body="<p>ink</p>", published_at=timezone.now() - timedelta(days=day + 1))
    make_article(title="Ink", published_at=timezone.now() - timedelta(days=900))
    assert titles("ink") == ["Ink", "Number 0", "Number 1", "Number 2"]
    assert "More than 4 pages" in client.get("/search/", {"q": "ink"}).text


def test_search_pages_are_kept_out_of_search_engines(client):
    assert '<meta name="robots" content="noindex">' in client.get("/search/?q=ink").text


def test_filters_narrow_and_tell_their_numbers(client):
    carbon = make_article(title="Ink one", published_at=datetime(2024, 5, 1, tzinfo=UTC))
    make_article(title="Ink two", language="fr", published_at=datetime(2025, 5, 1, tzinfo=UTC))
    make_petition(title="Ink three", published_at=datetime(2025, 6, 1, tzinfo=UTC))
    make_tag_of(carbon)
    assert titles("ink", kind="petition") == ["Ink three"]
    assert titles("ink", tag="carbon") == ["Ink one"]
    assert set(titles("ink", year="2025")) == {"Ink two", "Ink three"}
    assert titles("ink", language="fr") == ["Ink two"]
    assert titles("ink", language="fr", kind="petition") == []
    told = {str(facet.name): {(one.name, one.number) for one in facet.choices} for facet in search("ink").facets}
    assert told == {
        "Kind": {("Articles", 2), ("Petitions", 1)},
        "Subject": {("Carbon", 1)},
        "Year": {("2025", 2), ("2024", 1)},
        "Language": {("English", 2), ("Français", 1)},
    }
    page = client.get("/search/?q=ink&type=petition").text
    assert "Ink three" not in page.split("<main")[0]
    assert 'href="?q=ink" aria-current="true"' in page


@pytest.mark.parametrize(
    "filters", ["type=user", "tag=none", "year=0", "year=99999", "year=x", "language=xx", "page=1"]
)
def test_filters_nobody_offered_find_nothing_and_break_nothing(client, filters):
    make_article(title="Ink")
    assert client.get(f"/search/?q=ink&{filters}").status_code == 200


def test_a_tag_that_only_a_draft_has_is_not_told(client):
    make_article(title="Ink")
    make_tag_of(make_article(title="Ink, too", published_at=None))
    assert "Carbon" not in client.get("/search/?q=ink&tag=carbon").text
    assert "Carbon" not in client.get("/search/?q=ink").text


def test_what_was_found_is_marked_and_stays_text(client):
    make_article(title="Ink & <paper>", body="<p>The &lt;script&gt; of ink was &lt;b&gt;inked&lt;/b&gt;.</p>")
    page = client.get("/search/", {"q": "ink"}).text
    assert "<mark>Ink</mark> &amp; &lt;paper&gt;" in page
    assert "script&gt; of <mark>ink</mark> was &lt;b&gt;<mark>inked</mark>" in page
    assert "<script> of" not in page


def test_nothing_in_a_text_passes_for_a_mark(client):
    make_article(title="\ue000Ink\ue001 and \ue000paper\ue001")
    assert "<mark>paper" not in client.get("/search/", {"q": "ink"}).text


def test_every_language_is_read_its_own_way_and_accents_do_not_matter():
    make_article(title="Les libertés publiques", language="fr")
    make_article(title="Pressefreiheit und Bücher", language="de")
    make_article(title="حرية الصحافة", language="ar")
    make_article(title="Свобода слова", language="uk")
    assert titles("liberté publique") == ["Les libertés publiques"]
    assert titles("libertes") == ["Les libertés publiques"]
    assert titles("bucher") == titles("Büchern") == ["Pressefreiheit und Bücher"]
    assert titles("الصحافة") == ["حرية الصحافة"]
    assert titles("свобода") == ["Свобода слова"]


WRITTEN = [
    "Gesamt\u00adkonzept", "zero\u200bwidth", "word\u2060joiner", "byte\ufefforder", "e\u2011mail", "co\u2010operative",
    "xenozebra\u2011farm", "Cafe\u0301teria", "Ло\u00adзунг", "คำ\u200bขวัญ", "カ\u3099ラス",
]  # fmt: skip
TYPED = [
    "Gesamtkonzept", "zerowidth", "wordjoiner", "byteorder", "e-mail", "co-operative",
    "xenozebra-farm", "Caféteria", "Лозунг", "คำขวัญ", "ガラス",
]  # fmt: skip


@pytest.mark.parametrize(("written", "typed"), list(zip(WRITTEN, TYPED, strict=True)))
def test_what_nobody_sees_in_a_word_hides_it_neither_in_texts_nor_in_questions(client, written, typed):
    make_article(title="This one", body=f"<p>About {written} and more.</p>")
    make_article(title="Another", body="<p>About something else.</p>")
    assert titles(written) == titles(typed) == ["This one"]
    [match] = found(typed)
    assert f"<mark>{typed[0]}" in match.excerpt.replace("</mark>-<mark>", "-")
    assert [str(match.excerpt) for match in found(written)] == [str(match.excerpt)]


def test_words_are_learnt_as_they_are_read():
    make_article(title="A Gesamt\u00adkonzept")
    known_words.learn_words()
    assert search("Gesamtkonzpet").meant == search("Gesamt\u00adkonzpet").meant == "Gesamtkonzept".lower()


@pytest.mark.parametrize("words", ["新聞", "新聞自由", "自由", "報道", "聞", '"新聞自由"'])
def test_texts_without_spaces_are_found_by_their_parts(words):
    make_article(title="新聞自由", summary="獨立報道")
    make_article(title="由自")
    [match] = found(words)
    assert match.thing.title == "新聞自由"
    assert "<mark>" in match.title + match.excerpt


def test_a_word_left_out_is_left_out_in_every_language():
    make_article(title="Carbon papers")
    make_article(title="Carbon et papier", language="fr")
    assert titles("carbon -paper") == titles("carbon -papers") == ["Carbon et papier"]
    assert titles("carbon -papiers") == ["Carbon papers"]


def test_a_word_mistyped_finds_what_was_meant(client):
    make_article(title="The typewriter", body="<p>A samizdat press</p>")
    known_words.learn_words()
    typed = ("typewirter", "samisdat pres", "typewriter", "zzzzqqq", "-typewirter")
    assert [search(text).meant for text in typed] == ["typewriter", "samizdat press", "", "", ""]
    page = client.get("/search/", {"q": "typewirter"}).text
    assert 'Did you mean <a href="?q=typewriter" dir="auto">typewriter</a>?' in page


def test_two_letters_that_changed_places_are_one_slip():
    make_article(title="A pring is no word", body="<p>The printer and the prints.</p>")
    known_words.learn_words()
    assert search("prinetr").meant == "printer"


def test_words_of_drafts_are_never_suggested():
    make_article(title="Whistleblower", published_at=None)
    make_article(title="Printer")
    known_words.learn_words()
    for typed in ("whistlblower", "whistlblower or printr", "printr OR whistlblower"):
        assert search(typed).meant == ""
    assert search("prnter or printr").meant == "printer or printer"


def test_pages_of_results(client):
    for number in range(searching.PAGE + 1):
        make_article(title=f"Ink {number}")
    assert len(found("ink")) == searching.PAGE
    page = client.get("/search/?q=ink&page=2").text
    assert page.count("<h2><a") == 1
    assert 'href="?q=ink&amp;page=1"' in page
    assert client.get("/search/?q=ink&page=3").status_code == 404


def test_editors_may_search_drafts_when_they_ask_for_it(client, admin_client):
    make_article(title="Samizdat", published_at=None)
    assert "Drafts, too" in admin_client.get("/search/?q=samizdat").text
    assert "<mark>Samizdat</mark>" in admin_client.get("/search/?q=samizdat&drafts=1").text
    assert "<mark>Samizdat</mark>" not in client.get("/search/?q=samizdat&drafts=1").text


def test_it_follows_every_change():
    article = make_article(title="Ink")
    article.title = "Paper"
    article.save()
    assert (titles("ink"), titles("paper")) == ([], ["Paper"])
    article.expires_at = timezone.now() - timedelta(minutes=1)
    article.save()
    assert titles("paper") == []
    type(article).objects.filter(pk=article.pk).delete()
    assert SearchEntry.objects.count() == 0


def test_a_photograph_without_consent_is_not_found():
    photo = make_photo(title="Samizdat")
    assert titles("samizdat") == ["Samizdat"]
    photo.consent = photo.Consent.WITHDRAWN
    photo.save()
    assert search("samizdat").places == []


def test_a_stale_entry_leaks_nothing():
    article = make_article(title="Samizdat")
    type(article).objects.filter(pk=article.pk).update(published_at=None)
    assert found("samizdat") == []


def test_what_is_missing_is_written_by_the_clock_and_everything_by_command():
    make_article(title="Ink")
    SearchEntry.objects.all().delete()
    note_missing()
    assert titles("ink") == ["Ink"]
    SearchEntry.objects.update(head="", vector="")
    assert reindex() == 1
    assert titles("ink") == ["Ink"]


def test_entries_that_a_migration_wants_written_anew_are_found_as_before_until_they_are():
    article = make_article(title="Ink")
    SearchEntry.objects.update(written_at=STALE, title="as it was read before")
    assert titles("ink") == ["Ink"]
    note_missing()
    assert SearchEntry.objects.get().title == article.title
    assert not SearchEntry.objects.filter(written_at=STALE).exists()


def test_titles_like_others():
    article = make_article(title="The lawsuit not meant to be won")
    make_article(title="Lawsuit in secret", published_at=None)
    assert searching.similar("the-lawsiut-not-meant-to-win") == [article]
    assert searching.similar("") == searching.similar("%") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    for one in range(number):
        make_article(title=f"Ink {one}", body="<p>About ink.</p>")
        make_petition(title=f"Ink of {one}")
    known_words.learn_words()
    found("ink")
    with django_assert_num_queries(9):
        client.get("/search/?q=ink")


@pytest.mark.parametrize("looked_through", [0, 1, 3000])
def test_the_same_is_found_however_many_of_the_newest_are_looked_through_first(admin_user, monkeypatch, looked_through):
    monkeypatch.setattr(search_query, "LOOKED_THROUGH", looked_through)

    def make(title, text, year, **fields):
        date = datetime(year, 1, 1, tzinfo=UTC) if year else None
        return make_article(title=title, body=f"<p>{text}</p>", published_at=date, **fields)

    tag = make_tag_of(make("Old", "ink", 2023))
    tag.articles.add(
        make("New", "ink", 2024), make("Draft", "ink", None), make("French", "ink encre", 2025, language="fr")
    )
    make("Other", "ink, then paper", 2022)
    make("Blank", "paper", 2026)
    assert titles("ink -encre", tag="carbon") == ["New", "Old"]
    assert titles("ink", tag="carbon", year="2023") == ["Old"]
    assert titles("ink paper") == ["Other"]
    assert titles("ink or paper", language="fr") == ["French"]
    assert titles('"ink paper"') == []
    assert "Draft" in titles("ink", admin_user, tag="carbon")


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


def test_a_word_in_many_things_brings_the_newest_of_them_and_those_named_after_it(monkeypatch):
    monkeypatch.setattr(search_query, "MOST_RANKED", 2)
    monkeypatch.setattr(search_query, "LOOKED_THROUGH", 3)
    for year in (2020, 2021, 2022, 2023):
        make_article(title=f"{year}", body="<p>ink</p>", published_at=datetime(year, 1, 1, tzinfo=UTC))
    make_article(title="Ink", published_at=datetime(2019, 1, 1, tzinfo=UTC))
    assert titles("ink") == ["Ink", "2023", "2022"]
