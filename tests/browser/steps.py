"""What people do again and again: log in, wait for what comes by itself, read a letter, be a mail scanner."""

import re
import time

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect


def log_in(page: Page, name: str, password: str) -> None:
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def logged_in(account, url: str) -> dict:
    """Return what a browser keeps after ``log_in``: for whoever tests what lies behind the door, and not the door."""
    client = Client()
    client.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    return {"cookies": [{"name": name, "value": client.cookies[name].value, "url": url}]}


def reload_until(page: Page, shown: Locator, seconds: float = 60) -> None:
    """Load the page again and again until ``shown`` is there, as a person does who waits for something."""
    end = time.monotonic() + seconds
    while True:
        page.reload()
        try:
            return expect(shown).to_be_visible(timeout=100)
        except AssertionError:
            if time.monotonic() > end:
                raise


def open_letter(page: Page, to: str, subject: str) -> None:
    """Find the latest letter in the demo's mailbox and open it."""
    page.goto("/demo/mail/")
    letter = page.get_by_role("listitem").filter(has_text=to).get_by_role("link", name=subject).first
    reload_until(page, letter)
    letter.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(subject)


def follow(page: Page, part: str) -> None:
    """Follow the link in the open letter whose address has ``part``, after a mail scanner did."""
    link = page.get_by_role("link", name=part)
    address = link.get_attribute("href")
    for method in ("HEAD", "GET"):
        assert page.request.fetch(address, method=method).status == 200
    link.click()
    expect(page).to_have_url(address)


def choose(desk: Page, text: str, action: str) -> None:
    """At the desk, in the open list, apply an action to the row with these words."""
    desk.get_by_role("row").filter(has_text=text).get_by_role("checkbox").check()
    desk.get_by_role("combobox", name="Action").select_option(label=action)
    desk.get_by_role("button", name="Go", exact=True).click()


def save_form(page: Page) -> None:
    """Press the button that saves, and wait until the server has answered: the page itself may stay."""
    form = re.compile(r"/(add|change)/(\?.*)?$")
    with page.expect_response(lambda answer: answer.request.method == "POST" and bool(form.search(answer.url))):
        page.locator("[name=_continue]").click()
