"""Alice changes her words, or reports somebody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.comments import moderation
from articles.comments.models.comment import Comment
from articles.models import CommentOptIn, Flag
from core.http import proof_of_work
from tests import letters
from tests.articles.comments.writing import link, page_of, post
from tests.factories import make_article, make_comment
from tests.stored import everything_stored

pytestmark = pytest.mark.django_db


def edit_path():
    return link("confirm").replace("/confirm/", "/edit/")


def rewrite(client, text):
    return client.post(edit_path(), {"comment": text, "form_token": letters.form_token("RewriteForm")})


@pytest.fixture
def public(client):
    """Alice's comment, confirmed just now and public."""
    article = make_article()
    post(client, article)
    client.post(link("confirm"))
    moderation.decide(Comment.objects.get(), "approve", None)
    return article


def test_words_are_changed_for_fifteen_minutes_and_marked(client, public):
    assert edit_path() in client.get(link("confirm")).text
    assert "on my wall" in client.get(edit_path()).text
    make_comment(public, "I agree", parent=Comment.objects.get())
    CommentOptIn.objects.create(
        comment=make_comment(public, "Earlier words"),
        address_tag=bytes(CommentOptIn.objects.get().address_tag),
        status="confirmed",
    )
    assert rewrite(client, "It hangs in my hall.").status_code == 302
    page = page_of(client, public)
    assert "in my hall" in page
    assert "Edited" in page
    assert "on my wall" not in everything_stored()
    CommentOptIn.objects.update(confirmed_at=timezone.now() - timedelta(minutes=16))
    rewrite(client, "Too late")
    assert "those are over" in client.get(edit_path()).text
    assert "Too late" not in everything_stored()


def test_a_change_goes_through_the_rules_again(client, public):
    assert "on my wall" in page_of(client, public)
    rewrite(client, "Buy at https://a.example https://b.example https://c.example")
    assert "a.example" not in page_of(client, public)
    comment = Comment.objects.waiting().get()
    assert [reason[0] for reason in comment.judgement.reasons] == ["edited", "first", "links"]


def test_what_moderators_have_hidden_is_not_changed(client, public):
    moderation.decide(Comment.objects.get(), "hide", None)
    rewrite(client, "Other words")
    assert Comment.objects.get().comment == "I have it on my wall."


def test_a_change_with_a_mistake_comes_back(client, public):
    response = rewrite(client, " ")
    assert response.status_code == 422
    assert "please look at this again" in response.text
    assert client.get(edit_path(), headers={"Accept": "*/*"}).headers["Cache-Control"] == "no-store, private"


def test_looking_at_the_form_changes_nothing(client, public):
    before = everything_stored()
    client.get(edit_path())
    client.head(edit_path())
    assert everything_stored() == before


def report(client, comment, article, **how):
    path = f"{article.get_absolute_url()}comments/{comment.pk}/report/"
    return client.post(path, {"reason": "insult", "form_token": letters.form_token("FlagForm")}, **how)


def test_a_reader_reports_a_comment_and_it_stays(client):
    article = make_article()
    comment = make_comment(article, "Rude words")
    path = f"{article.get_absolute_url()}comments/{comment.pk}/report/"
    assert path in page_of(client, article)
    assert "Rude words" in client.get(path).text
    assert Flag.objects.count() == 0
    for _ in range(3):
        response = report(client, comment, article)
        assert response.status_code == 302
    assert "One of us looks at the comment" in client.get(response["Location"]).text
    assert Flag.objects.count() == 1
    assert "Rude words" in page_of(client, article)
    report(client, comment, article, REMOTE_ADDR="203.0.113.9")
    assert Flag.objects.count() == 2
    assert client.post(path, {"reason": "nonsense"}).status_code == 422


def test_one_network_reports_ten_an_hour(client):
    article = make_article()
    for _ in range(12):
        assert report(client, make_comment(article), article).status_code == 302
    assert Flag.objects.count() == 10


def test_only_what_is_public_is_reported(client):
    article, draft = make_article(), make_article(published_at=None)
    for comment, below in (
        (make_comment(article, "Secret", is_removed=True), article),
        (make_comment(article, "Secret", is_public=False), article),
        (make_comment(draft, "Secret"), draft),
        (make_comment(make_article(), "Secret"), article),
    ):
        answer = client.get(f"{below.get_absolute_url()}comments/{comment.pk}/report/")
        assert (answer.status_code, "Secret" in answer.text) == (404, False)
        assert report(client, comment, below).status_code == 404


def test_without_its_sum_a_comment_waits_and_with_it_nothing_is_held_against_it(client, settings):
    settings.COMMENTS_PROOF_OF_WORK = 8
    article = make_article()
    assert 'data-bits="8"' in page_of(client, article)
    token = letters.form_token("CommentForm")
    answer = next(str(n) for n in range(100_000) if proof_of_work.is_done(f"{token}Solved\r\nit", str(n), 8))
    post(client, article, comment="Solved\r\nit", form_token=token, work=answer, email="bob@example.org")
    post(client, article, comment="Unsolved", form_token=token, work=answer)
    signs = {
        comment.comment: [reason[0] for reason in comment.judgement.reasons] if hasattr(comment, "judgement") else []
        for comment in Comment.objects.all()
    }
    assert "no-work" not in signs["Solved\nit"]
    assert "no-work" in signs["Unsolved"]


def test_what_is_sent_within_three_seconds_waits_but_is_taken(client):
    article = make_article()
    fresh = client.get(article.get_absolute_url()).text.split('name="form_token" value="')[1].split('"')[0]
    assert post(client, article, form_token=fresh).status_code == 302
    assert Comment.objects.get().judgement.reasons == [["quick"]]
    client.post(link("confirm"))
    assert ["quick"] in Comment.objects.get().judgement.reasons
