"""Whose words stand around a link to us, and what they do with our page: the parsing rules of microformats2."""

import pytest

from articles.mentions.source_page import read

OURS = "https://ours.example/articles/ten-metres/"
THEIRS = "https://blog.example/2026/answer/"


def reading(document):
    return read(document.format(ours=OURS), THEIRS, [OURS])


CONTEXT = """
    <div class="{kind}-in-reply-to h-cite">
      <a class="u-url" href="{{ours}}">Ten metres</a> by <span class="p-author h-card">Marta Original</span>
      <blockquote class="e-content">Words of the article.</blockquote>
    </div>"""
OWN = """
    <div class="e-content">I disagree: <b>ذاكرة</b> is longer.</div>
    <a class="p-author h-card" href="/">Rui Answer</a>"""


@pytest.mark.parametrize("kind", ["u", "p"])
@pytest.mark.parametrize("order", [CONTEXT + OWN, OWN + CONTEXT])
def test_an_answer_has_its_own_author_and_words_not_those_of_what_it_answers(kind, order):
    document = f"<article class='h-entry'>{order}</article>".replace("{kind}", kind).replace("{{ours}}", "{ours}")
    found = reading(document)
    assert (found.relation, found.author, found.excerpt) == ("reply", "Rui Answer", "I disagree: ذاكرة is longer.")


def test_what_is_answered_may_stand_among_the_words():
    found = reading(
        "<div class=h-entry><div class=e-content><div class='u-in-reply-to h-cite'><a class=u-url href={ours}>x</a>"
        "<p class=p-name>Ten metres</p></div><p>Not so.</div></div>"
    )
    assert (found.relation, found.excerpt) == ("reply", "Not so.")


def test_of_several_entries_the_one_with_the_link_counts():
    found = reading(
        "<aside class='h-entry'><b class=p-author>Side Bar</b><p class=e-content>Elsewhere.</aside>"
        "<main class=h-feed><b class='p-author h-card'>The Blog</b>"
        "<article class=h-entry><b class=p-author>First</b><p class=e-content>One.</article>"
        "<article class=h-entry><b class=p-author>Second</b><a class=u-in-reply-to href={ours}></a>"
        "<p class=e-content>Two.</article></main>"
    )
    assert (found.relation, found.author, found.excerpt) == ("reply", "Second", "Two.")


def test_an_entry_without_author_has_that_of_its_feed():
    found = reading(
        "<div class=h-feed><a class='p-author h-card' href=/>Ана Блог</a>"
        "<div class=h-entry><p>See <a href={ours}>it</a></p></div></div>"
    )
    assert (found.author, found.relation) == ("Ана Блог", "mention")


def test_a_comment_on_their_page_is_its_writers():
    found = reading(
        "<div class=h-entry><b class=p-author>Owner</b><div class=e-content>Words.</div>"
        "<div class='u-comment h-cite'><b class='p-author h-card'>Guest</b> see <a href={ours}>this</a></div></div>"
    )
    assert found.author == "Guest"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ('<a class="p-author h-card" href="/"><img alt="Ines Picture" src="i.jpg"></a>', "Ines Picture"),
        ('<img class="p-author h-card" alt="Ines Picture" src="i.jpg">', "Ines Picture"),
        ('<a class="p-author h-card" href="/"><img alt="A face" src="i.jpg"> Ines</a>', "Ines"),
        ('<b class="p-author h-card"><img class="p-name u-photo" alt="Ines"> writes</b>', "Ines"),
        ('<b class="p-author h-card"><abbr class="p-name" title="Inês Castro">IC</abbr></b>', "Inês Castro"),
        ('<b class="p-author"><img alt="Ines Picture" src="i.jpg"></b>', "Ines Picture"),
        ('<data class="p-author" value="이나"></data>', "이나"),
        (
            '<div class="p-author h-card"><a class="p-name u-url">Jo</a>'
            ' <span class="p-note">writes about rivers. Buy them now.</span></div>',
            "Jo",
        ),
        ('<div class="p-author h-card"><a class="u-url">Jo</a> <p class="p-note">Buy them now.</p></div>', "Jo"),
        (
            '<div class="p-author h-card"><p class="p-org h-card"><b class="p-name">The Paper</b></p>'
            '<b class="p-name">Jo</b></div>',
            "Jo",
        ),
        ('<div class="p-author h-full">Tailwind</div>', "Tailwind"),
    ],
)
def test_the_name_in_a_card(author, name):
    document = f"<div class='h-entry'>{author}<p>See <a href='{OURS}'>it</a></p></div>"
    assert reading(document).author == name


@pytest.mark.parametrize(
    ("document", "relation"),
    [
        ("<div class=h-entry><a class=u-like-of href={ours}></a></div>", "like"),
        ("<div class=h-entry><div class='u-repost-of h-cite'><a class=u-url href={ours}>x</a></div></div>", "repost"),
        ("<div class=h-entry><div class='u-bookmark-of h-cite'><a href={ours}>x</a></div></div>", "bookmark"),
        # It answers somebody else, whose words link to us.
        (
            "<div class=h-entry><div class='u-in-reply-to h-cite'><a class=u-url href=https://other.example/>x</a>"
            "<blockquote class=e-content>As <a href={ours}>they</a> say</blockquote></div></div>",
            "mention",
        ),
        # One page, two entries: the first only names us.
        (
            "<div class=h-entry><a href={ours}>x</a></div><div class=h-entry><a class=u-like-of href={ours}></a></div>",
            "like",
        ),
    ],
)
def test_what_the_entry_does_with_our_page(document, relation):
    assert reading(document).relation == relation
