"""Bob reads: lists, one article, its draft that he must not see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Redirect
from newsletters.models import ConsentWording
from tests.factories import (
    make_article,
    make_comment,
    make_mention,
    make_person,
    make_photo,
    make_staff,
    make_tag,
)

pytestmark = pytest.mark.django_db


def test_the_list_shows_what_is_public_newest_first(client):
    make_article(title="Older", published_at=timezone.now() - timedelta(days=2))
    make_article(title="Newer")
    make_article(title="Secret draft", published_at=None)
    make_article(title="Secret plan", published_at=timezone.now() + timedelta(days=1))
    page = client.get("/articles/").text
    assert "Secret" not in page
    assert page.index("Newer") < page.index("Older")


def test_the_list_has_numbered_pages_and_ends_where_it_ends(client):
    for _ in range(13):
        make_article()
    assert "page=2" in client.get("/articles/").text
    assert client.get("/articles/?page=2").text.count("<article") == 1
    for nonsense in ("3", "0", "-1", "x", "%00", "1e9", "²", "9" * 5000):
        assert client.get(f"/articles/?page={nonsense}").status_code == 404, nonsense[:10]


def test_an_article_shows_picture_summary_authors_date_tags_and_text(client):
    article = make_article(
        title="The press in the cellar",
        summary="How it began.",
        body="<p>It was cold.</p>",
        language="fr",
        guests=["Amina K."],
        picture=make_photo(alt="A press under a lamp.", credit="Bob", licence="CC BY 4.0"),
        authors=[make_person(title="Clara Voss", slug="clara-voss")],
        tags=[make_tag(name="Printing", slug="printing")],
    )
    page = client.get(article.get_absolute_url()).text
    for shown in (
        "The press in the cellar",
        "How it began.",
        "<p>It was cold.</p>",
        'lang="fr"',
        "Amina K.",
        'alt="A press under a lamp."',
        "CC BY 4.0",
        'href="/people/clara-voss/"',
        'href="/articles/tags/printing/"',
        "1 minute to read",
        article.published_at.strftime("%Y-%m-%d"),
    ):
        assert shown in page
    assert page.count("<h1") == 1


def test_an_author_who_is_not_public_yet_is_not_named(client):
    article = make_article(authors=[make_person(title="Secret Person", published_at=None)])
    assert "Secret Person" not in client.get(article.get_absolute_url()).text
    assert "Secret Person" not in client.get("/articles/").text
    assert "Secret Person" not in client.get("/articles/feed/").text


def test_a_long_article_has_a_table_of_contents_and_a_short_one_has_none(client):
    headings = "".join(f"<h2>Part {n}</h2><p>{'word ' * 400}</p>" for n in range(4))
    assert 'href="#t-part-3"' in client.get(make_article(body=headings).get_absolute_url()).text
    short = "<h2>Part 1</h2><h2>Part 2</h2><h2>Part 3</h2>"
    assert 'href="#t-part-3"' not in client.get(make_article(body=short).get_absolute_url()).text


def test_reading_takes_longer_in_german_than_in_english():
    text = "<p>" + "wort " * 1140 + "</p>"
    assert [make_article(body=text, language=code).minutes for code in ("en", "de", "ar")] == [5, 7, 9]


def test_a_draft_is_seen_by_staff_with_a_notice_and_kept_by_no_cache(client, admin_client):
    draft = make_article(title="Secret draft", published_at=None)
    assert client.get(draft.get_absolute_url()).status_code == 404
    response = admin_client.get(draft.get_absolute_url())
    assert "only the staff can see this page" in response.text
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response.text


def test_a_public_article_may_be_kept_by_any_cache_and_needs_no_cookie(client):
    response = client.get(make_article().get_absolute_url())
    assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_a_reader_with_somebodys_old_session_cookie_sees_no_draft(client):
    client.cookies["session"] = "0123456789abcdef0123456789abcdef"
    assert client.get(make_article(published_at=None).get_absolute_url()).status_code == 404


def test_staff_without_the_permission_sees_no_draft(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("bob", is_staff=True))
    assert client.get(make_article(published_at=None).get_absolute_url()).status_code == 404


def test_an_article_that_moved_is_found_at_its_old_address(client):
    article = make_article(slug="old-name")
    article.slug = "new-name"
    article.save()
    response = client.get("/articles/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/articles/new-name/")


def test_a_draft_that_moved_leaves_no_trace():
    draft = make_article(published_at=None)
    draft.slug = "another"
    draft.save()
    assert Redirect.objects.count() == 0


def test_a_tag_shows_its_articles_and_one_that_only_drafts_carry_does_not_exist(client):
    printing, secret = make_tag(slug="printing"), make_tag(name="Secret tag", slug="secret")
    make_article(title="Public one", tags=[printing])
    make_article(title="Secret draft", tags=[printing, secret], published_at=None)
    page = client.get("/articles/tags/printing/").text
    assert "Public one" in page
    assert "Secret draft" not in page
    assert client.get("/articles/tags/secret/").status_code == 404
    assert client.get("/articles/tags/secret/feed/").status_code == 404


def test_neighbours_lead_to_what_is_public_only(client):
    now = timezone.now()
    make_article(slug="first", published_at=now - timedelta(days=3))
    middle = make_article(published_at=now - timedelta(days=2))
    make_article(slug="secret", published_at=now + timedelta(days=1))
    page = client.get(middle.get_absolute_url()).text
    assert 'href="/articles/first/" rel="prev"' in page
    assert "secret" not in page


@pytest.mark.parametrize("path", ["/articles/%00/", "/articles/a%0Ab/", "/articles/..%2f/", "/articles/%F0%9F%92%A9/"])
def test_odd_addresses_are_not_found(client, path):
    assert client.get(path).status_code == 404


def test_addresses_may_be_in_any_script(client):
    assert client.get(make_article(slug="کپی-ششم").get_absolute_url()).status_code == 200


def test_post_to_a_page_is_refused(client):
    assert client.post(make_article().get_absolute_url()).status_code == 405


def full_article(people=1, tags=1, responses=1):
    article = make_article(
        body='<p>See</p><p data-embed="article:none"></p>',
        picture=make_photo(),
        authors=[make_person() for _ in range(people)],
        tags=[make_tag() for _ in range(tags)],
    )
    user = make_staff(f"editor {article.pk}")
    for number in range(responses):
        comment = make_comment(article, user=user if number % 3 else None)
        make_comment(article, parent=comment)
        make_mention(article)
    return article


@pytest.mark.parametrize("many", [1, 3, 50])
def test_an_article_takes_the_same_few_queries_however_much_there_is(client, django_assert_num_queries, many):
    article = full_article(many, many, many)
    client.get("/articles/")  # content types are looked up once a process
    ConsentWording.objects.current("en")  # and what is agreed to once in two seconds
    with django_assert_num_queries(5):  # one of them for what stands in its text
        page = client.get(article.get_absolute_url()).text
    assert f"{3 * many} responses" in page


@pytest.mark.parametrize("many", [1, 3, 12])
def test_lists_and_feeds_take_the_same_few_queries(client, django_assert_num_queries, many):
    tag = make_tag(slug="one")
    for _ in range(many):
        make_article(picture=make_photo(), authors=[make_person()], tags=[tag, make_tag()])
    client.get("/articles/")
    for path, queries in {"/articles/": 2, "/articles/tags/one/": 3, "/articles/feed/": 1}.items():
        with django_assert_num_queries(queries):
            assert client.get(path).status_code == 200
