"""Chromium itself reads what markup made of every attack we know; its own DOM is searched, not our idea of it."""

import pytest

from core.richtext import markup
from tests.core.richtext.test_markup import TAGS, attacks

# The prototype's getter: an attack may put a form field named "attributes" in the way.
SEARCH = """(tags) => {
  const attributes = Object.getOwnPropertyDescriptor(Element.prototype, "attributes").get;
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const name = element.localName;
    if (!tags.includes(name) || element.namespaceURI !== "http://www.w3.org/1999/xhtml") found.push(name);
    for (const {name: key, value} of attributes.call(element)) {
      if (key.startsWith("on") || ["style", "srcset", "srcdoc"].includes(key)) found.push(`${name} ${key}`);
      if (["href", "src", "action", "formaction", "data", "xlink:href"].includes(key)) {
        let protocol = "";
        try { protocol = new URL(value, "https://testserver/").protocol } catch {}
        if (protocol && !["http:", "https:", "mailto:", "tel:"].includes(protocol)) found.push(`${key}=${value}`);
      }
    }
  }
  return found;
}"""


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    page.dangers, page.asked = [], []
    page.on("dialog", lambda dialog: (page.dangers.append(dialog.message), dialog.dismiss()))
    page.route("**", lambda route: (page.asked.append(route.request.url), route.abort()))
    yield page
    page.close()


def found_in(page, htmls):
    page.dangers.clear()
    page.asked.clear()
    page.set_content("<!DOCTYPE html><body>" + "".join(f"<section>{html}</section>" for html in htmls), timeout=60_000)
    return page.evaluate(SEARCH, [*TAGS.split(), "section"])


def test_the_search_is_not_blind(page):
    assert len(found_in(page, [attack for attack in attacks() if "<plaintext" not in attack.lower()])) > 100


@pytest.mark.parametrize("way", [markup.show, markup.paragraphs])
def test_chromium_finds_nothing_dangerous(page, way):
    assert found_in(page, [way(attack) for attack in attacks()]) == []
    assert page.dangers == []
    assert [url for url in page.asked if "/media/" not in url] == []
