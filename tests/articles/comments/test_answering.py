"""Who answers whom, and what becomes of the answers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.db.models.signals import pre_save

from articles.comments.models.comment import Comment
from articles.models import Article, Mention
from tests.articles.comments.writing import page_of, post
from tests.factories import make_article, make_comment, make_mention

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_answers_at_once_each_get_their_own_place():
    article = make_article()
    first = make_comment(article)

    def answer(number):
        try:
            return make_comment(article, f"Answer {number}", parent=first).order
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(answer, range(8))) == list(range(2, 10))


def test_bob_answers_alice_on_a_page_of_its_own(client):
    article = make_article()
    hers = make_comment(article, "Has anybody printed it?", "Alice")
    path = f"{article.get_absolute_url()}comments/{hers.pk}/reply/"
    assert path in page_of(client, article)
    page = client.get(path).text
    assert "Has anybody printed it?" in page
    assert f'name="reply_to" value="{hers.pk}"' in page
    assert page.count("autofocus") == 1
    post(client, article, name="Bob", reply_to=hers.pk)
    assert Comment.objects.get(user_name="Bob").reply_to == hers.pk


@pytest.mark.parametrize("state", ["hidden", "waiting", "elsewhere", "unknown"])
def test_only_a_public_comment_of_this_article_can_be_answered(client, state):
    article = make_article()
    texts = {"hidden": {"is_removed": True}, "waiting": {"is_public": False}, "elsewhere": {}, "unknown": {}}
    below = make_article() if state == "elsewhere" else article
    pk = make_comment(below, "Secret words", **texts[state]).pk + (1000 if state == "unknown" else 0)
    response = client.get(f"{article.get_absolute_url()}comments/{pk}/reply/")
    assert (response.status_code, "Secret words" in response.text) == (404, False)
    response = post(client, article, reply_to=pk)
    assert (response.status_code, "Secret words" in response.text) == (422, False)
    assert Comment.objects.count() == 1


def test_an_answer_deeper_than_three_stands_beside_the_one_it_answers():
    article = make_article()
    comments = [make_comment(article)]
    for _ in range(5):
        comments.append(make_comment(article, parent=comments[-1]))
    assert [comment.level for comment in comments] == [0, 1, 2, 3, 3, 3]
    assert comments[4].reply_to == comments[5].reply_to == comments[2].pk


def test_what_was_said_goes_with_a_deleted_article():
    article, other = make_article(), make_article()
    for below in (article, other):
        make_comment(below, parent=make_comment(below))
        make_mention(below)
    Article.objects.filter(pk=article.pk).delete()
    assert Comment.objects.count() == 2
    assert [mention.target for mention in Mention.objects.all()] == [other]


def test_saving_a_parent_does_not_publish_hidden_answers():
    article = make_article()
    parent = make_comment(article)
    make_comment(article, "Secret words", parent=parent, is_public=False)
    parent.save()
    super(Comment, parent).save()
    assert not Comment.objects.get(comment="Secret words").is_public
    assert not [key for key in pre_save.receivers if "publish_or_unpublish" in str(key)]
