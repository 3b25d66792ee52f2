"""Captions of figures, as writers, other editors and imports leave them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.richtext import figcaptions, markup

FIRST, LAST = (
    "<figure><figcaption>C</figcaption><p>P</p></figure>",
    "<figure><p>P</p><figcaption>C</figcaption></figure>",
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (FIRST, FIRST),
        (LAST, LAST),
        (
            "<figure><p>1</p><figcaption>كتاب</figcaption><p>2</p></figure>",
            "<figure><p>1</p><p>2</p><figcaption>كتاب</figcaption></figure>",
        ),
        (
            "<figure><p>1</p><figcaption>Один</figcaption><p>2</p><figcaption>Два</figcaption></figure>",
            "<figure><p>1</p><p>2</p><div>Два</div><figcaption>Один</figcaption></figure>",
        ),
        ("<p>1</p><figcaption>C</figcaption>", "<p>1</p><div>C</div>"),
        ("<figure><div><figcaption>C</figcaption></div></figure>", "<figure><div><div>C</div></div></figure>"),
        (
            f"<figure>{LAST}<figcaption>C</figcaption><hr></figure>",
            f"<figure>{LAST}<hr><figcaption>C</figcaption></figure>",
        ),
    ],
)
def test_captions_are_first_or_last(written, kept):
    assert markup.clean(written) == kept


pieces = st.sampled_from(
    ["<figure>", "</figure>", "<figcaption>", "</figcaption>", "<p>", "<ul><li>", "</ul>", "<br>", "Ж"]
)


@given(st.lists(pieces, max_size=25).map("".join))
def test_tidying_loses_no_word_and_twice_is_once(html):
    once = markup.clean(html)
    assert markup.clean(once) == once
    assert markup.plain(once).count("Ж") == html.count("Ж")
    assert figcaptions.tidy(once) == once
