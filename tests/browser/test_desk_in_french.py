"""A house that works in French finds no English at its desk: neither the pages' words nor the scripts'."""

import re

import pytest
from django.conf import settings
from django.utils.translation import trans_real

from tests.browser import house as site
from tests.browser.looking import STICKING_OUT, sample
from tests.browser.test_every_desk_page import KINDS, OTHERS
from tests.factories import make_staff
from tests.ngo_site.test_admin_table import make_one_of_each

# What is read on a page, or by a screen reader, and is not said to be in another language.
WORDS = r"""() => {
  const others = "script, style, template, textarea, code, pre, kbd, .cke_contents";
  const isFrench = (element) => element.closest("[lang]").lang.startsWith("fr") && !element.closest(others);
  const found = new Set([document.title]);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (isFrench(walker.currentNode.parentElement)) found.add(walker.currentNode.data);
  for (const element of document.querySelectorAll("body *"))
    for (const name of ["aria-label", "aria-placeholder", "title", "placeholder", "alt"])
      if (isFrench(element) && element.hasAttribute(name)) found.add(element.getAttribute(name));
  for (const element of document.querySelectorAll("[data-words], [data-inline-formset], [data-config]"))
    for (const name of ["data-words", "data-inline-formset"]) found.add(element.getAttribute(name) ?? "");
  return [...found].map((words) => words.replace(/\s+/g, " ").trim()).filter((words) => /\p{L}{2}/u.test(words));
}"""
ENGLISH = re.compile(
    r"\b(the|and|of|to|is|are|this|that|with|from|for|not|you|your|was|has|have|it|its|who|when|there|all)\b",
    re.IGNORECASE,
)
# Made by the tests, and words that are French, too.
MADE = {"A blue sheet of carbon paper", "[…] as they say, read this, it is good […]", "Pass it on."}
MADE |= {"On paper", "Thank you", "Main", "yes", "Close", *dict(settings.CONTENT_LANGUAGES).values()}
# Only administrators see what their jobs are called in the code.
NOT_SHOWN_TO_WRITERS = "core/job"


@pytest.fixture(scope="module")
def keys(transactional_db):
    return {name.replace("_", "/", 1): key for name, key in make_one_of_each().items()}


@pytest.fixture(scope="module")
def bureau(browser, keys, alone):
    """Claire's browser at the desk of a house whose language is French."""
    make_staff("claire")
    with site.opened(LANGUAGE_CODE="fr", LANGUAGES="fr,en") as url:
        context = browser.new_context(base_url=url, locale="fr-FR", viewport={"width": 390, "height": 900})
        page = context.new_page()
        page.goto("/admin/login/")
        page.get_by_label("Nom d’utilisateur").or_(page.locator("#id_username")).fill("claire")
        page.locator("#id_password").fill("correct horse")
        page.get_by_role("button", name="Se connecter").click()
        page.get_by_role("button", name="Se déconnecter").wait_for()
        yield page
        context.close()


def english(page) -> list[str]:
    """Return what is in English: words of its own, or a message that the catalogues have in French."""
    known = trans_real.translation("fr")._catalog
    found = []
    for words in set(page.evaluate(WORDS)) - MADE:
        french = known.get(words.rstrip(" :"), words)
        if ENGLISH.search(words) or french.casefold() not in {words.casefold(), words.rstrip(" :").casefold()}:
            found.append(words)
    return sorted(found)


def read(page, path):
    """Assert that a page is in French and fits on a telephone; pages that nobody may open are passed over."""
    if page.goto(f"/admin/{path}").status == 200:
        assert (path, english(page), page.evaluate(STICKING_OUT)) == (path, [], [])


@pytest.mark.parametrize("kind", sample(kind for kind in KINDS if kind != NOT_SHOWN_TO_WRITERS))
def test_the_pages_of_a_kind(kind, bureau, keys):
    read(bureau, f"{kind}/")
    read(bureau, f"{kind}/add/")
    for page in ("change", "history", "publication", "preview-links", "delete"):
        read(bureau, f"{kind}/{keys.get(kind, 0)}/{page}/")


@pytest.mark.parametrize("path", sample(OTHERS))
def test_a_page_of_no_kind(path, bureau):
    read(bureau, path)
