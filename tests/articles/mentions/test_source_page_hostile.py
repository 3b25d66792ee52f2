"""Nothing strange comes through from a page, and none takes long."""

import json
import time
import unicodedata

import pytest

from articles.mentions.source_page import Reading
from tests.articles.mentions.source_pages import LINK, reading
from tests.paths import DATA

CORPUS = DATA / "xss"


def test_text_has_no_characters_that_command():
    strange = "a\u202eb\u2066c\u200fd\x00e\x1bf\u200bg\ufeffh\u00adi\ue000j\U000e0041k"
    found = reading(f"<title>{strange}</title><meta name=author content='{strange}'><p>{strange} {LINK} {strange}")
    assert found == Reading(True, "abcdefghijk", "abcdefghijk", "[…] abcdefghijk this abcdefghijk […]")


def test_languages_keep_what_they_need():
    text = "می\u200cخواهم 👩\u200d👧 é"
    assert reading(f"<p>{text} {LINK}").excerpt == f"[…] {unicodedata.normalize('NFC', text)} this […]"
    assert reading(f"<title>e\u0301{chr(0x334) * 500}x</title>").title == f"é{chr(0x334) * 4}x"


def _corpus():
    yield from (pair["payload"] for pair in json.loads((CORPUS / "dompurify-expect.json").read_text()))
    for path in sorted(CORPUS.glob("fuzzdb-*.txt")):
        yield from path.read_text(errors="replace").splitlines()


def test_hostile_markup_becomes_harmless_text():
    payloads = list(_corpus())
    assert len(payloads) > 300
    for payload in payloads:
        found = reading(f"<title>{payload}</title></title><p>{payload}</p><p>See {LINK}: {payload}</p>")
        assert len(found.title) <= 200
        assert len(found.excerpt) <= 320
        for text in (found.title, found.excerpt):
            assert not {unicodedata.category(character) for character in text} & {"Cc", "Cs", "Co"}


MANY = 512 * 1024


HOSTILE = {
    "deep": "<div>",
    "formatting": "a<b>",
    "misnested": "<p><b class=x></p>",
    "tables": "<table>",
    "drawings": "<svg>",
    "templates": "<template>",
    "links": LINK,
    "other links": "<a href=x>x</a>",
    "bases": "<base href=x>",
    "open tags": "<a ",
    "open quotes": '<a x="',
    "spaces": "<a" + " " * 1000,
    "equals": "<a " + "=" * 1000,
    "attributes": "a1=1 b=2 ",
    "signs": "<",
    "comments": "<!--",
    "ends": "</",
    "scripts": "<script></script",
    "authors": "<p class=p-author>",
    "cards in cards": "<b class='p-author h-card'>",
    "entries": "<b class=h-entry><i class=p-author></i> ",
    "citations": "<b class='u-in-reply-to h-cite'>x",
    "links in citations": f"<b class='h-cite u-like-of p-name'>{LINK}</b>",
    "references": "&#x",
    "digits": "&#" + "1" * 5000,
    "ampersands": "&",
    "accents": "\u0323\u0334\u0301",
    "white": " \n",
}


@pytest.mark.crowd
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_pages_take_bounded_time(hostile):
    piece = HOSTILE[hostile]
    document = ("<a " if hostile == "attributes" else "<p>") + (piece * (MANY // len(piece) + 1))[:MANY]
    began = time.process_time()
    reading(document + LINK)
    assert time.process_time() - began < 5  # a tree-building parser takes minutes for some
