"""Differences and merges of texts, and that long ones cost little."""

import random
import sys

import pytest

from core.richtext.markup import clean
from publishing.diff import html_diff, text_diff

WORDS = "the press runs again tonight and somebody reads aloud what was written by hand in winter".split()  # noqa: SIM905


def text(seed: int, paragraphs: int) -> str:
    """About 420 bytes a paragraph."""
    chance = random.Random(seed)
    return "".join(f"<p>{' '.join(chance.choices(WORDS, k=80))}.</p>" for _ in range(paragraphs))


def marked(old: str, new: str) -> str:
    signs = {"same": "", "ins": "+", "del": "-"}
    return "".join(f"[{signs[piece.kind]}{piece.text}]" for piece in text_diff.pieces(old, new))


def test_what_is_new_and_what_is_gone_is_told_word_by_word():
    assert marked("Press hard, she said.", "Press harder, she said.") == "[Press ][-hard][+harder][, she said.]"
    assert marked("a b", "a b") == "[a b]"
    assert marked("", "new") == "[+new]"
    assert marked("old", "") == "[-old]"


def test_each_side_of_a_difference_is_the_whole_text():
    old, new = text(1, 20), text(2, 20).replace(".", ".\n")
    pieces = text_diff.pieces(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new


def test_two_who_wrote_in_different_places_are_merged():
    merged = text_diff.merge("One two three. Four five.", "One 2 three. Four five.", "One two three. Four five, six.")
    assert merged == text_diff.Merged("One 2 three. Four five, six.", 0)


def test_two_who_wrote_in_the_same_place_keep_both_wordings():
    assert text_diff.merge("one two three", "one 2 three", "one zwei three") == text_diff.Merged("one 2 zwei three", 1)


def test_two_who_wrote_the_same_are_of_one_mind():
    assert text_diff.merge("one two", "one 2", "one 2") == text_diff.Merged("one 2", 0)


@pytest.mark.parametrize("seed", range(30))
def test_a_merge_with_somebody_who_changed_nothing_is_the_other_text(seed):
    chance = random.Random(seed)
    base, mine = (" ".join(chance.choices("abc. ", k=chance.randrange(12))) for _ in range(2))
    assert text_diff.merge(base, mine, base).text == mine
    assert text_diff.merge(base, base, mine).text == mine


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<p>a b</p>", "<p>a c</p>", "<p>a <del>b</del><ins>c</ins></p>"),
        ("<p>a</p>", "<p><strong>a</strong></p>", "<p><del>a</del><ins><strong>a</strong></ins></p>"),
        ('<p><a href="/a">x</a></p>', '<p><a href="/b">x</a></p>',
         '<p><del><a href="/a">x</a></del><ins><a href="/b">x</a></ins></p>'),
        ("<ul><li>1</li><li>2</li><li>3</li></ul>", "<ul><li>1</li><li>3</li></ul>",
         "<ul><li>1</li><li><del>2</del></li><li>3</li></ul>"),
        ("<p>a</p>", "<h2>a</h2>", "<h2><ins>a</ins></h2><p><del>a</del></p>"),
        ('<p data-embed="petition:x"></p>', "<p>a</p>", "<p><ins>a</ins></p><del><p>[petition:x]</p></del>"),
        ('<p data-embed="petition:x"></p>', '<p data-embed="petition:x"></p>', '<p data-embed="petition:x"></p>'),
        ("<p>a &lt;b&gt; &amp;</p>", "<p>a &lt;b&gt; &amp; c</p>", "<p>a &lt;b&gt; &amp;<ins> c</ins></p>"),
    ],
)  # fmt: skip
def test_the_page_shows_what_came_and_went(old, new, shown):
    assert sorted(html_diff.compared(old, new).split("<p>")) == sorted(shown.split("<p>"))


@pytest.mark.parametrize("seed", range(20))
def test_without_its_insertions_the_page_is_the_old_text_and_well_formed(seed):
    chance = random.Random(seed)
    parts = ["<p>one two</p>", "<ul><li>a</li><li>b c</li></ul>", "<h2>H</h2>", "<p>x <em>y</em> z</p>"]
    old, new = (clean("".join(chance.choices(parts, k=6))) for _ in range(2))
    shown = html_diff.compared(old, new)
    assert clean(shown) == shown
    if old == new:
        assert shown == old


def calls(work) -> int:
    """Return how many functions are called until ``work`` is done: on any machine the same, unlike seconds."""
    count = 0

    def note(_frame, event, _function):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "changed",
    [
        lambda _old, other: other,
        lambda _old, other: other.replace("</p><p>", " "),
        lambda old, _other: old.replace("press", "machine", 3),
    ],
)
def test_twice_the_text_is_twice_the_work(changed):
    def compare(paragraphs):
        old, new = text(1, paragraphs), changed(text(1, paragraphs), text(2, paragraphs))
        text_diff.pieces(old, new)
        html_diff.compared(old, new)
        text_diff.merge(old, new, old.replace("winter", "summer", 5))

    assert calls(lambda: compare(60)) < 2.5 * calls(lambda: compare(30))
