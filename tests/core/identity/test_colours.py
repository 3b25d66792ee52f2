"""Whatever colour an organisation has, its words can be read on it, by day and by night."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.identity import colours
from core.identity.colours import Palette, contrast, mended

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#fff000", 3.37),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@given(COLOURS)
def test_every_colour_can_be_written_on_and_linked_with(colour):
    palette = Palette(colour)
    assert contrast(palette.on_signal, palette.signal) >= colours.READABLE
    assert contrast(palette.link, colours.DAY) >= colours.READABLE
    assert contrast(palette.link, colours.WHITE) >= colours.READABLE
    assert contrast(palette.link_by_night, colours.NIGHT) >= colours.READABLE
    assert contrast(palette.link_by_night, colours.INK) >= colours.READABLE
    assert contrast(palette.bar, colours.DAY) >= colours.SEEN
    assert contrast(palette.bar_by_night, colours.NIGHT) >= colours.SEEN


def test_what_can_be_read_stays_as_it_is():
    assert mended("#2a1fff", colours.DAY) == "#2a1fff"
    assert Palette("#0b6e4f").link == "#0b6e4f"


def test_without_a_colour_there_is_no_stylesheet_and_campaigns_keep_theirs():
    assert Palette().css == ""
    assert Palette().of("carbon") == ("#2a1fff", "#ffffff")
    assert Palette("#0b6e4f").of("carbon") == ("#0b6e4f", "#ffffff")
    assert Palette("#0b6e4f").of("yellow") == Palette().of("yellow")
    assert 'data-signal="yellow"' not in Palette("#0b6e4f").css
