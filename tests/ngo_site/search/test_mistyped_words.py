"""A word mistyped finds what was meant, unless only a draft has it."""

import pytest

from core.search import vocabulary
from tests.factories import make_article
from tests.ngo_site.search.searching import search

pytestmark = pytest.mark.django_db


def test_words_are_learnt_as_they_are_read():
    make_article(title="A Gesamt\u00adkonzept")
    vocabulary.learn_words()
    assert search("Gesamtkonzpet").meant == search("Gesamt\u00adkonzpet").meant == "Gesamtkonzept".lower()


def test_a_word_mistyped_finds_what_was_meant(client):
    make_article(title="The typewriter", body="<p>A samizdat press</p>")
    vocabulary.learn_words()
    typed = ("typewirter", "samisdat pres", "typewriter", "zzzzqqq", "-typewirter")
    assert [search(text).meant for text in typed] == ["typewriter", "samizdat press", "", "", ""]
    page = client.get("/search/", {"q": "typewirter"}).text
    assert 'Did you mean <a href="?q=typewriter" dir="auto">typewriter</a>?' in page


def test_two_letters_that_changed_places_are_one_slip():
    make_article(title="A pring is no word", body="<p>The printer and the prints.</p>")
    vocabulary.learn_words()
    assert search("prinetr").meant == "printer"


def test_words_of_drafts_are_never_suggested():
    make_article(title="Whistleblower", published_at=None)
    make_article(title="Printer")
    vocabulary.learn_words()
    for typed in ("whistlblower", "whistlblower or printr", "printr OR whistlblower"):
        assert search(typed).meant == ""
    assert search("prnter or printr").meant == "printer or printer"
