"""Words from the right beside words from the left: whatever says its language says its direction, too."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tests.ngo_site.everything import make_everything

TEMPLATES = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
_TAG = re.compile(r"<\w[^<]*?(?<![\w-])lang=[^<]*", re.S)
_SHOWN = re.compile(r"<[a-z]\w*\s[^>]*(?<![\w-])lang=[^>]*>")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_says_a_language_without_its_direction(path):
    written = _TAG.findall(path.read_text())
    assert [tag for tag in written if " dir=" not in tag] == []


@pytest.fixture
def arabic(settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    words = {"language": "ar", "title": "النسخة السادسة", "summary": "ورق وكربون."}
    objs = make_everything(slug="sample", **words)
    with translation.override("en"):
        yield objs


@pytest.mark.django_db
def test_pages_and_lists_say_which_words_run_the_other_way(client, arabic):
    lists = (
        "/",
        "/articles/",
        "/campaigns/",
        "/petitions/",
        "/photos/",
        "/posters/",
        "/videos/",
        "/reports/",
        "/search/?q=النسخة",
    )
    for path in (*lists, *(f"/{obj.get_absolute_url().strip('/')}/" for obj in arabic)):
        page = client.get(path)
        assert page.status_code == 200, path
        main = page.text.partition("<main")[2]
        assert 'lang="ar" dir="rtl"' in main, path
        for tag in _SHOWN.findall(page.text.partition("<body")[2]):
            assert " dir=" in tag, (path, tag)


@pytest.mark.django_db
def test_lists_label_what_is_written_in_another_language_and_nothing_else(client, arabic):
    for path in ("/", "/articles/", "/campaigns/", "/petitions/", "/photos/", "/posters/", "/videos/", "/reports/"):
        for prefix, labels in (("", True), ("/ar", False)):
            page = client.get(f"{prefix}{path}").text
            assert ('in-language" lang="ar" dir="rtl">العربية</p>' in page) == labels, (prefix, path)


@pytest.mark.django_db
def test_a_title_within_a_sentence_stands_by_itself(client, arabic):
    page = client.get("/petitions/sample/thanks/").text
    assert '“<bdi lang="ar" dir="rtl">النسخة السادسة</bdi>”' in page
    assert "<title>" in page and "<bdi>" not in page.partition("</title>")[0]
