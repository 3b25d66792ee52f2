"""Alice and Bob write at the same article; neither loses a word, and nothing is overwritten in silence."""

import threading
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client

from publishing.models import Autosave, Revision
from tests.desk_forms import fields, opened
from tests.factories import make_article, make_petition, make_staff, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client):
    client.force_login(make_staff("alice"))
    return client


@pytest.fixture
def bob():
    client = Client()
    client.force_login(make_staff("bob"))
    return client


def path(article):
    return f"/admin/articles/article/{article.pk}/change/"


def test_what_both_changed_is_asked_and_both_texts_are_kept(alice, bob):
    article = make_article(title="Old", body="<p>Press hard, she said.</p>")
    hers, his = opened(alice, path(article)), opened(bob, path(article))
    assert alice.post(path(article), {**hers, "body": "<p>Press harder, she said.</p>"}).status_code == 302
    answer = bob.post(path(article), {**his, "body": "<p>Press hard, she said twice.</p>", "title": "His title"})
    assert answer.status_code == 409
    assert "alice saved this, too" in answer.text
    assert "Press <del>hard</del><ins>harder</ins>" in answer.text
    assert "she said<ins> twice</ins>" in answer.text
    article.refresh_from_db()
    assert (article.title, article.body) == ("Old", "<p>Press harder, she said.</p>")
    form = fields(answer)
    assert (form["title"], form["body"]) == ("His title", "<p>Press hard, she said twice.</p>")
    copy = Autosave.objects.get(user__username="bob")
    assert copy.form_data["body"] == "<p>Press hard, she said twice.</p>"


@pytest.mark.parametrize(
    ("choice", "body"),
    [("mine", "Press hard, she said twice."), ("theirs", "Press harder, she said."),
     ("both", "Press harder, she said twice.")],
)  # fmt: skip
def test_the_editor_chooses(alice, bob, choice, body):
    article = make_article(title="Old", body="<p>Press hard, she said.</p>")
    hers, his = opened(alice, path(article)), opened(bob, path(article))
    alice.post(path(article), {**hers, "body": "<p>Press harder, she said.</p>", "summary": "Hers"})
    form = fields(bob.post(path(article), {**his, "body": "<p>Press hard, she said twice.</p>", "title": "His"}))
    assert form["_asked"] == "body"
    unanswered = bob.post(path(article), form)
    assert unanswered.status_code == 409
    assert "Please choose" in unanswered.text
    saved = bob.post(path(article), {**fields(unanswered), "_choice_body": choice})
    assert saved.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.summary, article.body) == ("His", "Hers", f"<p>{body}</p>")
    assert Revision.objects.of(article).count() == 3
    assert not Autosave.objects.exclude(data=None).exists()


def test_what_only_the_other_changed_is_in_the_form_but_not_saved_unseen(alice, bob):
    article, tag = make_article(title="Old"), make_tag()
    hers, his = opened(alice, path(article)), opened(bob, path(article))
    alice.post(path(article), {**hers, "title": "Hers", "tags": [tag.pk], "comments_open": ""})
    answer = bob.post(path(article), {**his, "summary": "His summary"})
    assert answer.status_code == 409
    form = fields(answer)
    assert (form["title"], form["summary"], form["tags"]) == ("Hers", "His summary", str(tag.pk))
    assert bob.post(path(article), form).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.summary, article.comments_open) == ("Hers", "His summary", False)


def test_a_third_save_asks_again(alice, bob):
    article = make_article(title="Old")
    his = opened(bob, path(article))
    alice.post(path(article), {**opened(alice, path(article)), "title": "Hers"})
    form = fields(bob.post(path(article), {**his, "title": "His"}))
    alice.post(path(article), {**opened(alice, path(article)), "title": "Hers again"})
    answer = bob.post(path(article), {**form, "_choice_title": "mine"})
    assert answer.status_code == 409
    article.refresh_from_db()
    assert article.title == "Hers again"


def test_an_action_in_the_list_is_no_conflict_and_stands(alice, bob):
    petition = make_petition(title="Old")
    page = f"/admin/campaigns/petition/{petition.pk}/change/"
    his = opened(bob, page)
    chosen = {"action": "back_to_draft", "_selected_action": [petition.pk], "confirmed": "1"}
    alice.post("/admin/campaigns/petition/", chosen)
    assert bob.post(page, {**his, "title": "His"}).status_code == 302
    petition.refresh_from_db()
    assert (petition.title, petition.state) == ("His", "draft")
    assert [v.changed for v in Revision.objects.of(petition)] == [["title"], ["published_at"], []]


def test_a_petition_closed_meanwhile_stays_closed(alice, bob):
    petition = make_petition(title="Old")
    page = f"/admin/campaigns/petition/{petition.pk}/change/"
    his = opened(bob, page)
    alice.post("/admin/campaigns/petition/", {"action": "close", "_selected_action": [petition.pk]})
    answer = bob.post(page, {**his, "title": "His"})
    assert answer.status_code == 409
    assert bob.post(page, fields(answer)).status_code == 302
    petition.refresh_from_db()
    assert (petition.title, petition.is_open) == ("His", False)


def test_saving_twice_the_same_is_no_conflict(alice):
    article = make_article(
        published_at=datetime.fromisoformat("2026-01-01T12:00:00.123456Z"), body="<p>a</p>\n<p>b</p>"
    )
    for _ in range(2):
        assert alice.post(path(article), opened(alice, path(article))).status_code == 302
    assert Revision.objects.of(article).count() == 1


def test_signs_that_postgres_does_not_take_are_left_out_of_what_is_kept(alice, bob):
    article = make_article(title="Old")
    his = opened(bob, path(article))
    alice.post(path(article), {**opened(alice, path(article)), "title": "Hers"})
    answer = bob.post(path(article), {**his, "title": "H\0is", "_base": his["_base"] + "\0"})
    assert answer.status_code == 409
    assert Autosave.objects.get(user__username="bob").title == "His"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_moment_one_is_asked():
    article = make_article(title="Old")
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(make_staff(f"editor{number}"))
    forms = [{**opened(client, path(article)), "title": f"Title {n}"} for n, client in enumerate(clients)]
    start, answers = threading.Barrier(2), []

    def save(client, form):
        start.wait()
        answers.append(client.post(path(article), form).status_code)
        connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in zip(clients, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302, 409]
    assert Revision.objects.of(article).count() == 2
