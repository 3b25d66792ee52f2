"""What follows from a language."""

import pytest

from core import languages


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fa", "rtl"), ("ru", "ltr")])
def test_the_direction_of_a_text(language, direction):
    assert languages.direction_of(language) == direction
