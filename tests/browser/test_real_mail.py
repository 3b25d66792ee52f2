"""The same site with a real mail server: what leaves by SMTP arrives, and its links work; no demo mailbox anywhere."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import house
from tests.factories import make_petition
from tests.waiting import wait_until


@pytest.fixture
def url(transactional_db, alone, post_office):
    with house.opened(NGO_DEMO="0", EMAIL_URL=post_office.url) as url:
        yield url


def test_a_signature_by_real_mail(browser, url, post_office):
    petition = make_petition(title="Liberté pour les imprimeurs")
    page = browser.new_context(base_url=url, java_script_enabled=False).new_page()
    page.goto(petition.get_absolute_url())
    page.get_by_label("Your name").fill("Amina Khalil")
    page.get_by_label("Your e-mail address").fill("amina@example.org")
    page.get_by_label("Country").select_option(label="Kenya")
    page.get_by_role("button", name="Sign the petition").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()

    wait_until(lambda: post_office.letters)
    (envelope, letter), *others = post_office.letters
    assert others == []
    assert envelope.rcpt_tos == ["amina@example.org"]
    # Folded before its first word, which Python reads as a space.
    assert letter["Subject"].strip() == "One more step: “Liberté pour les imprimeurs”"
    assert letter["Auto-Submitted"] == "auto-generated"
    link = re.search(rf"^{re.escape(url)}/petitions/confirm/\S+", letter.get_content(), re.M)
    page.goto(link[0])
    page.get_by_role("button", name="Yes, I sign").click()
    expect(page.get_by_role("heading", name="Thank you. You count.")).to_be_visible()
    assert page.goto("/demo/mail/").status == 404
