"""Every type of page: fits a small screen, asks nobody else, sets nothing, and can be used by everybody."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.content import fill
from tests.browser.looking import CUT_OFF, NOT_REACHED, OVERPRINTED, STICKING_OUT, Watch, tab_through, violations

# Each test below looks at all of these; a page that content.py knows and this list does not fails a test of its own.
NAMES = """home|articles|article|article in Arabic|tag|reply|comment sent|comment to change
|comment of one's own|comment to report|comment reported|read along|read along sent|read along no more
|comment to confirm|comment to withdraw
|photographs|photograph|album|photograph in an album|campaigns|campaign|petitions|petition|closed petition
|petitions that are over
|petition sent|petition thanks|petition letter
|petition card|petition in a frame|petition in a frame sent|card in a frame|kit|kit of a campaign|adopt|adopted
|signature to confirm|signature to withdraw|signature gone|posters|poster|series of posters|films|film in a frame
|film of our own|film elsewhere
|newsletter|newsletter sent|welcome|issue|subscriber to confirm|unsubscribe|people|person|reports|report|join|join sent
|join thanks|join to confirm|about|privacy|page|search|search without result|not found|mailbox""".replace(
    "\n", ""
).split("|")


@pytest.fixture(scope="module")
def addresses(house):
    return fill()


@pytest.fixture(scope="module")
def context(browser, house):
    # With less motion, scrolling takes no time that one would have to wait for.
    context = browser.new_context(base_url=house.url, viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context
    assert context.cookies() == []
    context.close()


@pytest.fixture
def page(context):
    page = context.new_page()
    yield page
    page.close()


def test_no_page_is_forgotten(addresses):
    assert sorted(addresses) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_page(name, page, addresses, house):
    watch = Watch(page, house.url)
    page.goto(addresses[name])
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("main")).to_have_count(1)
    assert page.title().strip(" ·")
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate(CUT_OFF) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(STICKING_OUT) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate(STICKING_OUT) == []
    assert violations(page) == []
    assert watch.troubles == []


@pytest.mark.parametrize(
    "name", ["home", "article", "petition", "campaign", "photographs", "join", "poster", "kit", "petition in a frame"]
)
def test_page_from_right_to_left(name, page, addresses):
    page.goto("/ar" + addresses[name])
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate(STICKING_OUT) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize(
    "name", ["home", "article", "campaigns", "petitions", "petition", "film elsewhere", "poster", "search"]
)
def test_page_by_keyboard(name, page, addresses):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(addresses[name])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="To the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    stops = tab_through(page)
    assert [stop for stop in stops if not (stop["outlined"] and stop["inSight"])] == []
    skip.evaluate("link => link.dataset.reached = 'yes'")
    assert page.evaluate(NOT_REACHED) == []
    page.goto(addresses[name])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_film_from_elsewhere_is_asked_for_only_after_the_click(context, page, addresses, house):
    asked = []
    context.route(
        lambda url: not url.startswith(house.url), lambda route: (asked.append(route.request.url), route.abort())
    )
    page.goto(addresses["film elsewhere"])
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.get_by_role("link", name="Play: loads from YouTube").focus()
    with page.expect_event("requestfailed"):
        page.keyboard.press("Enter")
    expect(page.locator("iframe")).to_be_focused()
    assert asked == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"]
    context.unroute_all()


def test_a_form_with_errors_comes_back_filled_in_and_leads_to_the_field(page, addresses, house):
    watch = Watch(page, house.url)
    page.goto(addresses["petition"])
    page.get_by_label("Your name").fill("Amina Khalil")
    page.get_by_label("Your e-mail address").fill("amina at example")
    page.get_by_label("Show my name on the petition’s page").check()
    page.get_by_role("button", name="Sign the petition").click()
    errors = page.get_by_role("alert")
    expect(errors).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_value("Amina Khalil")
    expect(page.get_by_label("Your e-mail address")).to_have_value("amina at example")
    expect(page.get_by_label("Show my name on the petition’s page")).to_be_checked()
    expect(errors.get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Your e-mail address")).to_have_accessible_description(
        re.compile("looks like name@example")
    )
    assert page.evaluate(STICKING_OUT) == []
    assert violations(page) == []
    errors.get_by_role("link", name="Your e-mail address").click()
    expect(page.locator(":target")).to_have_value("amina at example")
    expect(page.locator(":target")).to_be_in_viewport()
    assert watch.troubles == []


@pytest.mark.parametrize(
    "name", ["home", "article", "petition", "poster", "campaign", "film of our own", "film elsewhere", "report"]
)
def test_page_on_paper(name, page, addresses, house):
    page.set_viewport_size({"width": 718, "height": 1020})  # A4 without its margins
    page.goto(addresses[name])
    page.emulate_media(media="print")
    assert page.evaluate(OVERPRINTED) == []
    assert page.evaluate(STICKING_OUT) == []
    for film in page.locator(".player").all():
        still = film.get_by_role("img")
        still.evaluate("image => { image.loading = 'eager'; return image.decode() }")  # as before a page is printed
        expect(still).to_be_visible()
        expect(film.locator("video:visible, iframe")).to_have_count(0)
    if name.startswith("film"):
        expect(page.get_by_text(f"Watch it at {house.url}{addresses[name]}")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    assert page.pdf().startswith(b"%PDF")
