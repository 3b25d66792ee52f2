"""Alice comments: her words wait for her button, then for a moderator; nobody learns her address."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import pre_save
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.comments.models.comment import Comment
from articles.comments.submissions import forget_unconfirmed
from articles.models import Article, CommentOptIn, Mention
from core.models import OutboxMail
from tests import letters
from tests.factories import make_article, make_comment, make_mention, make_staff
from tests.paths import DATA

pytestmark = pytest.mark.django_db


def words(**fields):
    return {
        "name": "Alice",
        "email": "alice@example.org",
        "comment": "I have it on my wall.",
        "form_token": letters.form_token("CommentForm"),
        **fields,
    }


def post(client, article, **fields):
    return client.post(f"{article.get_absolute_url()}comments/", words(**fields))


def link(word, mail=None):
    return letters.link(mail or OutboxMail.objects.get(), word)


def page_of(client, article):
    return client.get(article.get_absolute_url()).text


def test_the_whole_way_from_the_form_to_the_page(client):
    article = make_article(title="The press")
    response = post(client, article)
    assert (response.status_code, response["Location"]) == (302, f"{article.get_absolute_url()}comments/sent/")
    assert "Check your mail" in client.get(response["Location"]).text
    assert "on my wall" not in page_of(client, article)
    assert list(Comment.objects.waiting()) == []

    assert "on my wall" in client.get(link("confirm")).text
    assert client.post(link("confirm")).status_code == 302
    assert "One of us reads your comment" in client.get(link("confirm")).text
    assert "on my wall" not in page_of(client, article)

    (comment,) = Comment.objects.waiting()
    comment.approve()
    page = page_of(client, article)
    assert "on my wall" in page
    assert "1 response to “<bdi>The press</bdi>”" in page
    assert "Your comment is public" in client.get(link("confirm")).text


def test_the_address_is_in_the_mail_not_yet_sent_and_nowhere_else(client):
    article = make_article()
    post(client, article, email="Alice.Secret@example.org", HTTP_X_FORWARDED_FOR="203.0.113.9")
    client.post(link("confirm"))
    Comment.objects.get().approve()
    OutboxMail.objects.all().delete()
    assert "ecret@example" not in everything_stored().lower()
    assert "ecret" not in page_of(client, article).lower()
    assert Comment.objects.get().ip_address is None


def everything_stored() -> str:
    """Return the text of every row of every table."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def test_nothing_of_an_erased_comment_stays_in_the_desks_history(client, admin_client):
    comment = make_comment(make_article(), name="Alice", text="Well said.")
    admin_client.post("/admin/articles/comment/?state=all", {"action": "erase", "_selected_action": [comment.pk]})
    assert not Comment.objects.filter(pk=comment.pk).exists()
    assert "Alice" not in everything_stored()


def test_words_no_mail_goes_out_for_wait_behind_the_link_of_an_earlier_mail(client):
    article = make_article()
    for number in range(10):
        post(client, article, comment=f"Word number {number}")
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (10, 7)
    path = link("confirm", OutboxMail.objects.first())
    page = client.get(path).text
    assert [f"Word number {n}" in page for n in range(10)] == [True] * 10
    for opt_in in CommentOptIn.objects.order_by("pk")[8:]:
        client.post(path, {"also": opt_in.pk, "answer": "no" if "9" in opt_in.comment.comment else ""})
    assert [c.comment for c in Comment.objects.waiting()] == ["Word number 8"]
    assert "Word number 9" not in everything_stored()


def test_a_stranger_in_one_network_leaves_a_mail_of_the_day_for_the_owner_of_an_address(client):
    article = make_article()
    for number in range(5):
        post(client, article, comment=f"Not Alice {number}")
    assert (OutboxMail.objects.due().count(), OutboxMail.objects.delayed().count()) == (3, 2)
    client.post(f"{article.get_absolute_url()}comments/", words(), REMOTE_ADDR="203.0.113.9")
    assert OutboxMail.objects.due().count() == 4
    client.post(f"{article.get_absolute_url()}comments/", words(comment="Once more"), REMOTE_ADDR="198.51.100.9")
    assert OutboxMail.objects.due().count() == 4


def test_a_link_shows_nothing_of_another_mailbox(client):
    article = make_article()
    post(client, article)
    post(client, article, email="bob@example.org", comment="Bob has secret words")
    hers, his = OutboxMail.objects.order_by("pk")
    assert "secret words" not in client.get(link("confirm", hers)).text
    client.post(link("confirm", hers), {"also": CommentOptIn.objects.order_by("pk")[1].pk, "answer": "no"})
    assert CommentOptIn.objects.pending().count() == 1
    client.post(link("withdraw", hers))
    assert "secret words" not in client.get(link("confirm", hers)).text
    assert "secret words" in client.get(link("confirm", his)).text


def test_no_more_than_ten_comments_wait_for_one_mailbox(client, monkeypatch):
    monkeypatch.setattr("articles.comments.views.comments.MOST_COMMENTS", 100)
    article = make_article()
    answers = {post(client, article, comment=f"Number {n}").content for n in range(12)}
    assert (answers, Comment.objects.count()) == ({b""}, 10)


def test_the_mail_does_not_carry_the_words_of_a_stranger(client):
    post(client, make_article(), name="Buy pills", comment="Cheap pills at pills.example")
    mail = OutboxMail.objects.get()
    assert "pills" not in (mail.text + mail.subject + mail.html).lower()


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_the_links_of_the_mail_changes_nothing(client, method):
    article = make_article()
    post(client, article)
    for word in ("confirm", "withdraw"):
        response = getattr(client, method)(link(word))
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
        assert response["Referrer-Policy"] == "no-referrer"
    assert CommentOptIn.objects.get().status == "pending"
    assert Comment.objects.get().comment == "I have it on my wall."


def test_confirming_twice_is_confirming_once(client):
    post(client, make_article())
    client.post(link("confirm"))
    at = CommentOptIn.objects.get().confirmed_at
    assert client.post(link("confirm")).status_code == 302
    assert CommentOptIn.objects.get().confirmed_at == at


def test_a_link_older_than_two_days_confirms_nothing_and_the_words_are_forgotten(client):
    post(client, make_article())
    CommentOptIn.objects.update(created_at=timezone.now() - timedelta(hours=47))
    assert "Yes, this is my comment" in client.get(link("confirm")).text
    assert forget_unconfirmed() == 0
    CommentOptIn.objects.update(created_at=timezone.now() - timedelta(hours=49))
    client.post(link("confirm"))
    assert "This link is too old" in client.get(link("confirm")).text
    assert forget_unconfirmed() == 1
    assert (Comment.objects.count(), CommentOptIn.objects.count()) == (0, 0)


def test_what_waits_or_is_confirmed_is_not_forgotten(client):
    article = make_article()
    post(client, article)
    client.post(link("confirm"))
    CommentOptIn.objects.update(created_at=timezone.now() - timedelta(days=80))
    post(client, article, email="bob@example.org")
    make_comment(article)
    assert forget_unconfirmed() == 0
    assert Comment.objects.count() == 3


def test_an_unknown_link_is_not_found(client):
    for word in ("confirm", "withdraw"):
        assert client.get(f"/articles/comments/{word}/nonsense/").status_code == 404
        assert client.post(f"/articles/comments/{word}/nonsense/").status_code == 404


def test_alice_takes_her_comment_back_and_the_answers_to_it_stay(client):
    article = make_article()
    post(client, article)
    path = link("withdraw")
    client.post(link("confirm"))
    Comment.objects.get().approve()
    make_comment(article, "I agree with her.", "Bob", parent=Comment.objects.get())
    client.post(path)
    assert "Your comment is deleted" in client.get(path).text
    page = page_of(client, article)
    assert "A comment that was deleted." in page
    assert "I agree with her." in page
    assert "1 response to" in page
    assert "on my wall" not in everything_stored()
    assert "Alice" not in page


def test_a_withdrawn_comment_cannot_be_confirmed_again(client):
    post(client, make_article())
    client.post(link("withdraw"))
    client.post(link("confirm"))
    assert list(Comment.objects.waiting()) == []
    assert CommentOptIn.objects.get().status == "withdrawn"


def test_what_was_taken_offline_is_not_named_behind_the_link(client):
    article = make_article(title="Secret now")
    post(client, article)
    article.published_at = None
    article.save()
    assert "Secret now" not in client.get(link("confirm")).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "see http://pills.example"),
        ("email", "alice"),
        ("comment", "   "),
        ("comment", "\u202e\u200b"),
        ("comment", "\u200d\u3164\u200c"),
        ("comment", "x" * 6001),
        ("reply_to", "0x1f"),
    ],
)
def test_a_form_with_a_mistake_comes_back_filled_in(client, field, value):
    response = post(client, make_article(), **{"comment": "I have it on my wall.", field: value})
    assert response.status_code == 422
    assert "please look at this again" in response.text
    assert ("on my wall" in response.text) == (field != "comment")
    assert Comment.objects.count() == OutboxMail.objects.count() == 0


def test_a_page_left_open_for_two_days_takes_one_more_press(client):
    article = make_article()
    response = post(client, article, form_token="from long ago")
    assert response.status_code == 422
    fresh = re.search(r'name="form_token" value="([^"]+)"', response.text)[1]
    assert post(client, article, form_token=fresh).status_code == 302


def test_a_machine_gets_the_same_answer_and_nothing_is_stored(client):
    article = make_article()
    person, machine = post(client, article), post(client, article, website="https://pills.example")
    assert (machine.status_code, machine["Location"], machine.content) == (302, person["Location"], person.content)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_cannot_send_the_form(client, headers):
    article = make_article()
    assert client.post(f"{article.get_absolute_url()}comments/", words(), headers=headers).status_code == 403
    assert Comment.objects.count() == 0


def test_drafts_closed_articles_and_get_take_no_comment(client):
    assert post(client, make_article(published_at=None)).status_code == 404
    closed = make_article(comments_open=False)
    assert post(client, closed).status_code == 403
    assert "<textarea" not in page_of(client, closed)
    assert client.get(f"{make_article().get_absolute_url()}comments/").status_code == 302
    assert Comment.objects.count() == 0


def test_one_address_gets_two_mails_a_day_from_strangers_and_the_next_person_sees_the_same_page(client):
    article = make_article()
    path, answers = f"{article.get_absolute_url()}comments/", set()
    for number in range(6):
        answer = client.post(path, words(comment=f"Number {number}"), REMOTE_ADDR=f"198.51.{number}.1")
        answers.add(answer.content)
    assert answers == {b""}
    assert (OutboxMail.objects.due().count(), OutboxMail.objects.delayed().count()) == (2, 4)


def test_the_work_of_an_answer_does_not_tell_that_a_mailbox_was_written_to_or_has_much_waiting(client):
    article = make_article()
    path, counts = f"{article.get_absolute_url()}comments/", []
    for number in range(13):
        given = words(comment=f"Number {number}", email="alice@example.org" if number else "bob@example.org")
        with CaptureQueriesContext(connection) as captured:
            assert client.post(path, given, REMOTE_ADDR=f"198.51.{number}.1").status_code == 302
        counts.append(len([q for q in captured if "SAVEPOINT" not in q["sql"]]))
    assert len(set(counts[1:])) == 1
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (11, 7)


def test_the_work_of_an_answer_does_not_tell_whose_words_stand_below_an_article(client):
    article, counts = make_article(), []
    path = f"{article.get_absolute_url()}comments/"
    post(client, article)
    client.post(link("confirm"))
    for number, email in enumerate(["alice@example.org", "bob@example.org"]):
        with CaptureQueriesContext(connection) as captured:
            client.post(path, words(email=email), REMOTE_ADDR=f"198.51.{number}.1")
        counts.append([q["sql"].split("(")[0][:40] for q in captured if "SAVEPOINT" not in q["sql"]])
    assert counts[0] == counts[1]
    assert Comment.objects.count() == 2


def test_words_that_had_no_mail_get_one_when_they_are_sent_again(client):
    article = make_article()
    for number in range(3):
        post(client, article, comment=f"Word number {number}")
    client.post(f"{article.get_absolute_url()}comments/", words(comment="Word number 2"), REMOTE_ADDR="203.0.113.9")
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (3, 3)
    assert CommentOptIn.objects.exclude(token_hash=None).count() == 3


def test_thirty_posts_with_one_form_token_mail_as_many_as_the_rules_say(client):
    article, token = make_article(), letters.form_token("CommentForm")
    codes = [
        post(client, article, email=f"victim{n}@example.org", form_token=token, comment="Buy!").status_code
        for n in range(30)
    ]
    assert codes == [302] * 12 + [429] * 18
    assert OutboxMail.objects.count() == 12


def test_a_flood_from_one_network_is_stopped_and_the_others_go_on_talking(client, monkeypatch):
    monkeypatch.setattr("articles.comments.views.comments.MOST_COMMENTS", 2)
    article = make_article()
    codes = [post(client, article, email=f"p{n}@example.org").status_code for n in range(3)]
    assert codes == [302, 302, 429]
    path = f"{article.get_absolute_url()}comments/"
    assert client.post(path, words(email="q@example.org"), REMOTE_ADDR="203.0.113.9").status_code == 302


def test_a_flood_from_everywhere_is_stopped_below_one_article(client, monkeypatch):
    monkeypatch.setattr("articles.comments.views.comments.MOST_BELOW_ONE", 1)
    article = make_article()
    assert [post(client, article, comment=text).status_code for text in ("One", "Two")] == [302, 429]
    assert post(client, make_article(), email="q@example.org").status_code == 302


def test_articles_close_after_the_days_of_the_site_or_their_own(client, settings):
    settings.COMMENTS_CLOSE_AFTER = 30
    for days, fields, takes in (
        (29, {}, True),
        (31, {}, False),
        (31, {"comments_close_after": 0}, True),
        (31, {"comments_close_after": 60}, True),
        (2, {"comments_close_after": 1}, False),
        (1, {"comments_open": False}, False),
    ):
        article = make_article(published_at=timezone.now() - timedelta(days=days), **fields)
        assert article.takes_comments == takes
        assert post(client, article).status_code == (302 if takes else 403)
        assert ("<textarea" in page_of(client, article)) == takes


def test_sending_the_same_words_twice_is_one_comment_and_one_mail(client):
    article = make_article()
    post(client, article)
    post(client, article, email="ALICE@example.org")
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (1, 1)
    post(client, article, email="bob@example.org")
    assert Comment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_presses_at_once_are_one_comment():
    article = make_article()

    def press(_):
        try:
            return post(Client(), article).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(press, range(10))) == {302}
    assert (Comment.objects.count(), OutboxMail.objects.count()) == (1, 1)


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


def test_staff_answers_at_once_and_is_marked(client):
    article = make_article()
    client.force_login(make_staff(first_name="Clara", last_name="Voss"))
    assert 'name="email"' not in page_of(client, article)
    response = post(client, article, name="", email="")
    assert response["Location"].endswith(f"/responses/comment-{Comment.objects.get().pk}/")
    client.logout()
    page = page_of(client, article)
    assert "Clara Voss" in page
    assert "badge" in page
    assert OutboxMail.objects.count() == 0


def test_staff_without_the_permission_is_asked_like_everybody(client, django_user_model):
    article = make_article()
    client.force_login(django_user_model.objects.create_user("bob", is_staff=True))
    assert 'name="email"' in page_of(client, article)
    post(client, article)
    assert not Comment.objects.get().is_public


def test_what_its_writer_takes_back_cannot_be_let_stand_in_the_same_moment(client):
    post(client, make_article())
    client.post(link("confirm"))
    (as_the_moderator_sees_it,) = Comment.objects.waiting()
    client.post(link("withdraw"))
    assert not as_the_moderator_sees_it.approve()
    assert list(Comment.objects.public()) == []


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


BLNS = json.loads((DATA / "strings" / "blns.json").read_text())


@pytest.mark.crowd
def test_hostile_strings_are_taken_shown_as_text_or_refused_and_never_break_anything(client, admin_client, monkeypatch):
    monkeypatch.setattr("articles.comments.views.comments.MOST_COMMENTS", 1000)
    monkeypatch.setattr("articles.comments.views.comments.MOST_BELOW_ONE", 1000)
    monkeypatch.setattr("articles.comments.submissions.MOST_PENDING", 1000)
    article = make_article()
    others = cycle(["name", "email", "reply_to", "form_token", "language", "website"])
    for number, string in enumerate(BLNS):
        fields = {"comment": string} if number % 2 else {next(others): string}
        assert post(client, article, **fields).status_code in {302, 422}, (fields, string)
    for comment in Comment.objects.all():
        comment.approve()
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    responses = response.text.split('id="responses"')[1]
    assert "<script" not in responses
    assert not re.search(r"<[^>]*\son\w+=", responses)
    assert admin_client.get("/admin/articles/comment/?state=public").status_code == 200
