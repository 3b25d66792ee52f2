"""A key that was written down by hand is read again, and a slip of the pen is found."""

import random
import string
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto.key_text import read_key, write_key

KEY = bytes(range(32))


@given(st.binary(min_size=32, max_size=32))
def test_what_was_written_is_read(key):
    assert read_key(write_key(key)) == key
    assert read_key(write_key(key).lower().replace("-", " ")) == key
    assert read_key(b64encode(key).decode()) == key


def test_it_is_written_the_same_for_ever():
    """The page that opens hand-overs in a browser reads this, too."""
    assert write_key(KEY) == "AAAQ-EAYE-AUDA-OCAJ-BIFQ-YDIO-B4IB-CEQT-CQKR-MFYY-DENB-WHA5-DYP7-HGRM"


def test_digits_that_do_not_occur_are_read_as_what_they_look_like():
    text = write_key(KEY)
    assert read_key(text.replace("O", "0").replace("I", "1").replace("B", "8")) == KEY


def test_every_single_slip_is_found():
    text = write_key(KEY).replace("-", "")
    for place in range(56):
        for letter in set(string.ascii_uppercase + "234567") - {text[place]}:
            with pytest.raises(ValueError, match="typing error"):
                read_key(text[:place] + letter + text[place + 1 :])


def test_two_groups_in_the_wrong_order_are_found():
    groups = write_key(KEY).split("-")
    for _ in range(50):
        swapped = groups[:]
        one, other = random.sample(range(14), 2)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        if swapped != groups:
            with pytest.raises(ValueError, match="typing error"):
                read_key("-".join(swapped))


@pytest.mark.parametrize(("text", "said"), [("", "these are 0"), ("ABCD", "are 4"), ("ä" * 56, "no key has")])
def test_what_is_no_key_is_said_to_be_none(text, said):
    with pytest.raises(ValueError, match=said):
        read_key(text)
