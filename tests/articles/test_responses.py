"""What stands below an article: in time order, numbered, and nothing of what was hidden."""

import random
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import responses
from articles.comments.models.comment import Comment
from tests.factories import make_article, make_comment, make_mention

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def outline(threads):
    return [(r.kind, r.number, outline(r.answers)) for r in threads]


def test_comments_and_mentions_stand_together_in_time_order_and_are_numbered_from_top_to_bottom():
    article = make_article()
    first = make_comment(article, at=at(0))
    make_mention(article, received_at=at(1))
    make_comment(article, at=at(2))
    make_comment(article, at=at(3), parent=first)
    found = responses.to(article)
    assert found.count == 4
    assert outline(found.threads) == [
        ("comment", 1, [("comment", 2, [])]),
        ("mention", 3, []),
        ("comment", 4, []),
    ]


def test_likes_are_gathered_in_a_line_and_do_not_count_as_responses(client):
    article = make_article(title="The press")
    for name in ("Anna", "Noor"):
        liked = make_mention(article, relation="like", author=name, source_url=f"https://{name}.example/")
    make_mention(article, relation="repost", author="", source_url="https://www.blog.example/again")
    assert responses.to(article).count == 0
    page = client.get(article.get_absolute_url())
    lines = [" ".join(re.sub("<[^>]+>", "", line).split()) for line in page.text.partition("gestures")[2].split("<li>")]
    assert [lines[1], lines[2].partition(" Write")[0]] == ["Liked by Anna, Noor", "Passed on by blog.example"]
    assert "No response to “<bdi>The press</bdi>” yet" in page.text
    permalink = client.get(responses.permalink(article, liked))
    assert permalink["Location"].endswith(f"#{liked.anchor}")


def test_only_what_editors_let_stand_is_counted_and_shown(client):
    article = make_article(title="The press")
    make_comment(article, "Secret: waiting", is_public=False)
    make_comment(article, "Secret: hidden", is_removed=True)
    for status in ("pending", "verified", "hidden", "failed"):
        make_mention(article, title=f"Secret {status}", excerpt="Secret words", status=status)
    make_comment(make_article(), "Secret: of another article")
    page = client.get(article.get_absolute_url()).text
    assert "Secret" not in page
    assert "No response to “<bdi>The press</bdi>” yet" in page


def test_what_another_program_marked_as_removed_is_hidden_though_it_calls_itself_public(client):
    article = make_article()
    odd = make_comment(article, "Secret words")
    make_comment(article, parent=odd)
    Comment.objects.filter(pk=odd.pk).update(is_public=True, is_removed=True)
    assert "Secret" not in client.get(article.get_absolute_url()).text


def test_a_hidden_comment_leaves_its_place_while_others_answer_it(client):
    article = make_article()
    hidden = make_comment(article, "Secret words", "Secret Name", at=at(0))
    answer = make_comment(article, "Not at all!", parent=hidden, at=at(1))
    hidden.hide()
    page = client.get(article.get_absolute_url()).text
    assert "Secret" not in page
    assert "A comment that the moderators have hidden." in page
    assert "Not at all!" in page
    assert outline(responses.to(article).threads) == [("hidden", None, [("comment", 1, [])])]
    answer.hide()
    assert "A comment that" not in client.get(article.get_absolute_url()).text


def test_each_response_can_be_linked_to(client):
    article = make_article()
    comment, mention = make_comment(article), make_mention(article)
    page = client.get(article.get_absolute_url()).text
    for anchor in (comment.anchor, mention.anchor):
        assert f'id="{anchor}"' in page
        assert f'href="#{anchor}"' in page


def test_a_pingback_shows_its_words_and_leads_to_its_source(client):
    article = make_article(title="The press")
    make_mention(
        article, source_url="https://blog.example/?a=1&b=2", title="<b>Ten cheap ways</b>", excerpt="[…] carried on […]"
    )
    page = client.get(article.get_absolute_url()).text
    assert 'href="https://blog.example/?a=1&amp;b=2" rel="ugc nofollow noopener">' in page
    assert "&lt;b&gt;Ten cheap ways&lt;/b&gt;" in page
    assert "[…] carried on […]" in page
    assert "Pingback" in page
    assert "1 response to “<bdi>The press</bdi>”" in page


def test_the_words_of_a_stranger_are_text(client):
    article = make_article()
    make_comment(article, "<script>alert(1)</script>\n\nhttps://pills.example/x", "<img src=x>")
    page = client.get(article.get_absolute_url()).text
    assert "<script>alert" not in page
    assert "<img src=x>" not in page
    assert 'rel="ugc nofollow noopener"' in page


def test_nothing_hidden_is_ever_shown_and_nothing_public_lost_in_random_threads():
    chance = random.Random(6)
    for _ in range(6):
        article, comments = make_article(), []
        for _ in range(25):
            parent = chance.choice([None, *comments])
            comments.append(make_comment(article, parent=parent, at=at(chance.randrange(500))))
        for comment in chance.sample(comments, 8):
            comment.hide()
        public = set(Comment.objects.of(article).public().values_list("pk", flat=True))
        shown, numbers = [], []

        def walk(threads, shown=shown, numbers=numbers):
            for response in threads:
                if response.kind == "comment":
                    shown.append(response.obj["pk"])
                    numbers.append(response.number)
                walk(response.answers)

        found = responses.to(article)
        walk(found.threads)
        assert sorted(shown) == sorted(public)
        assert numbers == list(range(1, found.count + 1))


def test_erasing_spam_removes_it_wholly_or_leaves_an_empty_place():
    article = make_article()
    alone, answered = make_comment(article), make_comment(article, "Spam", "Spammer")
    make_comment(article, parent=answered)
    alone.erase()
    answered.erase()
    assert not Comment.objects.filter(pk=alone.pk).exists()
    kept = Comment.objects.get(pk=answered.pk)
    assert (kept.comment, kept.user_name, kept.is_visible) == ("", "", False)
    assert [r.kind for r in responses.to(article).threads] == ["deleted"]


def test_a_change_in_an_answer_shows_at_once(client):
    article = make_article()
    answer = make_comment(article, "Yes, on Monday.", parent=make_comment(article, "Will they come?"))
    address = article.get_absolute_url()
    assert "Yes, on Monday." in client.get(address).text
    Comment.objects.filter(pk=answer.pk).update(comment="Yes, on Tuesday.")
    page = client.get(address).text
    assert ("Yes, on Tuesday." in page, "Yes, on Monday." in page) == (True, False)
    Comment.objects.filter(pk=answer.pk).update(is_removed=True)
    assert "Yes, on Tuesday." not in client.get(address).text
    make_mention(article, title="They came")
    assert "They came" in client.get(address).text
