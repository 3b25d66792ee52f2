"""Erin, Frank and Clara come in: with a passkey, an app, a recovery code, an invitation, a forgotten password."""

import base64
import re
import time
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django_otp.oath import TOTP
from playwright.sync_api import expect

from core.accounts import login_steps
from core.models import DeskSession
from newsletters.models import Issue
from tests.browser import house as site
from tests.browser.looking import STICKING_OUT, violations
from tests.browser.steps import follow, log_in, open_letter
from tests.factories import make_account, make_staff, make_subscriber
from tests.waiting import wait_until

PASSWORD, NEW = "correct horse", "harbour lamp carbon sixty"


@pytest.fixture(scope="module")
def house(transactional_db, alone):
    """A passkey needs a name: a site that is reached by a number gets none."""
    with site.opened(host="localhost", SECOND_FACTOR_REQUIRED_FOR="administrator") as url:
        yield SimpleNamespace(url=url)


@pytest.fixture
def person(browser, house):
    """Return a function that opens one more browser; its page fits a telephone, too, wherever it is looked at."""
    contexts = []

    def open_browser(**given):
        contexts.append(browser.new_context(base_url=house.url, **given))
        return contexts[-1].new_page()

    yield open_browser
    for context in contexts:
        context.close()


def give_password(page, name, password=PASSWORD):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def be_in(page):
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def look(page):
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(STICKING_OUT) == [], (page.url, width)
    # The last look ended by night, and Django's links fade from one colour to the other.
    page.emulate_media(color_scheme="light")
    wait_until(lambda: page.evaluate("document.getAnimations().length") == 0)
    assert violations(page) == []


def add_key(page):
    """Plug in a security key, as far as the browser can tell (WebDriver's virtual authenticator, over CDP)."""
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def code_of(secret, step=0):
    totp = TOTP(base64.b32decode(secret.replace(" ", "")))
    totp.time = time.time() + 30 * step
    return f"{totp.token():06d}"


def test_a_passkey_is_made_at_the_first_login_and_opens_the_desk_from_then_on(person):
    make_staff("erin", email="erin@example.org")
    page = person()
    add_key(page)
    page.goto("/admin/login/")
    look(page)
    give_password(page, "erin")
    expect(page.get_by_role("heading", name="A second factor for your account")).to_be_visible()
    look(page)
    page.goto("/admin/articles/article/")
    expect(page.get_by_label("Username")).to_be_visible()
    page.goto("/admin/second-factor/passkey/")
    page.get_by_label("What you call it").fill("the blue key")
    look(page)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert len(page.locator(".recovery-codes li").all()) == 10
    look(page)
    page.get_by_role("link", name="on to the desk").click()
    be_in(page)
    page.get_by_role("button", name="Log out").click()
    give_password(page, "erin")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Use a passkey").click()
    be_in(page)
    page.get_by_role("link", name="erin").click()
    expect(page.get_by_text("the blue key").first).to_be_visible()
    look(page)


def test_another_key_opens_nothing(person):
    page = person()
    add_key(page)
    give_password(page, "erin")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Your browser showed no passkey")).to_be_visible()


def test_an_app_without_javascript_and_a_recovery_code(person):
    make_staff("frank")
    page = person(java_script_enabled=False)
    give_password(page, "frank")
    page.get_by_role("link", name="Authenticator app").click()
    secret = page.locator(".secret").inner_text()
    page.get_by_label("Code that the app shows").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    code = page.locator(".recovery-codes code").first.inner_text()
    page.get_by_role("link", name="on to the desk").click()
    be_in(page)

    other = person(java_script_enabled=False)
    give_password(other, "frank")
    other.get_by_label("Code").fill(code_of(secret, +1))
    other.get_by_role("button", name="Log in").click()
    be_in(other)

    third = person(java_script_enabled=False)
    give_password(third, "frank")
    third.get_by_label("Code").fill(code)
    third.get_by_role("button", name="Log in").click()
    be_in(third)
    third.get_by_role("button", name="Log out").click()
    give_password(third, "frank")
    third.get_by_label("Code").fill(code)
    third.get_by_role("button", name="Log in").click()
    expect(third.get_by_text("was used before")).to_be_visible()


def test_an_invitation_leads_from_the_mail_to_the_desk(person):
    make_account("author", username="alice", password=PASSWORD)
    admin = get_user_model().objects.get(username="alice")
    admin.is_superuser = True
    admin.save()
    page = person()
    give_password(page, "alice")
    page.goto("/admin/second-factor/app/")
    page.get_by_label("Code that the app shows").fill(code_of(page.locator(".secret").inner_text()))
    page.get_by_role("button", name="Use this app").click()
    page.goto("/admin/auth/user/add/")
    page.get_by_label("Username").fill("clara")
    page.get_by_label("E-mail address").fill("clara@example.org")
    page.get_by_label("Editor:").check()
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("An invitation is on its way")).to_be_visible()

    clara = person()
    open_letter(clara, "clara@example.org", "Your access to the desk")
    follow(clara, "choose-password")
    look(clara)
    for label in ("New password:", "New password confirmation:"):
        clara.get_by_label(label, exact=True).fill(NEW)
    clara.get_by_role("button", name="Set the password").click()
    clara.get_by_role("link", name="To the login").click()
    give_password(clara, "clara", NEW)
    be_in(clara)


def test_a_forgotten_password_is_chosen_anew_by_mail(person):
    make_account("editor", username="gina", email="gina@example.org", password=PASSWORD)
    page = person(java_script_enabled=False)
    page.goto("/admin/login/")
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_label("Your e-mail address").fill("gina@example.org")
    page.get_by_role("button", name="Mail me a link").click()
    open_letter(page, "gina@example.org", "A new password for the desk")
    follow(page, "choose-password")
    for label in ("New password:", "New password confirmation:"):
        page.get_by_label(label, exact=True).fill(NEW)
    page.get_by_role("button", name="Set the password").click()
    give_password(page, "gina", NEW)
    be_in(page)


def test_a_session_ended_elsewhere_loses_no_words(person):
    make_account("editor", username="nora", password=PASSWORD)
    here, there = person(), person()
    for page in (here, there):
        log_in(page, "nora", PASSWORD)
    here.goto("/admin/articles/tag/add/")
    here.locator("#id_name").fill("Печать, حرية")
    there.goto("/admin/account/")
    expect(there.get_by_text("Chrome on Linux").first).to_be_visible()
    there.get_by_role("button", name="End all others").click()
    expect(there.get_by_text("1 session has ended.")).to_be_visible()
    here.get_by_role("button", name="Save", exact=True).first.click()
    expect(here.get_by_role("heading", name="You are logged out")).to_be_visible()
    expect(here.get_by_text("Печать, حرية")).to_be_visible()


def test_a_letter_goes_on_after_the_password_was_asked_for(person):
    make_account("editor", username="olga", password=PASSWORD)
    make_subscriber()
    issue = Issue.objects.create(subject="News", body="<p>Dear friends</p>")
    page = person()
    log_in(page, "olga", PASSWORD)
    page.goto(f"/admin/newsletters/issue/{issue.pk}/send/")
    for row in DeskSession.objects.filter(account__username="olga"):
        data = row.get_decoded()
        data[login_steps.SHOWN_AT] -= 901
        row.session_data = row.get_session_store_class()().encode(data)
        row.save()
    page.get_by_role("button", name=re.compile("^Send it to 1 subscriber")).click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    look(page)
    issue.refresh_from_db()
    assert issue.queued_at is None
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("It is on its way to 1 subscriber.")).to_be_visible()
