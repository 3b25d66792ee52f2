"""What is looked for is marked in titles and excerpts, as Postgres would mark it, and the best of a text is shown."""

import pytest
from django.db import connection

from core.search import configurations
from ngo_site.search import highlighting
from ngo_site.search.highlighting import START, STOP
from tests.factories import make_article
from tests.ngo_site.search.searching import found

pytestmark = pytest.mark.django_db

ALL = f"StartSel={START}, StopSel={STOP}, HighlightAll=true"
TEXTS = [
    ("en", "printing", "Whoever prints, PRINTERS’ ink: a printed imprint; print_out and re-print."),
    ("en", "policies", "A policy, a policeman, two policies — and the police."),
    ("en", "either or neither", "Either this or neither, and the other."),
    ("fr", "liberté", "Les libertés, la LIBERTE, l’été libéré; « libertaire »."),
    ("fr", "œuvre", "Une œuvre, des Œuvres, oeuvre; ouvrage."),
    ("fr", "l'été", "L’été dernier, d'été en été."),
    ("de", "strasse", "Die Straße, STRASSE und Straßen; Strauß."),
    ("de", "häuser", "Haus, Häuser und des Hauses; hausen."),
    ("da", "ødegaard", "Ødegaard, ødegaards og Odegaard; ærø."),
    ("tr", "istanbul", "İstanbul, ISTANBUL, ıstanbul ve istanbullu."),
    ("pl", "łódź", "Łódź, Lodz i łódź."),
    ("is", "þing", "Þing, thing og þings."),
    ("el", "ελευθερία", "Η ελευθερία, της ΕΛΕΥΘΕΡΙΑΣ και ελεύθερος."),
    ("ru", "свобода", "Свобода, свободы и СВОБОДУ; несвобода, ещё."),
    ("uk", "їжак", "Їжак, їжаки; йога."),
    ("fi", "vapaus", "Vapaus, vapauden ja vapauksia."),
]


@pytest.mark.parametrize(("language", "words", "text"), TEXTS)
def test_the_same_words_are_marked_as_by_postgres(language, words, text):
    how, text = configurations.configuration(language), configurations.clear(text)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline(%s::regconfig, %s, query, %s), querytree(query)"
            " FROM websearch_to_tsquery(%s::regconfig, %s) query",
            [how, text, ALL, how, words],
        )
        expected, tree = cursor.fetchone()
    [places] = highlighting.places(words, highlighting.lexemes_of(tree), [(how, text)])
    assert highlighting.mark(text, places) == expected
    assert places


LONG = "About something else altogether. " * 20


def excerpt(body, words, **fields):
    make_article(title=fields.pop("title", "This one"), body=f"<p>{body}</p>", **fields)
    [match] = found(words)
    return str(match.excerpt)


def test_words_beside_each_other_are_shown_before_the_same_apart():
    text = f"Paper first. {LONG} Then carbon. {LONG} In the end carbon paper. {LONG}"
    assert "<mark>carbon</mark> <mark>paper</mark>" in excerpt(text, "carbon paper")


def test_the_order_in_the_question_counts():
    text = f"The paper carbon. {LONG} The carbon paper. {LONG}"
    assert "<mark>carbon</mark> <mark>paper</mark>" in excerpt(text, '"carbon paper"')


def test_two_pieces_of_a_text_are_shown_in_its_order_and_what_is_left_out_is_told():
    shown = excerpt(f"{LONG} ink {LONG[:400]} ink {LONG} ink {LONG}", "ink")
    assert shown.count("<mark>ink</mark>") == 2
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert shown.count("…") == 3


def test_a_short_text_is_shown_whole():
    assert (
        excerpt("All of it is about ink.", "ink", summary="Short.") == "Short. — All of it is about <mark>ink</mark>."
    )


def test_of_a_text_without_the_words_its_beginning_is_shown():
    shown = excerpt(LONG, "ink", title="Ink")
    assert shown.startswith("About something else altogether. About")
    assert shown.endswith(" …")
    assert len(shown) < 200


def test_words_whose_forms_begin_differently_are_marked_too():
    assert "<mark>" in excerpt(f"{LONG} حرية الصحافة {LONG}", "صحافة", language="ar")


def test_an_address_is_marked_as_one_word():
    assert "<mark>a.b@example.org</mark>" in excerpt(f"{LONG} Write to a.b@example.org. {LONG}", "a.b@example.org")
