"""Footnotes: written in the sentence, read below the text, and always found under the same address."""

import re

import pytest

from core.richtext import markup
from core.richtext.cleaning import clean
from core.richtext.reference_index import marks_in

ONE = '<p>They printed at night<small data-note="new">See <a href="/reports/x/">the report</a>.</small>, six times.</p>'


def keys(html):
    return re.findall(r'data-note="([^"]+)"', html)


def test_a_note_gets_a_key_once_and_keeps_it():
    saved = clean(ONE)
    (key,) = keys(saved)
    assert key != "new"
    assert clean(saved) == saved
    changed = clean(
        saved.replace("the report", "our report").replace("<p>", '<p>Before<small data-note="new">A</small> ')
    )
    assert keys(changed)[1] == key


def test_copied_notes_get_keys_of_their_own():
    saved = clean(clean(ONE) * 3)
    assert len(set(keys(saved))) == 3
    assert clean(saved) == saved


@pytest.mark.parametrize("key", ["", "x", 'a"onclick=', "A B", "new"])
def test_other_keys_are_not_believed(key):
    (given,) = keys(clean(f"<p>a<small data-note='{key}'>b</small></p>"))
    assert re.fullmatch(r"[0-9a-f]{8}", given)


def test_an_empty_note_is_none():
    assert clean('<p>a<small data-note="abcd"> <br></small></p>') == "<p>a</p>"


def test_it_is_shown_as_a_number_with_the_note_below_and_links_both_ways():
    saved = clean(ONE)
    (key,) = keys(saved)
    shown = markup.show(saved)
    assert (
        f'at night<sup class="noteref"><a href="#note-{key}" id="noteref-{key}" role="doc-noteref">1</a></sup>, six'
        in shown
    )
    assert (
        f'<li id="note-{key}">See <a href="/reports/x/">the report</a>. <a href="#noteref-{key}" role="doc-backlink"'
        in shown
    )
    assert shown.count("<small") == 0
    assert 'role="doc-endnotes" aria-label="Notes"' in shown


def test_numbers_follow_the_text():
    shown = markup.show(clean('<p>a<small data-note="bbbb">two</small></p>' + ONE))
    assert re.findall(r'doc-noteref">(\d)<', shown) == ["1", "2"]
    assert re.findall(r'<li id="note-\w+">(\w+)', shown) == ["two", "See"]


def test_elsewhere_the_words_stand_in_brackets_or_not_at_all():
    saved = clean(ONE)
    assert markup.plain(saved) == "They printed at night [See the report.], six times."
    assert markup.excerpt(saved) == "They printed at night, six times."
    assert "data-note" not in markup.mail_html(saved)


def test_a_thing_named_in_a_note_is_known_and_nothing_escapes():
    html = clean('<p>a<small data-note="abcd"><img data-embed="photo:x"><script>x</script></small></p>')
    assert marks_in(html) == {"photo:x"}
    assert "script" not in html


@pytest.mark.parametrize(
    "html",
    [
        '<small data-note="abcd">a<small data-note="abce">b</small></small>',
        '<small data-note="abcd">a<p>b</p></small>',
        '<small data-note="abcd"><h2>b</h2></small><h2>b</h2>',
        '<p><small data-note="abcd">never closed',
        '<table><tr><td><small data-note="abcd">a</small></td></tr></table>',
        '</small><small data-note="abcd" id="note-abcd" lang="fr">a</small>',
    ],
)
def test_odd_notes_stay_well_formed_and_settled(html):
    saved = clean(html)
    assert clean(saved) == saved
    shown = markup.show(saved)
    assert shown.count("<small") == shown.count("</small>")
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
