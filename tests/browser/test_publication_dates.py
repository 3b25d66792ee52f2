"""Clara types the end of an embargo: with a script the page follows her, without one the server asks back."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article

READY = {"summary": "In short.", "published_at": None}
ON = "10 Dec 2999, 09:00"


def page_of(article) -> str:
    return f"/admin/articles/article/{article.pk}/publication/"


def type_date(page):
    page.get_by_label("Public from: date").fill("2999-12-10")
    page.get_by_label("Public from: time").fill("09:00")


@pytest.fixture
def plain_desk(browser, house, desk):
    """The same login in a browser without JavaScript."""
    cookies = desk.context.storage_state()
    context = browser.new_context(base_url=house.url, java_script_enabled=False, storage_state=cookies)
    yield context.new_page()
    context.close()


def test_a_typed_date_is_chosen_and_the_button_says_what_it_does(desk):
    article = make_article(title="Embargo", **READY)
    desk.goto(page_of(article))
    button = desk.locator("button[value=publish]")
    expect(button).to_have_text("Publish now")
    type_date(desk)
    expect(desk.get_by_label("at this time:")).to_be_checked()
    expect(button).to_have_text(f"Schedule for {ON}")
    desk.get_by_label("Public from: date").fill("2020-12-10")
    expect(button).to_have_text("Publish with the date 10 Dec 2020, 09:00")
    type_date(desk)
    desk.get_by_label("now", exact=True).check()
    expect(button).to_have_text("Publish now")
    expect(desk.get_by_label("Public from: date")).to_have_value("")
    desk.get_by_label("at this time:").check()
    expect(button).to_have_text(f"Schedule for {ON}")
    button.click()
    expect(desk.get_by_text(f"It appears by itself on {ON}")).to_be_visible()
    article.refresh_from_db()
    assert article.state == "scheduled"
    desk.goto(page_of(article))
    expect(button).to_have_text(f"Schedule for {ON}")


def test_a_day_that_was_written_before_the_script_came_is_chosen_too(desk):
    article = make_article(title="Early", **READY)
    waiting = []
    desk.route("**/publication*.js", lambda route: waiting.append(route))
    desk.goto(page_of(article), wait_until="commit")
    desk.get_by_label("Public from: date").fill("2999-12-10")
    waiting[0].continue_()
    expect(desk.get_by_label("at this time:")).to_be_checked()
    expect(desk.locator("button[value=publish]")).to_have_text(f"Schedule for {ON}")


def test_a_public_page_keeps_its_date_when_it_stays_public(desk):
    article = make_article(title="Public", summary="In short.")
    desk.goto(page_of(article))
    day, button = desk.get_by_label("Public from: date"), desk.locator("button[value=publish]")
    kept = day.input_value()
    type_date(desk)
    expect(button).to_have_text(f"Hide it until {ON}")
    desk.get_by_label("it stays public").check()
    expect(day).to_have_value(kept)
    expect(button).to_have_text("Set these dates")
    button.click()
    article.refresh_from_db()
    assert article.state == "public"


def test_without_a_script_the_server_asks_back(plain_desk, visitor):
    article = make_article(title="Embargo", **READY)
    plain_desk.goto(page_of(article))
    type_date(plain_desk)
    plain_desk.get_by_role("button", name="Publish now").click()
    expect(plain_desk.locator(".error-summary")).to_contain_text("Nothing is published yet")
    expect(plain_desk.get_by_label("at this time:")).to_be_checked()
    assert visitor.goto(article.get_absolute_url()).status == 404
    plain_desk.get_by_role("button", name=f"Schedule for {ON}").click()
    expect(plain_desk.get_by_text(f"It appears by itself on {ON}")).to_be_visible()
    article.refresh_from_db()
    assert article.state == "scheduled"
