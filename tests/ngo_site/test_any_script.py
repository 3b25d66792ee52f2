"""Whatever can be published is saved at the desk with an address in any script, and found there by everybody."""

import io
import os
import re
import unicodedata
import zipfile
from html import unescape
from urllib.parse import quote, unquote

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from articles.comments.models.comment import Comment
from articles.mentions import mention_targets
from articles.models import Article, Mention, Series, Tag
from campaigns.models import PosterSeries
from core.mail.outbox import OutboxMail
from core.redirects import page_registry
from organisation.menus import links, read
from organisation.models import Menu, MenuLink
from publishing.preview_links import PreviewLink
from tests.desk_forms import opened
from tests.factories import make_album, make_article, make_petition, make_poster
from tests.letters import form_token, link
from tests.ngo_site.everything import make_everything
from tests.publishing.admin.test_publishable import decide
from tests.scripts import SLUGS, TITLES

pytestmark = [pytest.mark.django_db, pytest.mark.crowd]

# Signs of two bytes and of three, with marks upon them and without, from the left and from the right.
SCRIPTS = ["german", "vocalised-arabic", "thai", "chinese"]
HARD = pytest.mark.parametrize(
    "slug", [SLUGS["vocalised-arabic"], SLUGS["thai"], SLUGS["german"]], ids=["arabic", "thai", "german"]
)


def form_of(obj) -> str:
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


@pytest.mark.parametrize("script", SLUGS if os.environ.get("ALL_STRINGS") else SCRIPTS)
def test_every_kind_is_saved_at_the_desk_and_read_by_everybody(admin_client, client, script):
    slug = SLUGS[script]
    objs = [*make_everything(slug="before", summary="In short."), make_album(slug="before", summary="In short.")]
    assert {type(obj) for obj in objs} == set(page_registry.page_kinds)
    for obj in objs:
        old = obj.get_absolute_url()
        answer = admin_client.post(form_of(obj), opened(admin_client, form_of(obj)) | {"slug": slug})
        assert answer.status_code == 302, (obj._meta.model_name, answer.context["errors"])
        obj.refresh_from_db()
        assert obj.slug == unicodedata.normalize("NFC", slug)
        assert client.get(obj.get_absolute_url()).status_code == 200
        assert client.get(old)["Location"] == obj.get_absolute_url()


@pytest.mark.parametrize(("title", "slug"), TITLES.values(), ids=TITLES)
def test_a_text_is_written_and_published_at_the_desk(admin_client, client, title, slug):
    add = reverse("admin:articles_article_add")
    words = {"title": title, "slug": slug, "summary": "In short.", "body": "<p>Read me.</p>"}
    assert admin_client.post(add, opened(admin_client, add) | words).status_code == 302
    article = Article.objects.get()
    assert "Nothing is missing" in admin_client.get(f"/admin/articles/article/{article.pk}/publication/").text
    assert decide(admin_client, article, "publish", when="now").status_code == 302
    assert title in unescape(client.get(f"/articles/{slug}/").text)


@HARD
def test_tags_series_and_menus_have_such_addresses_too(admin_client, client, slug):
    for model in (Tag, Series, PosterSeries, Menu):
        add = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        names = {"name": "Carbon", "title": "Carbon", "slug": slug}
        assert admin_client.post(add, opened(admin_client, add) | names).status_code == 302, model.__name__
    tag, series, posters = Tag.objects.get(), Series.objects.get(), PosterSeries.objects.get()
    make_article(tags=[tag], series=series)
    make_poster(series=posters)
    for obj in (tag, series, posters):
        assert [client.get(page).status_code for page in obj.pages()] == [200] * len(obj.pages())


@pytest.mark.parametrize(("model", "word"), [("article", "feed"), ("article", "2024"), ("petition", "confirm")])
def test_only_the_addresses_of_the_site_itself_are_refused(admin_client, model, word):
    obj = {"article": make_article, "petition": make_petition}[model]()
    answer = admin_client.post(form_of(obj), opened(admin_client, form_of(obj)) | {"slug": word})
    assert answer.status_code == 200
    assert "This word is an address of the site itself" in answer.text


@HARD
def test_every_door_answers_as_for_a_plain_address(client, slug):
    plain, other = make_everything(slug="plain"), make_everything(slug=slug)
    for one, two in zip(plain, other, strict=True):
        for name in page_registry.kind_of(one).names:
            try:
                expected = client.get(reverse(name, args=[one.slug]))
            except NoReverseMatch:  # a fixed page, or one that needs more than the slug
                continue
            answer = client.get(reverse(name, args=[two.slug]))
            assert (answer.status_code, answer["Content-Type"]) == (
                expected.status_code, expected["Content-Type"],
            ), name  # fmt: skip


@HARD
def test_every_link_to_it_on_its_page_leads_there(client, slug):
    for obj in make_everything(slug=slug):
        page = client.get(obj.get_absolute_url())
        found = re.findall(r'\s(?:href|src|action|content)="([^"]*)"', page.text)
        ours = {unescape(one).removeprefix("http://testserver") for one in found if slug in unquote(unescape(one))}
        followed = {one: client.get(one).status_code for one in ours if one.startswith("/")}
        assert obj.get_absolute_url() in followed
        assert {one: status for one, status in followed.items() if status not in {200, 302, 405}} == {}


@HARD
def test_it_is_in_feeds_and_the_sitemap_and_takes_mentions(client, slug):
    article = make_article(slug=slug)
    whole = f"http://testserver{article.get_absolute_url()}"
    for listed in ("/articles/feed/", "/articles/feed/atom/", "/articles/feed/json/"):
        assert whole in client.get(listed).text, listed
    assert whole in client.get("/sitemap-article-1.xml").getvalue().decode()
    spellings = [whole, unquote(whole), whole.replace("%D", "%d").replace("%E", "%e").replace("%C", "%c")]
    spellings.append("http://testserver/articles/" + quote(unicodedata.normalize("NFD", slug)) + "/")
    assert [mention_targets.resolve(one) for one in spellings] == [article] * 4
    assert [client.get(one.removeprefix("http://testserver")).status_code for one in spellings] == [200] * 4
    assert [client.get("/oembed/", {"url": one}).status_code for one in spellings] == [200] * 4
    client.post("/webmention/", {"source": "https://else.example/", "target": spellings[2]})
    assert Mention.objects.get().target == article


@HARD
def test_an_old_address_leads_on_in_every_spelling(client, slug):
    petition = make_petition(slug=slug)
    spellings = [quote(petition.slug), quote(petition.slug).lower(), quote(unicodedata.normalize("NFD", slug))]
    petition.slug = f"{slug}-2"
    petition.save()
    for spelling in spellings:
        assert client.get(f"/petitions/{spelling}/")["Location"] == petition.get_absolute_url()
        assert client.get(f"/petitions/{spelling}/count.json")["Location"] == petition.get_absolute_url() + "count.json"


@HARD
def test_a_draft_is_previewed_and_shown_by_link_but_not_named_in_a_menu(admin_client, admin_user, client, slug):
    article = make_article(slug=slug, title="Samizdat", published_at=None)
    assert "Samizdat" in admin_client.get(f"/admin/articles/article/{article.pk}/preview/").text
    assert "Samizdat" in client.get(f"/share/{PreviewLink.make(article, admin_user, 7, '')}/").text
    menu = Menu.objects.create(title="Head", slug="head", place="head")
    for address in (article.get_absolute_url(), f"/articles/{slug}/", "/articles/"):
        MenuLink.objects.create(menu=menu, label="Read", address=address)
    read()
    assert links("head", "en") == (("Read", "/articles/"),)


@HARD
def test_a_text_shows_what_has_such_an_address(admin_client, client, slug):
    petition = make_petition(slug=slug, title="Let them write")
    host = make_article(body=f'<p data-embed="petition:{petition.slug}"></p>', summary="In short.")
    admin_client.post(form_of(host), opened(admin_client, form_of(host)) | {"slug": "host"})
    assert "Let them write" in client.get("/articles/host/").text


@HARD
def test_a_comment_and_a_signature_go_the_whole_way(client, slug):
    article, petition = make_article(slug=slug), make_petition(slug=slug)
    words = {"name": "Alice", "email": "alice@example.org", "comment": "In a museum.", "country": "FR"}
    client.post(f"{article.get_absolute_url()}comments/", {**words, "form_token": form_token("CommentForm")})
    client.post(petition.get_absolute_url(), {**words, "form_token": form_token("SignForm")})
    for mail in OutboxMail.objects.all():
        assert client.get(link(mail, "confirm")).status_code == 200
        assert client.post(link(mail, "confirm"), follow=True).status_code == 200
    assert Comment.objects.of(article).get().user_name == "Alice"
    assert petition.signatures.get().status == "confirmed"


@HARD
def test_files_are_named_after_it(admin_client, slug):
    poster, petition = make_poster(slug=slug), make_petition(slug=slug)
    answers = {
        f"{slug}.zip": admin_client.get(f"/posters/{slug}/kit.zip"),
        f"{slug}-{timezone.localdate():%Y-%m-%d}.handover": admin_client.post(
            reverse("admin:campaigns_petition_hand_over", args=[petition.pk])
        ),
    }
    for name, answer in answers.items():
        assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
    kit = zipfile.ZipFile(io.BytesIO(b"".join(answers[f"{slug}.zip"].streaming_content)))
    assert {name.partition("/")[0] for name in kit.namelist()} == {poster.slug}
