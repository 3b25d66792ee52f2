"""Answers that are rendered once in a while: each gets its own secrets, and nobody another's."""

from django.http import HttpResponse
from django.test import RequestFactory

from core.http.kept_answers import KeptAnswers


def ask(answers, path="/sent/", key=None, secret="", cookies="", **values):
    request = RequestFactory().get(path, headers={"cookie": cookies})
    return answers.answer(request, values, lambda marks: page(path, marks), key, secret).text


rendered = []


def page(path, marks):
    rendered.append(path)
    return HttpResponse(f"{path} {' '.join(marks.values())}")


def test_one_page_is_rendered_for_many_and_each_sees_their_own_secret():
    answers = KeptAnswers(60)
    rendered.clear()
    assert [ask(answers, page=secret) for secret in "ab"] == ["/sent/ a", "/sent/ b"]
    assert rendered == ["/sent/"]
    assert ask(answers, "/fr/sent/", page="c") == "/fr/sent/ c"


def test_after_a_while_it_is_rendered_anew():
    answers = KeptAnswers(0)
    rendered.clear()
    ask(answers, page="a"), ask(answers, page="b")
    assert len(rendered) == 2


def test_an_answer_that_names_somebodys_link_is_kept_for_nobody():
    answers = KeptAnswers(60)
    for token in ("hers", "his"):
        assert token in ask(answers, f"/confirm/{token}/", key="thanks", secret=token, page="x")


def test_two_links_that_are_not_on_the_page_share_it():
    answers = KeptAnswers(60)
    rendered.clear()
    for token in ("hers", "his"):
        ask(answers, "/sent/", key="thanks", secret=token, page="x")
    assert len(rendered) == 1
