"""Words are found in every language and script, however they are written."""

import pytest

from tests.factories import make_article
from tests.ngo_site.search.searching import found, titles

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("words", ["新聞", "新聞自由", "自由", "報道", "聞", '"新聞自由"'])
def test_texts_without_spaces_are_found_by_their_parts(words):
    make_article(title="新聞自由", summary="獨立報道")
    make_article(title="由自")
    [match] = found(words)
    assert match.obj.title == "新聞自由"
    assert "<mark>" in match.title + match.excerpt
