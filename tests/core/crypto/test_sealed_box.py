"""What signers entrust to us can be read by the organisation and by nobody on the server."""

from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from nacl.public import PrivateKey

from core.crypto.sealed_box import new_key_pair, open_sealed, seal

ALICE = {"name": "Alice Моро 李", "email": "alice@example.org"}


def test_only_the_private_key_opens_the_box(private_key):
    box = seal(ALICE)
    assert open_sealed(box, private_key) == ALICE
    assert open_sealed(memoryview(box), private_key) == ALICE  # as Postgres hands it over
    another, _public = new_key_pair()
    with pytest.raises(ValueError, match="does not open"):
        open_sealed(box, another)


def test_a_box_that_was_tampered_with_does_not_open(private_key):
    box = bytearray(seal(ALICE))
    box[-1] ^= 1
    with pytest.raises(ValueError, match="does not open"):
        open_sealed(box, private_key)


def test_boxes_tell_neither_who_nor_how_long_the_name_is():
    boxes = [seal({"name": name}) for name in ("Al", "Alice", "Alice", "Alexandria of the Long Name")]
    assert len(set(boxes)) == 4
    assert len({len(box) for box in boxes}) == 1
    assert not any(b"Al" in box for box in boxes[1:3])


@pytest.mark.parametrize("key", ["", "AAAA", "not base64 at all", "j0DFrbaPJWJK5bIU6nZ6bslNgp09e14a0bpvPiE4KF8"])
def test_without_a_key_nothing_is_taken_and_the_editor_is_told_what_to_do(settings, key):
    settings.ORGANISATION_PUBLIC_KEY = key
    with pytest.raises(ImproperlyConfigured, match="create_keys"):
        seal(ALICE)


def test_create_keys_prints_a_pair_that_belongs_together(settings):
    output = StringIO()
    call_command("create_keys", stdout=output)
    words = output.getvalue().split()
    settings.ORGANISATION_PUBLIC_KEY = words[0].removeprefix("ORGANISATION_PUBLIC_KEY=")
    private = words[words.index("key:") + 1]
    assert len(bytes(PrivateKey.generate())) == 32
    assert open_sealed(seal(ALICE), private) == ALICE


def test_every_pair_is_another():
    assert len({half for _ in range(10) for half in new_key_pair()}) == 20
