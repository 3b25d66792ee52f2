"""Shortcodes are taken out and named; other words in brackets stay."""

import re

import pytest

from tests.ngo_site.wordpress.texts import UPLOADS, converted, picture


@pytest.mark.parametrize(
    ("written", "shown", "names"),
    [
        (
            '[vc_row][vc_column width="1/2"][vc_column_text]Первый[/vc_column_text][vc_column_text]Второй'
            "[/vc_column_text][/vc_column][/vc_row]",
            "<p>Первый</p><p>Второй</p>",
            "vc_column, vc_column_text (2 times), vc_row",
        ),
        (
            '[et_pb_section bb_built="1"][et_pb_text _builder_version="3.0"]<p>نص</p>[/et_pb_text][/et_pb_section]',
            "<p>نص</p>",
            "et_pb_section, et_pb_text",
        ),
        ("a [highlight color='red']b[/highlight] c", "<p>a b c</p>", "highlight"),
        ("a\n\n[latestposts]\n\nb", "<p>a</p><p>b</p>", "latestposts"),
        ('[contact-form-7 id="4" title="Contact"] b', "<p>b</p>", "contact-form-7"),
        ("a [wpforms id=5] b", "<p>a  b</p>", "wpforms"),
        ("<!-- wp:shortcode -->[tablepress id=1 /]<!-- /wp:shortcode --><p>x</p>", "<p>x</p>", "tablepress"),
    ],
)
def test_shortcodes_are_taken_out_and_named_and_what_they_hold_stays(written, shown, names):
    assert converted(written) == (shown, [f"shortcodes taken out: {names}"])


@pytest.mark.parametrize(
    "words",
    [
        "He was [sic] there",
        "[translated from Russian] words",
        "[…] and [1] and [Ukraine] and [редакция] and [a]",
        "[laughter]",
        "<code>[gallery ids=1]</code>",
        "[[note]]",
        "[see p. 4]",
        "electronic cash[Nak09], in order[Bac02]",
        "[www.example.org]",
        "[Editor's note: this is so]",
    ],
)
def test_what_people_put_in_brackets_stays(words):
    assert converted(words) == (f"<p>{words}</p>", [])


def test_two_brackets_show_a_shortcode_as_words():
    assert converted("Write [[gallery ids='1']].") == ("<p>Write [gallery ids='1'].</p>", [])


def test_pictures_of_page_builders_are_shown(survey, library):
    content = f'[vc_single_image image="7"][et_pb_image src="{UPLOADS}/буква.png" alt="Б" /]'
    body, remarks = converted(content, survey=survey, library=library)
    assert body == f"<p>{picture(7)}></p><p>{picture(8, 'Б')}></p>"
    assert remarks == ["shortcodes taken out: et_pb_image, vc_single_image"]


def test_notes_of_plugins_become_ours():
    body, remarks = converted("Words[efn_note]Из архива.[/efn_note] end.")
    assert re.fullmatch(r'<p>Words<small data-note="\w{8}">Из архива.</small> end.</p>', body)
    assert remarks == []
