"""An article closes, or is taken back, while somebody writes below it: their words come back to them."""

import pytest

from articles.comments.models.comment import Comment
from articles.models import Article
from core.models import OutboxMail
from tests.articles.comments.writing import link, post, words
from tests.factories import make_article

pytestmark = pytest.mark.django_db

SAID = "Двенадцать лет\nназад — <b>и</b> мы это помним."


def close(article):
    Article.objects.filter(pk=article.pk).update(comments_open=False)


def gives_back(answer) -> bool:
    return "Двенадцать лет\nназад — &lt;b&gt;и&lt;/b&gt; мы это помним.</textarea>" in answer.text


def test_a_comment_that_comes_too_late_is_given_back(client):
    article = make_article()
    close(article)
    answer = post(client, article, comment=SAID)
    assert (answer.status_code, answer["Cache-Control"], gives_back(answer)) == (403, "no-store", True)
    assert "This article takes no more comments" in answer.text
    assert f'href="{article.get_absolute_url()}"' in answer.text
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_so_is_one_below_an_article_that_was_taken_back(client):
    article = make_article(title="What had to go")
    article.withdraw("It was not true.")
    answer = post(client, article, comment=SAID)
    assert (answer.status_code, gives_back(answer)) == (410, True)
    assert "What had to go" not in answer.text


@pytest.mark.parametrize("end", ["deleted", "a draft again", "never there"])
def test_and_below_one_that_is_no_longer_there_whatever_became_of_it(client, end):
    article = make_article(title="What had to go")
    if end == "a draft again":
        article.published_at = None
        article.save()
    else:
        article.delete()
    answer = post(client, article, comment=SAID)
    assert (answer.status_code, gives_back(answer)) == (404, True)
    assert "What had to go" not in answer.text


def test_below_one_that_has_another_address_they_are_led_on(client):
    article = make_article(slug="old")
    article.slug = "new"
    article.save()
    article.slug = "old"
    answer = post(client, article, comment=SAID)
    assert (answer.status_code, answer["Location"]) == (308, "/articles/new/comments/")


def test_so_is_one_written_without_a_mail(client):
    article = make_article()
    post(client, article)
    client.post(link("confirm"))
    page = client.get(link("confirm")).text
    begin = f"{article.get_absolute_url()}comments/write/"
    address = begin + page.partition(begin)[2].partition('"')[0]
    assert client.get(address).status_code == 200
    close(article)
    answer = client.post(address, words(comment=SAID))
    assert (answer.status_code, gives_back(answer)) == (403, True)
    assert client.get(address).status_code == 404
    article.withdraw("It was not true.")
    assert client.post(address, words(comment=SAID)).status_code == 410
