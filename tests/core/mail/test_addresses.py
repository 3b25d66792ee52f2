"""One mailbox, one person: however the address is written, and never two people taken for one."""

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from core.http.public_forms import FormWithAddress
from core.mail.addresses import canonical, fingerprint, mailable, mailto, masked, tidied
from tests.paths import DATA

COLLECTED = DATA / "email"
SALT = b"s" * 32


@pytest.mark.parametrize(
    ("written", "mailbox"),
    [
        ("Alice@Example.ORG", "alice@example.org"),
        ("  alice@example.org\n", "alice@example.org"),
        ("alice@example.org.", "alice@example.org"),
        ("ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｏｒｇ", "alice@example.org"),  # full width, as Japanese keyboards write it
        ("alice@example。org", "alice@example.org"),
        ("alice@example.org。", "alice@example.org"),
        ("alice@Bücher.example", "alice@xn--bcher-kva.example"),
        ("alice@XN--BCHER-KVA.example", "alice@xn--bcher-kva.example"),
        ("josé@example.org", "josé@example.org"),
        ("jose\u0301@example.org", "josé@example.org"),
        # Gmail: dots and what follows a plus are the same mailbox, googlemail.com is the same house.
        ("A.l.i.c.e+petition@GoogleMail.com", "alice@gmail.com"),
        ("alice@gmail.com", "alice@gmail.com"),
        # Outlook ignores the plus and keeps the dots.
        ("alice.b+x@outlook.com", "alice.b@outlook.com"),
        ("alice+x@protonmail.com", "alice@proton.me"),
        ("alice@pm.me", "alice@proton.me"),
        ("alice+x@mac.com", "alice@icloud.com"),
        ("alice@me.com", "alice@icloud.com"),
        ("alice@ya.ru", "alice@yandex.ru"),
        # A provider we know nothing about may have a mailbox of that very name.
        ("alice+x@example.org", "alice+x@example.org"),
        ("a.lice@example.org", "a.lice@example.org"),
        ("alice+x@gmail.com.example.org", "alice+x@gmail.com.example.org"),
        # Nothing is left before the plus or without the dots: somebody is playing, and stays distinct.
        ("+x@gmail.com", "+x@gmail.com"),
        ("...@gmail.com", "...@gmail.com"),
        ('"a@b"@example.org', '"a@b"@example.org'),
    ],
)
def test_the_ways_to_write_one_mailbox(written, mailbox):
    assert canonical(written) == mailbox


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("info@strasse.example", "info@straße.example"),
        ("info@βόλοσ.example", "info@βόλος.example"),
        ("gross@example.org", "groß@example.org"),
        ("alice@example.org", "аlice@example.org"),  # Cyrillic а
        ("alice@example.org", "alice@example.com"),
        ("a.b@outlook.com", "ab@outlook.com"),
        ("o'neil@example.org", "oneil@example.org"),
        ("alice-x@gmail.com", "alice@gmail.com"),
    ],
)
def test_two_people_stay_two(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "nonsense",
    ["", "@", "alice", "alice@", "@example.org", "alice@.", "alice@a..b", "a@b c.org", "a@-b.org", "a@b_c.d"],
)
def test_what_is_no_address(nonsense):
    with pytest.raises(ValueError, match="not an e-mail address"):
        canonical(nonsense)


def test_a_hundred_thousand_people_are_a_hundred_thousand():
    houses = ("gmail.com", "outlook.com", "proton.me", "icloud.com", "example.org")
    written = [f"{name}{number}@{house}" for house in houses for name in ("ada", "b_b") for number in range(10_000)]
    assert len({canonical(address) for address in written}) == 100_000


def test_a_hundred_thousand_aliases_are_one_person():
    assert {canonical(f"Ali.ce+{number}@gmail.com") for number in range(100_000)} == {"alice@gmail.com"}


_letters = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_houses = st.sampled_from(["gmail.com", "GoogleMail.com", "me.com", "ya.ru", "straße.example", "Ελλάς.example", "x."])


@given(local=_letters, domain=_houses | _letters)
@settings(deadline=None, max_examples=300)
def test_the_canonical_form_of_the_canonical_form_is_itself(local, domain):
    try:
        once = canonical(f"{local}@{domain}")
    except ValueError:
        return
    assert canonical(once) == once


def collected_by_isemail():
    for test in ElementTree.parse(COLLECTED / "isemail-tests.xml").iter("test"):
        # Control characters stand there as their pictures: ␇ for BEL.
        text = "".join(chr(ord(c) - 0x2400) if 0x2400 <= ord(c) < 0x2420 else c for c in test.findtext("address") or "")
        yield text, test.findtext("category")


def accepts(address):
    form = FormWithAddress({"email": address})
    form.is_valid()
    return "email" not in form.errors


def test_the_form_takes_every_ordinary_address_and_no_broken_one():
    verdicts = list(collected_by_isemail())
    assert len(verdicts) == 164
    ordinary = [text for text, category in verdicts if category == "ISEMAIL_VALID_CATEGORY"]
    # No host in the open internet is a single label.
    assert [text for text in ordinary if not accepts(text)] == ["test@io"]
    broken = [text for text, category in verdicts if category == "ISEMAIL_ERR"]
    # What stands around an address is a slip of the finger; dots stand anywhere in those of some Japanese phones.
    assert {tidied(text) for text in broken if accepts(text)} == {"test@iana.org", "test.@iana.org"}


def test_fuzzed_addresses_are_taken_or_refused_and_break_nothing():
    lines = [line for path in sorted(COLLECTED.glob("fuzzdb-*.txt")) for line in path.read_text().splitlines()]
    assert len(lines) == 60
    for line in map(tidied, filter(accepts, lines)):
        assert len(fingerprint(line, SALT)) == 32
        # One line, one @ that counts: nothing that could add a header or a second recipient.
        assert not set("\r\n,;<>") & set(canonical(line)), line


def test_a_fingerprint_needs_the_secret_and_the_salt_and_serves_one_purpose(settings):
    tags = {
        fingerprint("alice@gmail.com", SALT),
        fingerprint("alice@gmail.com", b"t" * 32),
        fingerprint("alice@gmail.com", SALT, "comment"),
        fingerprint("bob@gmail.com", SALT),
    }
    settings.FINGERPRINT_SECRET = "another secret"
    tags.add(fingerprint("alice@gmail.com", SALT))
    assert len(tags) == 5
    assert {len(tag) for tag in tags} == {32}


def test_a_fingerprint_is_the_mailboxs_not_the_spellings():
    assert fingerprint("A.lice+x@googlemail.com", SALT) == fingerprint("alice@gmail.com", SALT)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Pat.O'Neil+x@Example.ORG", "Pat.O'Neil+x@example.org"),
        ("info@straße.example", "info@xn--strae-oqa.example"),
        ("info@STRAẞE.example", "info@xn--strae-oqa.example"),
        ("info@strasse.example", "info@strasse.example"),
        ("info@οδός.example", "info@xn--pxavk3b.example"),
        ("info@οδόσ.example", "info@xn--pxavn9a.example"),
        ("info@نامه\u200cای.example", "info@xn--mgba3gch31f060k.example"),  # a joiner that keeps the letters apart
        ("info@نامهای.example", "info@xn--mgba3gch31f.example"),
        ("info@क्\u200dष.example", "info@xn--11b2ezcw70k.example"),
        ("info@क्ष.example", "info@xn--11b2ezc.example"),
        ("info@пример。example.", "info@xn--e1afmkfd.example"),
        ("info@ᏣᎳᎩ.example", "info@xn--f9dt7l.example"),  # letters younger than IDNA 2003
    ],
)
def test_mail_goes_to_the_domain_that_was_typed_and_that_the_mailbox_is_known_by(typed, written):
    assert mailable(typed) == written
    assert canonical(typed).rpartition("@")[2] == written.rpartition("@")[2]


@pytest.mark.parametrize("typed", ["jürgen@example.org", "info@☕.example", "info@exam\u200cple.org", "info@", "info"])
def test_what_no_mail_can_be_written_to(typed):
    with pytest.raises(ValueError, match="not an e-mail address"):
        mailable(typed)


@pytest.mark.parametrize(
    ("email", "link"),
    [
        ("info@straße.example", "mailto:info@xn--strae-oqa.example"),
        ("a+b&c@example.org", "mailto:a%2Bb%26c@example.org"),
        ("jürgen@example.org", "mailto:j%C3%BCrgen@example.org"),
    ],
)
def test_a_link_to_an_address_has_its_domain_in_ascii(email, link):
    assert mailto(email) == link


def test_a_masked_address_shows_where_not_who():
    assert masked("alice.moreau@example.org") == "a…@example.org"
