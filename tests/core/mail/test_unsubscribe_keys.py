"""A key says which mailbox and what it gets, for as long as the server keeps its secret."""

import pytest

from core.mail import unsubscribe_keys

MAILBOX, OTHER = bytes(range(32)), bytes(32)


def test_a_key_follows_from_the_mailbox_and_what_it_gets_alone(settings):
    key = unsubscribe_keys.make("letters", MAILBOX, "petition:печать")
    settings.SECRET_KEY = "another one, since the old one was lost"
    assert unsubscribe_keys.make("letters", MAILBOX, "petition:печать") == key
    told = unsubscribe_keys.read("letters", key)
    assert told.mailbox == MAILBOX
    assert told.is_about("petition:other", "petition:печать")
    assert not told.is_about("", "petition:other")
    assert unsubscribe_keys.make("letters", OTHER, "petition:печать") != key
    settings.FINGERPRINT_SECRET = "another secret, with which none of this is genuine"
    assert unsubscribe_keys.read("letters", key) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1],
        lambda key: key[:40],
        lambda key: key + "A",
        lambda key: key[:-1] + ("B" if key[-1] != "B" else "A"),
        lambda key: ("B" if key[0] != "B" else "A") + key[1:],
        lambda key: key.swapcase(),
        lambda key: f" {key}",
        lambda key: f"{key}=",
        lambda _key: "",
        lambda _key: "ä" * 75,
        lambda _key: "\x00" * 75,
        lambda _key: "A" * 5000,
    ],
)
def test_what_was_cut_off_or_made_up_says_nothing(spoil):
    key = unsubscribe_keys.make("letters", MAILBOX, "")
    assert unsubscribe_keys.read("letters", spoil(key)) is None


def test_a_key_for_letters_is_none_for_follow_ups():
    assert unsubscribe_keys.read("follow-ups", unsubscribe_keys.make("letters", MAILBOX, "1/0")) is None
