"""The desk finds what was typed however it is written, and in the same way as the public search."""

import unicodedata

import pytest
from django.contrib.admin.sites import site
from django.db import connection
from django.urls import reverse

from articles.models import Article, Tag
from articles.models.tag import TagAlias
from core.search.folding import folded
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def found(text):
    return set(Article.objects.filter(title__folded_contains=text).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Karel Čapek: Válka s mloky", ["capek", "ČAPEK", "valka", "C\u030capek", "apek: v"]),
        ("C\u030capku\u030av mlok", ["čapkův", "capkuv"]),
        ("“Free them” – the writer’s letter", ['"Free', "“free", "writer's", "writer’s", "them” -"]),
        ("Ein Gesamt\u00adkonzept", ["gesamtkonzept", "samtko", "Gesamt\u00adkonzept"]),
        ("co\u2010operative e\u2011mail", ["co-operative", "e-mail", "e\u2011mail"]),
        ("Straße ŁÓDŹ Ærø", ["strasse", "STRASSE", "straße", "lodz", "łódź", "aero"]),
        ("Ελευθερία", ["ελευθερια", "ΕΛΕΥΘΕΡΙΑ"]),
        ("Ёлка и Йод", ["елка", "ЙОД", "И\u0306од"]),
        ("حرية التعبير", ["التعبير"]),
        ("می\u200cخواهم بنویسم", ["می\u200cخواهم"]),
        ("カ\u3099ラス", ["ガラス"]),
        ("100 ％ _ \\ ink", ["100 %", "_", "\\ i"]),
    ],
)
def test_a_title_is_found_however_it_is_written(title, typed):
    make_article(title=title)
    make_article(title="Ink and paper")
    assert {words: found(words) for words in typed} == {words: {title} for words in typed}


def test_what_is_typed_is_no_pattern():
    make_article(title="Ink and paper")
    assert [text for text in ("%", "_", "I%k", ".", "％", "I.k", "Ink") if found(text)] == ["Ink"]


def test_the_lists_and_choosers_of_the_desk_search_so(admin_client):
    article = make_article(title="Karel Čapek", body="<p>Válka s mloky</p>")
    make_article(title="Ink and paper")
    tag = Tag.objects.create(name="Press freedom", slug="press")
    TagAlias.objects.create(tag=tag, name="Liberté")
    page = admin_client.get(reverse("admin:articles_article_changelist"), {"q": "capek valka"})
    assert list(page.context["cl"].queryset) == [article]
    page = admin_client.get(reverse("admin:articles_tag_changelist"), {"q": "liberte"})
    assert list(page.context["cl"].queryset) == [tag]
    chosen = {"app_label": "articles", "model_name": "article", "field_name": "tags", "term": "LIBERTE"}
    answer = admin_client.get(reverse("admin:autocomplete"), chosen).json()
    assert [one["id"] for one in answer["results"]] == [str(tag.pk)]


def test_every_list_with_a_search_answers(admin_client):
    for model, desk in site._registry.items():
        if desk.search_fields:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            assert admin_client.get(reverse(name), {"q": "Čapek “x"}).status_code == 200


def test_postgres_and_python_take_the_same_signs_for_nothing():
    signs = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    overlooked = {sign for sign in signs if folded(f"ж{sign}ж") == "жж"}
    found = Article.objects.filter(title__folded_contains="жж").values("pk")
    sql, values = found.query.sql_with_params()
    condition = sql.partition(" WHERE ")[2].partition(" ORDER BY ")[0]
    between = condition.replace('"articles_article"."title"', "'ж' || sign || 'ж'")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sign FROM unnest(%s::text[]) sign WHERE {between}", [signs, *values])
        also_overlooked = {sign for [sign] in cursor.fetchall()}
    # Accents unaccent takes off.
    others = {sign for sign in also_overlooked if unicodedata.category(sign) not in {"Mn", "Me"}} - {"ж", "Ж"}
    assert others == {sign for sign in overlooked if unicodedata.category(sign) not in {"Mn", "Me"}}
    assert overlooked <= also_overlooked
