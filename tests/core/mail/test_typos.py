"""Slips of the finger are asked about; unusual houses are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mail.typos import WELL_KNOWN, suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"), ("gamil.com", "gmail.com"), ("gmal.com", "gmail.com"), ("gmaill.com", "gmail.com"),
        ("gmail.con", "gmail.com"), ("Gmail.cmo", "gmail.com"), ("gmail.comm", "gmail.com"),
        ("hotmial.com", "hotmail.com"), ("gmail.co", "gmail.com"), ("gmail.cm", "gmail.com"),
        ("gmail.om", "gmail.com"),
        ("hotmail.co", "hotmail.com"), ("icloud.co", "icloud.com"),
        ("laposte.ne", "laposte.net"), ("gmx.ne", "gmx.net"),
        ("web.ed", "web.de"), ("web.dee", "web.de"), ("gmx.dee", "gmx.de"), ("wanadoo.rf", "wanadoo.fr"),
        ("hotmail.cm", "hotmail.com"),
        ("outlok.com", "outlook.com"), ("yahooo.com", "yahoo.com"), ("yaho.fr", "yahoo.fr"),
        ("protonmial.com", "protonmail.com"), ("posteo.ed", "posteo.de"), ("orage.fr", "orange.fr"),
    ],
)  # fmt: skip
def test_a_slip_is_noticed(typed, meant):
    assert suggestion(f"alice.b@{typed}") == (f"alice.b@{meant}" if meant else None)


@pytest.mark.parametrize(
    "real",
    [*WELL_KNOWN, "mail.com", "email.com", "example.org", "amnesty.org", "gmx.fr", "live.nl", "yahoo.ca", "o2.pl",
     "gmail.com.example.org", "bücher.example", "mailbox.com.ua", "hey.com", "ngo.cd", "x.y", "no domain", "",
     "gmx.dk", "web.se", "me.co", "qq.co", "mail.ee"],
)  # fmt: skip
def test_what_may_be_meant_is_left_alone(real):
    assert suggestion(f"alice@{real}") is None


@given(st.text(max_size=40))
def test_whatever_was_typed_it_answers(text):
    found = suggestion(text)
    assert found is None or found.rpartition("@")[2] in WELL_KNOWN
