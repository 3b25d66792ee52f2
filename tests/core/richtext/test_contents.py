"""Links to a heading keep working when somebody edits another one, in every script."""

import re

import pytest

from core.richtext import markup
from core.richtext.markup import contents


def found(html):
    return {heading.text: heading.id for heading in contents(markup.clean(html))}


BEFORE = "<h2>Where paper came from</h2><p>x</p><h2>Why they copied</h2><p>x</p><h3>By night</h3>"


@pytest.mark.parametrize(
    "after",
    [
        BEFORE.replace("Where paper came from", "On paper"),
        "<h2>A new beginning</h2>" + BEFORE,
        BEFORE.replace("<h2>Where paper came from</h2>", ""),
        BEFORE + "<h2>A new end</h2>",
        BEFORE.replace("<h3>By night</h3>", "<h4>By night</h4>"),
        BEFORE.replace("Why they copied", "<em>Why</em>  they\ncopied"),
    ],
)
def test_the_address_of_a_heading_stays_when_another_is_edited(after):
    before = found(BEFORE)
    kept = before.keys() & found(after).keys()
    assert {"Why they copied", "By night"} <= kept
    assert {text: found(after)[text] for text in kept} == {text: before[text] for text in kept}


def test_the_address_of_a_heading_has_the_vowels_of_its_script():
    html = "<h2>เสรีภาพของสื่อ</h2><h2>الحُرِّيَّةُ</h2>"
    assert [heading.id for heading in contents(html)] == ["t-เสรีภาพของสื่อ", "t-الحُرِّيَّةُ"]
    given = '<h2 id="t-สื่อ">Media</h2>'
    assert markup.clean(given) == given


def test_headings_of_the_same_words_are_numbered_and_never_doubled():
    html = "<h2>Sources</h2><h3>Sources</h3><h2>Sources 2</h2><h2>Sources</h2>"
    keys = [heading.id for heading in contents(html)]
    assert keys[:2] == ["t-sources", "t-sources-2"]
    assert len(set(keys)) == 4
    shown = markup.show(html)
    assert re.findall(r'<h\d id="([^"]+)"', shown) == keys


def test_an_id_given_by_hand_is_kept_and_stays_free_for_it():
    html = '<h2>Sources</h2><h2 id="sources">What we read</h2>'
    assert found(html) == {"Sources": "t-sources-2", "What we read": "t-sources"}
    html = html.replace("Sources", "Our sources")
    assert found(html)["What we read"] == "t-sources"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("حرية الصحافة", "t-حرية-الصحافة"),
        ("חופש הביטוי", "t-חופש-הביטוי"),
        ("Свобода слова", "t-свобода-слова"),
        ("出版的自由", "t-出版的自由"),
        ("अभिव्यक्ति", "t-अभिव्यक्ति"),
        ("Čo je samizdat?", "t-čo-je-samizdat"),
        ("İstanbul’da", "t-istanbulda"),
        ("1948", "t-1948"),
        ("?!", "t-part"),
        ("✊🏾", "t-part"),
        ("A <b>bold</b> &amp; <i>quiet</i> word", "t-a-bold-quiet-word"),
    ],
)
def test_headings_in_every_script_have_an_address(text, key):
    (heading,) = contents(f"<h2>{text}</h2>")
    assert heading.id == contents(f"<p>x</p><h2>{text}</h2>")[0].id
    assert heading.id == key


def test_headings_without_words_in_our_letters_are_numbered_too():
    assert [heading.id for heading in contents("<h2>✊</h2><h2>?</h2>")] == ["t-part", "t-part-2"]


def test_only_three_levels_are_written():
    html = markup.clean("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6>")
    assert [heading.level for heading in contents(html)] == [2, 2, 3, 4, 4, 4]
