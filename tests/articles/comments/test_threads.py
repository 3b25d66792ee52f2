"""Long conversations: paged by thread, each response with an address of its own, and not a query more."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import responses
from articles.comments.models.comment import Comment
from tests.factories import make_article, make_comment, make_mention

pytestmark = pytest.mark.django_db


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.crowd
def test_five_hundred_comments_cost_as_many_queries_as_one(client):
    one, many = make_article(), make_article()
    make_comment(one)
    above = None
    for number in range(500):
        above = make_comment(many, f"Word {number}", parent=above if number % 5 else None)
    assert queries(client, many.get_absolute_url()) == queries(client, one.get_absolute_url())


def test_a_hundred_responses_stand_on_a_page_and_each_leads_to_its_own(client):
    article = make_article()
    start = timezone.now() - timedelta(days=1)
    tops = [make_comment(article, f"Thread {n:03}", at=start + timedelta(minutes=n)) for n in range(100)]
    answer = make_comment(article, "The last answer", parent=tops[99])
    early = make_comment(article, "A late answer to the first", parent=tops[0])
    first, second = (client.get(article.get_absolute_url(), {"page": n}).text for n in (1, 2))
    assert re.findall(r"Thread \d+", first) == [f"Thread {n:03}" for n in range(99)]
    assert "A late answer to the first" in first
    assert re.findall(r"Thread \d+", second) == ["Thread 099"]
    assert "The last answer" in second
    assert "Later responses" in first
    assert "Earlier responses" in second
    assert "102 responses" in second
    for comment, query in ((tops[0], ""), (early, ""), (tops[99], "?page=2"), (answer, "?page=2")):
        path = f"{article.get_absolute_url()}responses/{comment.anchor}/"
        assert client.get(path)["Location"] == f"{article.get_absolute_url()}{query}#{comment.anchor}"
        assert responses.permalink(article, comment) == path
    assert client.get(article.get_absolute_url(), {"page": 3}).status_code == 404


def test_a_thread_longer_than_a_page_goes_on_on_the_next_and_says_what_is_answered(client):
    article = make_article()
    start = timezone.now() - timedelta(days=1)
    top = make_comment(article, "Вопрос", name="Łucja", at=start)
    answers = [
        make_comment(article, f"Answer {n:03}", parent=top, at=start + timedelta(minutes=n)) for n in range(1, 251)
    ]
    below = make_comment(article, "جواب", name="ليلى", parent=answers[98])
    after = make_comment(article, "Another thread")
    pages = [client.get(article.get_absolute_url(), {"page": n}) for n in (1, 2, 3)]
    shown = [re.findall(r"(Answer \d+|Вопрос|جواب|Another thread)</p>", page.text) for page in pages]
    assert [len(page) for page in shown] == [100, 100, 53]
    assert [*shown[0], *shown[1], *shown[2]] == [
        "Вопрос", *(f"Answer {n:03}" for n in range(1, 100)),
        "جواب", *(f"Answer {n:03}" for n in range(100, 251)), "Another thread",
    ]  # fmt: skip
    up = f'<a href="{responses.permalink(article, answers[98])}" rel="nofollow">'
    assert up in pages[1].text
    assert "In answer to <bdi>Łucja</bdi> (1)" in pages[1].text
    assert "In answer to" not in pages[0].text
    for comment, number in ((below, 2), (answers[150], 2), (answers[249], 3), (after, 3)):
        there = client.get(responses.permalink(article, comment))["Location"]
        assert there == f"{article.get_absolute_url()}?page={number}#{comment.anchor}"
        assert f'id="{comment.anchor}"' in client.get(there).text
    assert "253 responses" in pages[2].text
    assert max(len(page.content) for page in pages) < 150_000
    assert client.get(article.get_absolute_url(), {"page": 4}).status_code == 404
    one = make_article()
    make_comment(one)
    assert queries(client, f"{article.get_absolute_url()}?page=2") == queries(client, one.get_absolute_url())


def test_the_address_of_what_is_not_public_is_not_found(client):
    article = make_article()
    mention = make_mention(article, status="hidden")
    hidden = make_comment(article, is_removed=True)
    waiting = make_comment(article, is_public=False)
    of_another = make_comment(make_article())
    for obj in (mention, hidden, waiting, of_another):
        assert client.get(f"{article.get_absolute_url()}responses/{obj.anchor}/").status_code == 404
    make_comment(article, parent=hidden)
    draft = make_article(published_at=None)
    assert client.get(f"{draft.get_absolute_url()}responses/{make_comment(draft).anchor}/").status_code == 404


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Marta K.", "MK"), ("Bo", "B"), ("علي حسن", "عح"), ("王小明", "王"), ("!!", "–"), ("(Jan) van Dyk", "JD")],
)
def test_avatars_are_drawn_from_the_name_alone(client, name, letters):
    article = make_article()
    make_comment(article, name=name)
    page = client.get(article.get_absolute_url()).text
    assert f'<span class="avatar avatar-{responses.colour(name)}" aria-hidden="true">{letters}</span>' in page
    assert 1 <= responses.colour(name) <= responses.COLOURS
    assert "gravatar" not in page


def test_a_comment_has_its_own_direction_and_dates_are_for_machines_too(client):
    article = make_article()
    comment = make_comment(article, "شكرا\n\n> Quoted\n\nhttps://a.example/x")
    page = client.get(article.get_absolute_url()).text
    assert '<p dir="auto">شكرا</p>' in page
    assert '<blockquote dir="auto"><p>Quoted</p></blockquote>' in page
    assert '<a href="https://a.example/x" rel="ugc nofollow noopener">' in page
    assert f'datetime="{timezone.localtime(comment.submit_date).isoformat(timespec="seconds")}"' in page
    assert Comment.objects.get().anchor in page
