"""Who signs, and how it goes for them: cookies refused, a shared mailbox, a scanner in between, a bad joke."""

import re

from playwright.sync_api import expect

from campaigns.models import Attempt, Signature
from tests.browser.steps import follow, open_letter
from tests.factories import make_petition
from tests.waiting import wait_until


def fill_in(page, petition, name, email):
    page.goto(petition.get_absolute_url())
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Country").select_option(label="Kenya")
    page.get_by_role("button", name="Sign the petition").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()


def test_alice_refuses_cookies_and_scripts_and_pastes_the_code(visitor):
    petition, asked = make_petition(title="Free the carbon makers"), []
    visitor.context.new_cdp_session(visitor).send("Emulation.setDocumentCookieDisabled", {"disabled": True})
    visitor.on("request", lambda request: request.resource_type == "document" and asked.append(request.all_headers()))
    fill_in(visitor, petition, "Alice Moreau", "alice.carbon@example.org")
    assert visitor.evaluate("navigator.cookieEnabled") is False
    with visitor.context.new_page() as mailbox:
        open_letter(mailbox, "alice.carbon@example.org", "One more step")
        code = re.search(r"\n\s+(\w{4} \w{4})\n", mailbox.get_by_role("main").inner_text())[1]
    visitor.get_by_label("Code from the mail").fill(code.lower())
    visitor.get_by_role("button", name="Confirm with the code").click()
    expect(visitor.get_by_role("heading", name="Thank you. You count.")).to_be_visible()
    assert ["cookie" in headers for headers in asked] == [False] * 3
    assert Signature.objects.get(petition=petition).status == "confirmed"


def test_a_family_shares_a_mailbox_and_neither_learns_of_the_other_nor_counts_twice(visitor):
    petition = make_petition(title="Free the family press")
    count_url = f"{petition.get_absolute_url()}count.json"
    fill_in(visitor, petition, "Amina Khalil", "khalil@example.org")
    page_for_amina = visitor.get_by_role("main").inner_text()
    open_letter(visitor, "khalil@example.org", "One more step: “Free the family press”")
    follow(visitor, "/petitions/confirm/")
    expect(visitor.get_by_text("Amina Khalil")).to_be_visible()
    visitor.get_by_role("button", name="Yes, I sign").click()
    wait_until(lambda: visitor.request.get(count_url).json()["count"] == 1, 5)

    fill_in(visitor, petition, "Karim Khalil", "Khalil@Example.org")
    assert visitor.get_by_role("main").inner_text() == page_for_amina
    open_letter(visitor, "khalil@example.org", "You have signed already")
    expect(visitor.get_by_text("an address of their own")).to_be_visible()
    expect(visitor.get_by_text(re.compile("Amina|Karim"))).to_have_count(0)
    assert Signature.objects.filter(petition=petition).count() == 1


def test_a_scanner_opens_every_link_a_hundred_times_and_bob_still_decides(visitor):
    petition = make_petition(title="Free the proofreaders")
    fill_in(visitor, petition, "Bob Proof", "bob.proof@example.org")
    open_letter(visitor, "bob.proof@example.org", "One more step: “Free the proofreaders”")
    letter = visitor.url
    links = [link.get_attribute("href") for link in visitor.get_by_role("main").get_by_role("link").all()]
    ours = [link for link in links if re.search("/(confirm|withdraw)/", link)]
    assert len(ours) == 2
    for link in ours:
        for number in range(50):
            assert visitor.request.fetch(link, method=("GET", "HEAD")[number % 2]).status == 200
    assert Signature.objects.get(petition=petition).status == "pending"
    visitor.goto(letter)
    follow(visitor, "/petitions/confirm/")
    visitor.get_by_role("button", name="Yes, I sign").click()
    assert Signature.objects.get(petition=petition).status == "confirmed"


def test_carol_whose_address_somebody_typed_erases_it_at_once(visitor):
    petition = make_petition(title="Free the stencils")
    fill_in(visitor, petition, "Mallory", "carol.stencil@example.org")
    open_letter(visitor, "carol.stencil@example.org", "One more step: “Free the stencils”")
    follow(visitor, "/petitions/confirm/")
    visitor.get_by_role("button", name="It was not me").click()
    expect(visitor.get_by_role("heading", name="Erased")).to_be_visible()
    assert not Signature.objects.filter(petition=petition).exists()
    assert not Attempt.objects.filter(signature__petition=petition).exists()
