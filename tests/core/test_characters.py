"""Which characters people see, and what the first letter of a word is."""

import pytest

from core.characters import first_letter, is_read, is_seen, is_visible


@pytest.mark.parametrize(
    ("text", "seen", "read"),
    [
        ("a", True, True),
        ("7", True, True),
        ("ا", True, True),
        ("👍", True, False),
        ("!", True, False),
        ("", False, False),
        (" \u00a0\u3000", False, False),
        ("\u200c\u200d\u2060\ufeff\u00ad", False, False),
        ("\u115f\u1160\u3164\uffa0", False, False),
        ("\u2800", False, False),
        ("\u0301\ufe0f", False, False),
        ("\u200da", True, True),
    ],
)
def test_what_can_be_seen_and_what_can_be_read(text, seen, read):
    assert (is_seen(text), is_read(text)) == (seen, read)


def test_what_hides_or_turns_a_text_is_not_visible_and_joiners_are_kept():
    assert [c for c in "\u00ad\u200b\u200e\u202e\u2066\ufeff\x07\ue000\u3164\u200c\u200da\u0301" if is_visible(c)] == [
        "\u200c",
        "\u200d",
        "a",
        "\u0301",
    ]


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("e\u0301a", "é"),
        ("’tis", "t"),
        ("“7", "7"),
        ("किरण", "कि"),
        ("क्षमा", "क्ष"),
        ("ශ්\u200dරී", "ශ්\u200d"),
        ("\u1112\u1161\u11ab글", "한"),  # written in its parts
        ("เกษม", "ก"),
        ("ไทย", "ท"),
        ("👩\u200d👩\u200d👧", ""),
        ("", ""),
    ],
)
def test_a_letter_comes_with_all_that_belongs_to_it(text, letter):
    assert first_letter(text) == letter
