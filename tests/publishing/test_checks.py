"""What must be right before something is public, and that no door leads around it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from campaigns.models import Petition, Video
from core import redirects
from publishing import checks, text_checks
from tests.factories import long_ago, make_article, make_photo

pytestmark = pytest.mark.django_db

GOOD = {"title": "Six copies", "slug": "six-copies", "summary": "In short.", "body": "<p>Read me.</p>"}


def codes(html):
    return [finding.code for finding in text_checks.findings(html)]


def test_what_is_well_written_has_no_problems():
    body = """<p>See <a href="/x/">the list of printers</a>.</p><h2>One</h2><h3>Two</h3><h2>Three</h2>
        <p><img src="/media/a.jpg" alt="A hand sets type"></p>
        <table><tr><th>Year</th></tr><tr><td>1948</td></tr></table>"""
    assert checks.problems(Article(**{**GOOD, "body": body})) == []


@pytest.mark.parametrize(
    "words",
    [
        *("here", "Click here!", "hier", "Hier klicken", "ici", "En savoir plus", "aquí", "leer más", "здесь"),
        *("Подробнее…", "тут", "докладніше", "انقر هنا", "المزيد", "اینجا", "»", "…"),
    ],
)
def test_links_that_say_nothing_are_found_in_every_language(words):
    (finding,) = text_checks.findings(f'<p>For the list, <a href="/x/">{words}</a>, please.</p>')
    assert (finding.code, finding.find) == ("link", words)
    assert "For the list" in finding.message


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p>See <a href="/x/"></a></p>', ["link"]),
        ('<p><a href="/x/"><img src="/media/a.jpg" alt="A press"></a></p>', []),
        ('<p><a href="/x/"><img src="/media/a.jpg" alt=""></a></p>', ["link", "alt"]),
        ('<p><a href="https://a.example/">https://a.example/</a> <a href="/x/">here is the list</a></p>', []),
        ("<h3>Too low</h3>", ["heading"]),
        ("<h2>One</h2><h4>Three</h4>", ["heading"]),
        ("<h2>One</h2><h3>Two</h3><h4>Three</h4><h2>Four</h2>", []),
        ("<h2> </h2>", ["heading"]),
        ('<p><img src="/media/a.jpg" alt="DSC_0042.JPG"></p>', ["alt"]),
        ('<p><img src="/media/a.jpg" alt="image"></p>', ["alt"]),
        ('<p><img src="/media/a.jpg" alt="A hand sets type"></p>', []),
        ("<table><tr><td>1</td></tr></table>", ["table"]),
        ("<table><tr><th>Year</th></tr></table>", []),
        ("<table><tr><th>A</th></tr><tr><td><table><tr><td>1</td></tr></table></td></tr></table>", ["table"]),
    ],
)
def test_what_is_found_in_a_text(html, found):
    assert codes(html) == found


def test_each_field_that_is_missing_is_named():
    found = {(problem.field, problem.code) for problem in checks.problems(Article(language=""))}
    missing = {(field, "missing") for field in ("title", "slug", "summary", "language", "body")}
    assert found == missing
    assert "demand" in {problem.field for problem in checks.problems(Petition())}
    assert [problem.field for problem in checks.suggestions(Video())] == ["transcript"]
    assert "slug" in {problem.field for problem in checks.problems(Article(**{**GOOD, "slug": "feed"}))}


def test_pictures_above_and_inside_a_text_are_described_or_decorative():
    bad, decorative = make_photo(slug="bad", alt="IMG_1234.jpg"), make_photo(alt="", decorative=True)
    body = f'<p><img data-embed="photo:bad" alt="x"></p><p><img data-embed="photo:{decorative.slug}" alt=""></p>'
    found = [
        (problem.field, problem.find) for problem in checks.problems(Article(**GOOD | {"body": body}, picture=bad))
    ]
    assert found == [("picture", ""), ("body", "[data-embed=photo:bad]")]
    assert checks.problems(Article(**GOOD, picture=decorative)) == []


SOON = timezone.now() + timedelta(hours=1)


@pytest.mark.parametrize("published_at", [timezone.now(), SOON])
def test_nothing_unready_is_published_or_scheduled(published_at):
    with pytest.raises(ValidationError) as refused:
        Article.objects.create(**GOOD | {"summary": " "}, published_at=published_at)
    assert list(refused.value.message_dict) == ["summary"]
    assert Article.objects.count() == 0


@pytest.mark.parametrize("fields", [{"published_at": timezone.now()}, {"published_at": SOON}])
def test_no_update_and_no_bulk_leads_around_it(fields):
    draft = make_article(published_at=None)
    with pytest.raises(TypeError, match="save"):
        Article.objects.filter(pk=draft.pk).update(**fields)
    with pytest.raises(ValidationError):
        Article.objects.bulk_create([Article(title="x", slug="x", **fields)])
    draft.published_at = fields["published_at"]
    with pytest.raises(TypeError, match="save"), transaction.atomic():
        Article.objects.bulk_update([draft], ["published_at"])
    assert not Article.objects.exclude(published_at=None).exists()


def test_a_draft_may_be_incomplete():
    Article.objects.create(title="", slug="x", body="<h4>Notes</h4>")


def test_what_is_public_cannot_be_edited_into_a_broken_state():
    article = Article.objects.create(**GOOD, published_at=long_ago())
    article.body = '<p><a href="/x/">here</a></p>'
    with pytest.raises(ValidationError) as refused:
        article.save()
    assert list(refused.value.message_dict) == ["body"]
    article.refresh_from_db()
    assert article.body == "<p>Read me.</p>"


def test_what_came_with_faults_may_be_edited_but_not_get_worse():
    with checks.exempt("a test"):
        old = Article.objects.create(**GOOD | {"summary": "", "body": "<h4>Old</h4>"}, published_at=long_ago())
    old.title = "A better title"
    old.save()
    old.body += '<p><a href="/x/">here</a></p>'
    with pytest.raises(ValidationError) as refused:
        old.save()
    assert len(refused.value.message_dict["body"]) == 1
    old.refresh_from_db()
    old.published_at = None
    old.save()
    old.published_at = timezone.now()
    with pytest.raises(ValidationError):
        old.save()


def test_an_exemption_ends_with_its_block():
    with pytest.raises(RuntimeError), checks.exempt("a test"):
        raise RuntimeError
    with pytest.raises(ValidationError):
        Article.objects.create(title="x", slug="x", published_at=timezone.now())


def test_what_is_broken_can_be_withdrawn():
    article = make_article(summary="", body="<h4>x</h4>")
    article.withdrawn_at, article.withdrawn_because = timezone.now(), "It was not true."
    article.body = "<h4>y</h4>"
    article.save()


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        ('<p><a href="#_ftn1">[1]</a></p>', ["target"]),
        ('<p><a href="#t-вывод">к выводу</a></p><h2 id="t-вывод">Вывод</h2>', []),
        ('<p><a href="#t-%D8%A7">إلى</a></p><h2 id="t-ا">ا</h2>', []),
        ('<p><a href="#">to the top</a> <a href="#comments">to what others say</a></p>', []),
    ],
)
def test_links_within_a_text_have_a_target(html, codes):
    assert [finding.code for finding in text_checks.findings(html)] == codes


def test_links_to_pages_of_ours_that_readers_do_not_find_are_named():
    make_article(slug="публичная")
    make_article(slug="draft", published_at=None)
    redirects.remember("/old/", "/articles/")
    body = "".join(
        f'<p><a href="{address}">to a page of ours</a></p>'
        for address in [
            *("/articles/публичная/", "/articles/%D0%BF%D1%83%D0%B1%D0%BB%D0%B8%D1%87%D0%BD%D0%B0%D1%8F/#x", "/old/"),
            *("/articles/", "http://testserver/articles", "https://elsewhere.example/articles/none/", "/?page=2"),
            *("/articles/own/", "mailto:a@example.org", "tel:+1", "#"),
            *("/articles/draft/", "/articles/none/", "http://testserver/nothing", "/media/gone.pdf", "/admin/", "a/b"),
        ]
    )
    article = make_article(slug="own", body=body, summary="In short.")
    assert checks.problems(article) == []
    found = [problem.find for problem in checks.suggestions(article)]
    dead = ["/articles/draft/", "/articles/none/", "http://testserver/nothing", "/media/gone.pdf", "/admin/", "a/b"]
    assert found == [f'a[href="{address}"]' for address in dead]
