"""What is written and not saved: kept as it is typed, shown to its writer alone, forgotten after the save."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from publishing import autosaves
from publishing.models import Autosave, Revision
from tests.desk_forms import editor, fields, opened
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db

# What is public is changed only by those who may publish.
MAY_CHANGE = ("change_others_article", "view_article", "change_article", "publish_article")

ADD = "/admin/articles/article/add/"


def path(article, rest="change/"):
    return f"/admin/articles/article/{article.pk}/{rest}"


def report(client, url, form, serial=1000, **changed):
    words = [[name, value] for name, value in {**form, **changed}.items()]
    sent = {"key": form["_key"], "base": form["_base"], "serial": serial, "fields": words}
    return client.post(url, json.dumps(sent), content_type="application/json")


def test_unsaved_writing_is_kept_shown_as_a_difference_and_put_into_the_form(admin_client):
    article = make_article(title="Old", body="<p>Read me.</p>")
    form = opened(admin_client, path(article))
    answer = report(admin_client, path(article, "autosave/"), form, title="New", body="<p>Read me again.</p>").json()
    assert answer["unsaved"]
    article.refresh_from_db()
    assert article.title == "Old"

    page = admin_client.get(path(article)).text
    assert "There is unsaved writing of yours" in page
    assert 'value="New"' not in page
    assert answer["url"] in page
    difference = admin_client.get(answer["url"]).text
    assert "<del>Old</del><ins>New</ins>" in difference
    assert "Read me<ins> again</ins>." in difference
    filled = opened(admin_client, path(article) + f"?autosave={Autosave.objects.get().pk}")
    assert (filled["title"], filled["body"]) == ("New", "<p>Read me again.</p>")
    assert Article.objects.get().title == "Old"

    assert admin_client.post(path(article), filled).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.body) == ("New", "<p>Read me again.</p>")
    assert "unsaved writing" not in admin_client.get(path(article)).text


def test_an_article_that_was_never_saved_is_kept_too(admin_client):
    form = opened(admin_client, ADD)
    answer = report(admin_client, "/admin/articles/article/autosave/", form, title="Begun").json()
    page = admin_client.get(ADD).text
    assert "“Begun”" in page
    filled = opened(admin_client, f"{ADD}?autosave={Autosave.objects.get().pk}")
    assert filled["title"] == "Begun"
    assert admin_client.post(answer["url"]).url == ADD
    assert "“Begun”" not in admin_client.get(ADD).text


def test_an_older_copy_never_takes_the_place_of_a_newer_one(admin_client):
    article = make_article()
    form = opened(admin_client, path(article))
    report(admin_client, path(article, "autosave/"), form, serial=2000, title="Newer")
    report(admin_client, path(article, "autosave/"), form, serial=1000, title="Older")
    assert Autosave.objects.get().title == "Newer"


def test_what_comes_late_after_the_save_is_not_unsaved_again(admin_client):
    article = make_article()
    form = {**opened(admin_client, path(article)), "title": "Saved", "_serial": "3000"}
    admin_client.post(path(article), form)
    assert not report(admin_client, path(article, "autosave/"), form, serial=2999).json()["unsaved"]
    assert report(admin_client, path(article, "autosave/"), form, serial=3001, title="Back").json()["unsaved"]


def test_a_form_that_is_refused_stays_unsaved(admin_client):
    article = make_article()
    form = opened(admin_client, path(article))
    report(admin_client, path(article, "autosave/"), form, title="New")
    page = admin_client.post(path(article), {**form, "title": "", "slug": "new"})
    assert fields(page)["_key"] == form["_key"]
    assert Autosave.objects.get().title == "New"


def test_others_are_told_who_writes_and_that_somebody_saved(admin_client):
    article, bob = make_article(), Client()
    bob.force_login(make_staff("bob"))
    form, his = opened(admin_client, path(article)), opened(bob, path(article))
    report(bob, path(article, "autosave/"), his)
    assert "bob is editing this since" in admin_client.get(path(article)).text
    assert "bob is editing" in report(admin_client, path(article, "autosave/"), form).json()["others"][0]
    bob.post(path(article), {**his, "title": "His"})
    answer = report(admin_client, path(article, "autosave/"), form).json()
    assert answer["newer"] == "bob saved this meanwhile. When you save, you will see both."
    assert answer["others"] == []


def test_nobody_reads_what_another_has_not_saved(admin_client, client, django_user_model):
    article = make_article()
    url = report(admin_client, path(article, "autosave/"), opened(admin_client, path(article)), title="Secret").json()[
        "url"
    ]
    client.force_login(make_staff("bob"))
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert "Secret" not in client.get(path(article) + f"?autosave={Autosave.objects.get().pk}").text
    client.force_login(editor(django_user_model, "carol", "view_article", "change_others_article"))
    assert client.get(url).status_code == 404
    for address in (path(article, "autosave/"), "/admin/articles/article/autosave/"):
        assert client.post(address, "{}", content_type="application/json").status_code == 403
    client.logout()
    assert client.get(url).status_code == 302
    assert client.post(path(article, "autosave/"), "{}", content_type="application/json").status_code == 302


def test_who_lost_the_right_to_change_a_thing_reads_their_copy_no_more(client, django_user_model):
    article, carol = (
        make_article(),
        editor(django_user_model, "carol", *MAY_CHANGE),
    )
    client.force_login(carol)
    url = report(client, path(article, "autosave/"), opened(client, path(article))).json()["url"]
    assert client.get(url).status_code == 200
    carol.user_permissions.clear()
    assert client.get(url).status_code in {403, 404}


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", "{}", "[" * 100_000, '{"key": 1, "base": "", "serial": 1, "fields": []}',
     '{"key": "abcdefgh", "base": "", "serial": true, "fields": []}',
     '{"key": "abcdefgh", "base": "", "serial": -1, "fields": []}',
     '{"key": "abcdefgh", "base": "", "serial": 1e400, "fields": []}',
     '{"key": "abcdefgh", "base": "", "serial": 1, "fields": {"a": 1}}',
     '{"key": "abcdefgh", "base": "", "serial": 1, "fields": [["a", 1]]}',
     '{"key": "../../../x", "base": "", "serial": 1, "fields": []}', b"\xff\xfe"],
)  # fmt: skip
def test_nonsense_is_refused(admin_client, body):
    url = "/admin/articles/article/autosave/"
    assert admin_client.post(url, body, content_type="application/json").status_code == 400


def test_letters_that_postgres_cannot_hold_break_nothing(admin_client):
    form = opened(admin_client, ADD)
    assert report(admin_client, "/admin/articles/article/autosave/", form, title="a\x00b\ud800c").status_code == 200
    assert Autosave.objects.get().title == "abc"
    for base in ("\\u0000", "\\ud800"):
        body = f'{{"key": "abcdefgh", "base": "{base}", "serial": 1, "fields": []}}'
        answer = admin_client.post("/admin/articles/article/autosave/", body, content_type="application/json")
        assert answer.status_code == 200


def test_a_copy_with_nonsense_in_it_is_shown_all_the_same(admin_client):
    article = make_article()
    form = opened(admin_client, path(article))
    odd = {"picture": "x", "language": "zz", "published_at_0": "never", "tags": "99999", "title": "t" * 5000}
    url = report(admin_client, path(article, "autosave/"), form, **odd).json()["url"]
    assert admin_client.get(url).status_code == 200
    assert admin_client.get(path(article) + f"?autosave={Autosave.objects.get().pk}").status_code == 200


@pytest.mark.parametrize(
    "query", ["autosave=x", "autosave=99999", "revision=x", "revision=99", "scheduled_change=7", "autosave=" + "9" * 30]
)
def test_odd_addresses_of_the_form_show_the_form(admin_client, query):
    assert admin_client.get(f"{path(make_article())}?{query}").status_code == 200


def test_old_writing_is_swept(admin_client):
    form = opened(admin_client, ADD)
    report(admin_client, "/admin/articles/article/autosave/", form)
    Autosave.objects.update(seen_at=timezone.now() - timedelta(days=29))
    autosaves.sweep()
    assert Autosave.objects.count() == 1
    Autosave.objects.update(seen_at=timezone.now() - timedelta(days=31))
    autosaves.sweep()
    assert Autosave.objects.count() == 0


def test_a_letter_is_kept_while_it_is_written(admin_client):
    add = "/admin/newsletters/issue/add/"
    form = opened(admin_client, add)
    report(admin_client, "/admin/newsletters/issue/autosave/", form, subject="News", body="<p>Dear friends</p>")
    assert "“News”" in admin_client.get(add).text
    filled = opened(admin_client, f"{add}?autosave={Autosave.objects.get().pk}")
    assert admin_client.post(add, filled).status_code == 302
    assert [(v.made_by_name, v.data["subject"]) for v in Revision.objects.all()] == [("admin", "News")]
    assert not Autosave.objects.exclude(data=None).exists()


def test_the_answer_names_what_saving_will_leave_out(admin_client):
    form = opened(admin_client, ADD)
    said = [
        report(admin_client, "/admin/articles/article/autosave/", form, serial=serial, body=body).json()["lost"]
        for serial, body in enumerate(["<p>良い</p>", '<p><img src="https://e.org/a.png" alt=""></p><form></form>'], 1)
    ]
    assert [len(one) for one in said] == [0, 2]
    assert "e.org" in said[1][0]
