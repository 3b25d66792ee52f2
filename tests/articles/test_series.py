"""Articles in a series, in other languages, and near each other."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.linked_articles import linked_articles
from articles.models import Article
from articles.related import nearest_to, relate
from tests.factories import make_article, make_person, make_series, make_tag

pytestmark = pytest.mark.django_db


def part(series, position, **fields):
    return make_article(series=series, series_position=position, **fields)


def test_each_part_says_which_it_is_and_leads_to_those_beside_it(client):
    series = make_series(title="Ways of copying", slug="copying")
    last = part(series, 3, title="Light")
    first = part(series, 1, title="Carbon")
    middle = part(series, 2, title="Wax")
    part(series, 4, title="Secret draft", published_at=None)
    page = client.get(middle.get_absolute_url()).text
    assert "Part 2 of 3" in page
    words = " ".join(re.sub(r"<(?!a )[^>]*>", " ", page).split())
    assert f'<a href="{first.get_absolute_url()}"> The part before Carbon' in words
    assert f'<a href="{last.get_absolute_url()}" class="after"> The next part Light' in words
    assert "Secret" not in page
    listed = client.get("/articles/series/copying/").text
    assert listed.index("Carbon") < listed.index("Wax") < listed.index("Light")
    assert "A series in 3 parts" in listed
    assert "Secret" not in listed


def test_a_series_of_drafts_is_not_there_and_one_that_moved_is_found(client):
    series = make_series(slug="old")
    draft = part(series, 1, summary="Short.", published_at=None)
    assert client.get("/articles/series/old/").status_code == 404
    draft.published_at = timezone.now()
    draft.save()
    series.slug = "new"
    series.save()
    response = client.get("/articles/series/old/")
    assert (response.status_code, response["Location"]) == (301, "/articles/series/new/")


def test_authors_stand_in_the_order_the_editor_gave_guests_among_them(client):
    article = make_article()
    clara, bob = make_person(title="Clara"), make_person(title="Bob")
    article.bylines.create(person=bob, position=3)
    article.bylines.create(guest="Amina", note="a printer", position=2)
    article.bylines.create(person=clara, position=1)
    article.bylines.create(guest="Dan <b>", position=4)
    page = client.get(article.get_absolute_url()).text.partition("<h1")[2]
    places = [page.index(name) for name in ("Clara", "Amina</bdi> (a printer)", "Bob", "Dan &lt;b&gt;")]
    assert places == sorted(places)


def test_people_list_their_articles_on_numbered_pages(client):
    clara = make_person(title="Clara", slug="clara")
    for _ in range(13):
        make_article(authors=[clara])
    make_article(title="Secret", authors=[clara], published_at=None)
    page = client.get("/people/clara/").text
    assert page.count('<article class="card') == 12
    assert "Secret" not in page
    assert client.get("/people/clara/?page=2").text.count('<article class="card') == 1
    assert client.get("/people/clara/?page=3").status_code == 404


def test_translations_lead_to_each_other(client):
    original = make_article(language="en")
    french = make_article(language="fr", translation_of=original)
    german = make_article(language="de", translation_of=original)
    make_article(language="es", translation_of=original, slug="secret", published_at=None)
    for article, others in ((original, [german, french]), (french, [german, original]), (german, [original, french])):
        page = client.get(article.get_absolute_url()).text
        for other in others:
            link = f'href="http://testserver{other.get_absolute_url()}"'
            assert f'<link rel="alternate" hreflang="{other.language}" {link}>' in page
            assert f'<a href="{other.get_absolute_url()}" hreflang="{other.language}"' in page
        assert "secret" not in page


def test_a_translation_must_make_sense():
    original = make_article(language="en")
    french = make_article(language="fr", translation_of=original)
    wrong = [
        Article(title="x", slug="x", language="en", translation_of=original),
        Article(title="x", slug="x", language="de", translation_of=french),
        Article(title="x", slug="x", language="fr", translation_of=original),
    ]
    for article in wrong:
        with pytest.raises(ValidationError):
            article.full_clean()


def test_what_shares_a_tag_or_words_is_related_the_same_language_first(client):
    tag = make_tag()
    fillers = [make_article(title=f"Gardens {n}", body="<p>Tulips and roses everywhere.</p>") for n in range(3)]
    article = make_article(title="Jamming the radio", body="<p>Shortwave listeners heard the saw.</p>", tags=[tag])
    words = make_article(title="Shortwave", body="<p>Radio listeners and jamming again.</p>")
    tagged = make_article(title="Something else", tags=[tag])
    foreign = make_article(title="Radio jamming shortwave listeners", language="fr", tags=[tag])
    nearest = nearest_to(article)
    assert set(nearest[:2]) == {words.pk, tagged.pk}
    assert nearest[2] == foreign.pk
    assert not {filler.pk for filler in fillers} & set(nearest)


def test_related_articles_are_stored_by_a_job_and_drafts_never_shown(client):
    tag = make_tag()
    article = make_article(tags=[tag])
    others = [make_article(title=f"Near {n}", tags=[tag]) for n in range(5)]
    relate.func(article.pk)
    article.refresh_from_db()
    assert set(article.related_ids) == {other.pk for other in others}
    for other in others[1:]:
        other.published_at = None
        other.save()
    page = client.get(article.get_absolute_url()).text
    assert '<section class="related' in page
    related = page[page.index('<section class="related') :].partition("</section>")[0]
    assert related.count("<li") == 1
    assert "Near 0" in related


def test_what_is_planned_is_related_as_soon_as_it_appears(client):
    tag = make_tag()
    planned = make_article(
        title="Tomorrow", summary="Short.", tags=[tag], published_at=timezone.now() + timedelta(days=1)
    )
    article = make_article(tags=[tag])
    relate.func(article.pk)
    assert "Tomorrow" not in client.get(article.get_absolute_url()).text
    planned.published_at = timezone.now()
    planned.save()
    assert "Tomorrow" in client.get(article.get_absolute_url()).text.partition("Related")[2]


def test_the_plain_query_finds_the_same_around_an_article():
    series, tag = make_series(), make_tag()
    articles = [part(series, n, tags=[tag], published_at=timezone.now() - timedelta(hours=n)) for n in range(4)]
    relate.func(articles[1].pk)
    article = Article.objects.get(pk=articles[1].pk)
    found = linked_articles(article)
    assert (found.newer.pk, found.older.pk) == (articles[0].pk, articles[2].pk)
    assert [link.pk for link in found.parts] == [other.pk for other in articles]
    assert len(article.related_ids) == 3
    assert found.related == []  # the series shows them


@pytest.mark.parametrize("way", [lambda one: one.delete(), lambda one: type(one).objects.filter(pk=one.pk).delete()])
def test_a_deleted_series_or_tag_says_that_it_is_gone(client, way):
    series, tag = make_series(slug="before"), make_tag(slug="ink")
    part(series, 1).tags.add(tag)
    series.slug = "serie-für-alle"
    series.save()
    way(series)
    way(tag)
    for path in [
        "series/serie-für-alle/",
        "series/serie-für-alle/feed/",
        "series/before/",
        "tags/ink/",
        "tags/ink/feed/",
    ]:
        assert client.get(f"/articles/{path}").status_code == 410


def test_a_deleted_series_of_drafts_was_never_there(client):
    series = make_series(slug="secret")
    part(series, 1, published_at=None)
    series.delete()
    assert client.get("/articles/series/secret/").status_code == 404


def test_a_new_series_may_take_the_address_of_a_deleted_one(client):
    series = make_series(slug="copying")
    part(series, 1)
    series.delete()
    part(make_series(slug="copying"), 1)
    assert client.get("/articles/series/copying/").status_code == 200
