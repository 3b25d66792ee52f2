"""Visitors answer, without JavaScript and cookies: a comment, a signature, a pingback; an editor lets them stand."""

import re
import time

from playwright.sync_api import expect

from tests.browser.steps import choose, follow, open_letter, reload_until
from tests.factories import make_article, make_petition
from tests.loopback import page as html
from tests.waiting import wait_until

PING = """<?xml version="1.0"?><methodCall><methodName>pingback.ping</methodName><params>
<param><value><string>{}</string></value></param><param><value><string>{}</string></value></param>
</params></methodCall>"""


def test_a_comment_is_written_confirmed_approved_and_read(visitor, desk):
    make_article(title="The sixth copy", body="<p>It was the faintest, and it travelled furthest.</p>")
    visitor.goto("/")
    visitor.get_by_role("main").get_by_role("link", name="The sixth copy").first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("The sixth copy")
    expect(visitor.get_by_role("heading", name="No response to “The sixth copy” yet")).to_be_visible()
    visitor.get_by_label("Your name").fill("Alice")
    visitor.get_by_label("Your e-mail address").fill("alice@example.org")
    visitor.get_by_label("Your comment").fill("My grandmother typed them.")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_role("heading", name="Check your mail")).to_be_visible()

    open_letter(visitor, "alice@example.org", "Please confirm your comment")
    follow(visitor, "/comments/confirm/")
    desk.goto("/admin/articles/comment/")
    expect(desk.get_by_text("My grandmother typed them.")).to_have_count(0)
    visitor.get_by_role("button", name="Yes, this is my comment").click()
    expect(visitor.get_by_text("One of us reads your comment now")).to_be_visible()

    visitor.get_by_role("link", name="Back to “The sixth copy”").click()
    expect(visitor.get_by_text("My grandmother typed them.")).to_have_count(0)
    desk.reload()
    choose(desk, "My grandmother typed them.", "Let it stand (publish)")
    expect(desk.get_by_text("1 comment: done.")).to_be_visible()

    reload_until(visitor, visitor.get_by_role("heading", name="1 response to “The sixth copy”"), seconds=3)
    response = visitor.get_by_role("region", name="1 response to").get_by_role("article")
    expect(response).to_contain_text("Alice")
    expect(response).to_contain_text("My grandmother typed them.")
    response.get_by_role("link", name="1, by Alice").click()
    expect(visitor).to_have_url(re.compile("#"))


def test_a_signature_moves_the_public_count_and_back(visitor):
    petition = make_petition(title="Free the printers", goal=100)
    count_url = f"{petition.get_absolute_url()}count.json"
    visitor.goto("/petitions/")
    visitor.get_by_role("link", name="Free the printers").click()
    expect(visitor.get_by_text("0 people have signed")).to_be_visible()
    visitor.get_by_label("Your name").fill("Amina Khalil")
    visitor.get_by_label("Your e-mail address").fill("amina@example.org")
    visitor.get_by_label("Country").select_option(label="Kenya")
    visitor.get_by_label("Show my name on the petition’s page").check()
    visitor.get_by_role("button", name="Sign the petition").click()
    expect(visitor.get_by_role("heading", name="Check your mail")).to_be_visible()

    open_letter(visitor, "amina@example.org", "One more step: “Free the printers”")
    letter = visitor.url
    follow(visitor, "/petitions/confirm/")
    visitor.get_by_role("button", name="Yes, I sign").click()
    pressed_at = time.monotonic()
    expect(visitor.get_by_role("heading", name="Thank you. You count.")).to_be_visible()
    wait_until(lambda: visitor.request.get(count_url).json()["count"] == 1, 5)
    visitor.goto(petition.get_absolute_url())
    reload_until(visitor, visitor.get_by_text("1 person has signed"), pressed_at + 5 - time.monotonic())
    expect(visitor.get_by_text("Amina K., Kenya")).to_be_visible()

    visitor.goto(letter)
    follow(visitor, "/petitions/withdraw/")
    visitor.get_by_role("button", name="Take it back and erase it").click()
    expect(visitor.get_by_role("heading", name="Erased")).to_be_visible()
    wait_until(lambda: visitor.request.get(count_url).json()["count"] == 0, 5)
    visitor.goto(petition.get_absolute_url())
    reload_until(visitor, visitor.get_by_text("0 people have signed"), 3)
    expect(visitor.get_by_text("Amina")).to_have_count(0)


def test_a_pingback_is_looked_at_approved_and_shown(visitor, desk, house):
    article = make_article(title="What a library forgets")
    address = house.url + article.get_absolute_url()
    source = house.blog.url("/2026/11/forgetting")
    house.blog.answers["/2026/11/forgetting"] = html(
        f"<title>Bob forgets nothing</title><h1>Forgetting</h1><p>Yesterday I read <a href='{address}'>a piece about"
        " libraries</a> twice, and I shall read it again.</p>"
    )
    visitor.goto(address)
    expect(visitor.locator("link[rel=pingback]")).to_have_attribute("href", f"{house.url}/pingback/")
    ping = PING.format(source, address)
    answer = visitor.request.post("/pingback/", data=ping, headers={"Content-Type": "text/xml"})
    assert "Thank you" in answer.text()

    desk.goto("/admin/articles/mention/")
    reload_until(desk, desk.get_by_text("Bob forgets nothing"))
    visitor.reload()
    expect(visitor.get_by_text("Bob forgets nothing")).to_have_count(0)
    choose(desk, "Bob forgets nothing", "Show below our page")
    expect(desk.get_by_text("1 mention: done.")).to_be_visible()

    reload_until(visitor, visitor.get_by_role("heading", name="1 response to “What a library forgets”"), seconds=3)
    response = visitor.get_by_role("region", name="1 response to").get_by_role("article")
    expect(response.get_by_role("link", name="Bob forgets nothing")).to_have_attribute("href", source)
    excerpt = "[…] Yesterday I read a piece about libraries twice, and I shall read it again. […]"
    expect(response.get_by_text(excerpt)).to_be_visible()
