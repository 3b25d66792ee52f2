"""Amina's old blog spoke Arabic, French and English; each text keeps its language and its translations."""

import pytest
from django.core.management import call_command

from articles.models import Article
from campaigns.models import Video
from ngo_site.wordpress.languages import known
from organisation.models import Page
from tests.ngo_site.wordpress.exports import item, write

pytestmark = pytest.mark.django_db


def of_polylang(language, group=""):
    return [("language", language, language.upper()), *([("post_translations", group, group)] if group else [])]


def languages():
    return dict(Article.objects.values_list("slug", "language"))


def originals():
    texts = [*Article.objects.exclude(translation_of=None), *Page.objects.exclude(translation_of=None)]
    return {text.slug: text.translation_of.slug for text in texts}


def test_languages_and_translations_of_polylang_come_over(tmp_path, client):
    export = write(
        tmp_path / "x.xml",
        item(1, slug="حرية", title="حرية التعبير", terms=of_polylang("ar", "pll_5f")),
        item(2, slug="freedom", title="Freedom of speech", terms=of_polylang("en", "pll_5f")),
        item(3, slug="liberte", terms=of_polylang("fr", "pll_5f")),
        item(4, slug="alone", terms=of_polylang("fr")),
        item(5, slug="من-نحن", kind="page", terms=of_polylang("ar", "pll_6a")),
        item(6, slug="about", kind="page", terms=of_polylang("en", "pll_6a")),
        item(7, slug="a-propos", kind="page", terms=of_polylang("fr", "pll_5f")),
    )
    call_command("import_wordpress", export)
    assert languages() == {"حرية": "ar", "freedom": "en", "liberte": "fr", "alone": "fr"}
    # A page is never the translation of an article, whatever the old site had in one group.
    assert originals() == {"حرية": "freedom", "liberte": "freedom", "من-نحن": "about"}
    assert dict(Page.objects.values_list("slug", "language")) == {"من-نحن": "ar", "about": "en", "a-propos": "fr"}
    page = client.get(Article.objects.get(slug="حرية").get_absolute_url()).text
    assert 'dir="rtl"' in page
    assert "/articles/freedom/" in page


def test_what_says_no_language_is_in_that_of_the_old_site(tmp_path):
    text = "https://www.youtube.com/watch?v=abcdefghijk"
    export = write(tmp_path / "x.xml", item(1, body=text), item(2, terms=of_polylang("en")), language="fr-FR")
    call_command("import_wordpress", export)
    assert languages() == {"item-1": "fr", "item-2": "en"}
    assert Video.objects.get().language == "fr"


def test_the_original_is_in_the_old_site_s_own_language(tmp_path):
    items = [item(n, slug=code, terms=of_polylang(code, "pll_1")) for n, code in enumerate(["en", "fr", "de"], 1)]
    call_command("import_wordpress", write(tmp_path / "x.xml", *items, language="fr-FR"))
    assert originals() == {"en": "fr", "de": "fr"}


def test_wpml_tells_languages_in_custom_fields(tmp_path):
    german = {"_wpml_import_language_code": "de", "_wpml_import_translation_group": "7"}
    english = {**german, "_wpml_import_language_code": "en", "_wpml_import_source_language_code": "de"}
    items = [item(1, meta=english), item(2, meta=german), item(3, meta={"_icl_lang_code": "ru"})]
    call_command("import_wordpress", write(tmp_path / "x.xml", *items))
    assert languages() == {"item-1": "en", "item-2": "de", "item-3": "ru"}
    assert originals() == {"item-1": "item-2"}


def test_a_language_that_is_none_of_ours_is_told(tmp_path, capsys):
    call_command("import_wordpress", write(tmp_path / "x.xml", item(1, title="Тест", terms=of_polylang("xx"))))
    assert languages() == {"item-1": "en"}
    said = capsys.readouterr().out
    assert "post 1 “Тест”: its language, “xx”, is none of this site's: it is marked as “en”" in said


def test_two_of_one_group_in_one_language_are_not_linked_and_that_is_told(tmp_path, capsys):
    items = [item(n, terms=of_polylang("fr", "pll_1")) for n in (1, 2)]
    export = write(tmp_path / "x.xml", *items)
    for _time in range(2):
        call_command("import_wordpress", export)
    assert originals() == {}
    said = capsys.readouterr().out
    assert said.count("article “Item 2”: not linked with its translations, which are in its language") == 1


@pytest.mark.parametrize(
    ("code", "here"),
    [("fr-FR", "fr"), ("uk", "uk"), ("pll_ar", "ar"), ("de_CH_informal", "de"), ("xx", ""), ("", ""), ("english", "")],
)
def test_codes_of_languages(code, here):
    assert known(code) == here
