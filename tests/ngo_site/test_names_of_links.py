"""Who hears links one by one, without what is around them, can tell them apart (WCAG 2.4.4, 2.4.9)."""

import re
from html import unescape

import pytest

from articles.models import Article
from tests.factories import make_comment, make_mention

pytestmark = pytest.mark.django_db
LINK = re.compile(r"<a\s([^>]*)>(.*?)</a>", re.S)


def names(page: str) -> dict[str, set[str]]:
    """Return where the links of a page lead, by their accessible names."""
    found = {}
    for attributes, inside in LINK.findall(page.partition("<main")[2].partition("</main>")[0]):
        if "aria-hidden" in attributes:
            continue
        label = re.search(r'aria-label="([^"]*)"', attributes)
        text = re.sub(r"<img[^>]*?alt=\"([^\"]*)\"[^>]*>", r" \1 ", inside)
        name = label[1] if label else " ".join(re.sub(r"<[^>]*>", "", text).split())
        found.setdefault(unescape(name), set()).add(re.search(r'href="([^"]*)"', attributes)[1])
    return found


def test_links_of_one_name_lead_to_one_place(client, pages):
    article = Article.objects.get(slug="sample")
    for name in ("Amina", "Боб", "علي", "Amina"):
        make_comment(article, "Well said.", name=name)
    make_mention(article)
    unclear = []
    for path in pages.values():
        page = client.get(path)
        if page["Content-Type"].startswith("text/html"):
            unclear += [f"{path}: {name} {sorted(to)}" for name, to in names(page.text).items() if len(to) > 1]
    assert "\n".join(unclear) == ""
    assert "Reply to علي (5)" in names(client.get("/articles/sample/").text)
