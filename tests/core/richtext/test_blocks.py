"""Notes, columns and buttons in a text: kept as they are written, on the page, in mails and in plain words."""

import pytest

from core.richtext import markup

NOTE = '<div class="note"><h3>How to help</h3><p>Bring boots.</p></div>'
COLUMNS = '<div class="columns"><div><p>Left.</p></div><div><p>Right.</p></div></div>'
BUTTON = '<p><a class="button" href="/petitions/mill/">Sign now</a></p>'


@pytest.mark.parametrize("html", [NOTE, COLUMNS, BUTTON])
def test_blocks_stay_as_they_are(html):
    assert markup.clean(html) == html


def test_no_other_class_stays():
    assert markup.clean('<div class="hero note"><p>A</p></div>') == '<div class="note"><p>A</p></div>'
    assert markup.clean('<a class="button-like skip" href="/">A</a>') == '<a href="/">A</a>'
    assert markup.clean('<p class="note">A</p>') == "<p>A</p>"


def test_a_mail_has_a_note_with_a_rule_and_a_button_that_looks_like_one():
    html = markup.mail_html(NOTE + COLUMNS + BUTTON)
    assert '<div class="note" style="border-left:' in html
    assert 'href="http://testserver/petitions/mill/" style="display:inline-block' in html
    assert '<div class="columns"><div>' in html


def test_words_alone_keep_their_order():
    assert markup.plain(NOTE + COLUMNS + BUTTON) == "How to help\n\nBring boots.\n\nLeft.\n\nRight.\n\nSign now"
