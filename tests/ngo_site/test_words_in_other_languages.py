"""Words in another language than the page's are marked as such, wherever they stand (WCAG 3.1.2), and lists name it."""

from html.parser import HTMLParser

import pytest
from django.utils import translation

from articles.models import Article
from campaigns.models import Petition
from newsletters.models import Issue
from organisation.models import Person
from tests.factories import make_article, make_petition, make_poster
from tests.ngo_site.public_pages import make_public_pages

pytestmark = pytest.mark.django_db

TITLE, SUMMARY = "النسخة السادسة", "ورق وكربون."
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Plain text in them, or a frame's own title: nothing inside can say its language.
PLAIN = {"title", "textarea", "script", "option"}


class Reader(HTMLParser):
    """Notes where the Arabic words stand, and in which language they are said to be."""

    def __init__(self, page: str):
        super().__init__()
        self.open, self.unmarked = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append((tag, dict(attributes).get("lang")))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        language = next((language for _tag, language in reversed(self.open) if language), None)
        if (TITLE in data or SUMMARY in data) and language != "ar" and not PLAIN & {tag for tag, _ in self.open}:
            self.unmarked.append((" ".join(tag for tag, _ in self.open[-4:]), data.strip()[:60]))


@pytest.fixture
def addresses(settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    words = {"language": "ar", "title": TITLE, "summary": SUMMARY}
    with translation.override("en"):
        found = make_public_pages(**words)
        article = Article.objects.get()
        for _number in range(3):
            other = make_article(**words, series=article.series, picture=article.picture)
            other.tags.set(article.tags.all())
        embedded = "".join(f'<p data-embed="{kind}:sample"></p>' for kind in ("article", "petition", "poster", "video"))
        make_article(slug="in-english", body=f'{embedded}<p data-embed="campaign:sample"></p>')
        make_petition(**words, campaign=Petition.objects.get().campaign)
        make_poster(**words)
        Issue.objects.update(subject=TITLE, language="ar")
        Person.objects.update(title="لیلا")  # names are in every language what they are
        yield {**found, "search": "/search/?q=النسخة", "english": "/articles/in-english/"}


def test_every_page_says_which_words_are_in_another_language(client, addresses):
    unmarked = []
    for name, path in addresses.items():
        page = client.get(path)
        if page["Content-Type"].startswith("text/html"):
            unmarked += [f"{name}: {where}: {text}" for where, text in Reader(page.text).unmarked]
    assert "\n".join(unmarked) == ""


LISTS = (
    "/", "/articles/", "/articles/series/sample/", "/articles/tags/carbon/", "/campaigns/", "/petitions/", "/photos/",
    "/photos/albums/sample/", "/posters/", "/posters/series/sample/", "/posters/sample/", "/reports/", "/people/",
    "/people/sample/", "/search/?q=النسخة", "/newsletter/", "/petitions/sample/kit/",
)  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_lists_name_the_language_of_what_is_in_another_one(client, addresses, path):
    label = 'in-language" lang="ar" dir="rtl">العربية</p>'
    in_english, in_arabic = client.get(path), client.get("/ar" + path)
    assert in_english.status_code == in_arabic.status_code == 200
    main = in_english.text.partition("<main")[2].partition("<footer")[0]
    assert label in main
    assert label not in in_arabic.text
