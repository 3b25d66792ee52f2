"""Nothing Clara types is lost: not when the server is killed, nor her browser, nor when her login ends."""

import os
import signal
import subprocess
import time
from unittest import mock

import pytest
from playwright.sync_api import expect

from articles.models import Article
from core.models import DeskSession
from ngo_site.management.commands.demo import answers, server
from publishing.models import Autosave, Revision
from tests.browser import house as site
from tests.browser.conftest import ARGUMENTS
from tests.browser.steps import log_in, save_form
from tests.factories import make_article, make_staff
from tests.waiting import wait_until

LOST_AT_MOST = 10  # seconds of typing
ADD = "/admin/articles/article/add/"


class House:
    """The site without its jobs; its server can be killed and started again at the same address."""

    def __init__(self):
        self.port = site.free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        self.server = server("127.0.0.1", self.port)
        with mock.patch.dict(os.environ, site.environment(SITE_URL=self.url)):
            self.server.start()
        wait_until(lambda: answers(f"{self.url}/healthz"), 60)

    def kill(self):
        self.server.stop(signal.SIGKILL)
        self.server.running.wait()


@pytest.fixture(scope="module")
def house(transactional_db, alone):
    house = House()
    house.start()
    yield house
    house.server.stop()
    house.server.wait(time.monotonic() + 10)


@pytest.fixture(autouse=True)
def nothing_from_before(house):
    yield
    Autosave.objects.all().delete()


def path(article):
    return f"/admin/articles/article/{article.pk}/change/"


def write(page, words):
    text = page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def kept(text):
    """Wait until the server has these words as unsaved writing, no longer than may be lost."""
    return wait_until(
        lambda: any(text in copy.form_data.get("body", "") for copy in Autosave.objects.exclude(data=None)),
        LOST_AT_MOST,
    )


def put_back(page, text):
    """From the notice to the difference to the filled form."""
    page.get_by_role("link", name="See what differs").first.click()
    expect(page.locator("ins", has_text=text).first).to_be_visible()
    page.get_by_role("link", name="Put it into the form").click()
    expect(page.frame_locator("iframe.cke_wysiwyg_frame").locator("body")).to_contain_text(text)


def save(page):
    save_form(page)
    expect(page.locator("ul.messagelist")).to_contain_text("successfully")


def test_the_server_is_killed_while_she_writes(desk, house):
    article = make_article(body="<p>The press runs.</p>")
    desk.goto(path(article))
    write(desk, " One sentence.")
    kept("One sentence.")
    expect(desk.locator("#writing-status")).to_contain_text("for you alone so far")
    house.kill()
    write(desk, " And another while it was away.")
    expect(desk.locator("#writing-status")).to_contain_text("kept in this browser", timeout=LOST_AT_MOST * 1000)
    house.start()
    kept("And another while it was away.")
    expect(desk.locator("#writing-status")).to_contain_text("for you alone so far")
    save(desk)
    article.refresh_from_db()
    assert article.body == "<p>The press runs. One sentence. And another while it was away.</p>"
    assert not Autosave.objects.exclude(data=None).exists()


def test_what_is_typed_while_it_is_saved_is_not_said_to_be_saved(desk, house):
    article = make_article(body="<p>The press runs.</p>")
    desk.goto(path(article))
    write(desk, " One sentence.")
    held = []
    # As over a slow line: she types on before the answer is there.
    desk.route("**/change/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    desk.locator("[name=_continue]").click()
    wait_until(lambda: held or desk.wait_for_timeout(50))
    write(desk, " And another.")
    held[0].continue_()
    expect(desk.locator("ul.messagelist")).to_contain_text("successfully")
    kept("And another.")
    article.refresh_from_db()
    assert article.body == "<p>The press runs. One sentence.</p>"


def test_what_is_said_to_be_kept_in_this_browser_is(desk, house):
    article = make_article(body="<p>The press runs.</p>")
    desk.goto(path(article))
    desk.wait_for_selector("iframe.cke_wysiwyg_frame")
    # The line is cut, and she goes on writing while the last words are on their way.
    desk.evaluate(
        """() => {
            window.fetch = async () => {
                CKEDITOR.instances.id_body.insertText(" Second.");
                throw new TypeError("no line");
            };
            const watch = new MutationObserver(() => {
                if (document.getElementById("writing-status").className !== "away") return;
                watch.disconnect();
                window.keptThen = Object.values(localStorage).join();
            });
            watch.observe(document.getElementById("writing-status"), { childList: true });
        }"""
    )
    write(desk, " First.")
    expect(desk.locator("#writing-status")).to_contain_text("kept in this browser", timeout=LOST_AT_MOST * 1000)
    assert "Second." in desk.evaluate("window.keptThen")


def test_the_server_is_away_and_she_closes_the_window(desk, house):
    article = make_article(body="<p>The press runs.</p>")
    desk.goto(path(article))
    desk.wait_for_selector("iframe.cke_wysiwyg_frame")
    house.kill()
    write(desk, " Only here.")
    expect(desk.locator("#writing-status")).to_contain_text("kept in this browser", timeout=LOST_AT_MOST * 1000)
    context = desk.context
    desk.close()
    house.start()
    page = context.new_page()
    page.goto(path(article))
    expect(page.get_by_text("This browser kept writing that never reached the server.")).to_be_visible()
    put_back(page, "Only here.")
    assert Article.objects.get(pk=article.pk).body == "<p>The press runs.</p>"
    save(page)
    assert Article.objects.get(pk=article.pk).body == "<p>The press runs. Only here.</p>"
    page.goto(path(article))
    expect(page.get_by_text("unsaved writing")).to_have_count(0)


class Chromium:
    """A browser of one's own, to be killed; its folder stays."""

    def __init__(self, browser_type, folder):
        port = folder / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        command = [os.environ["CHROMIUM"], "--headless", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
        self.process = subprocess.Popen(
            [*command, *ARGUMENTS], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        number = wait_until(lambda: port.exists() and port.read_text().partition("\n")[0], 30)
        self.browser = browser_type.connect_over_cdp(f"http://127.0.0.1:{number}")
        self.page = self.browser.contexts[0].new_page()

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def test_her_browser_is_killed_while_she_writes_a_new_article(browser, house, clara, tmp_path):
    first = Chromium(browser.browser_type, tmp_path)
    log_in(_At(first.page, house.url), "clara", "correct horse")
    first.page.goto(house.url + ADD)
    first.page.get_by_label("Title").fill("Never saved")
    write(first.page, "Everything I know about carbon paper.")
    kept("Everything I know about carbon paper.")
    first.kill()
    second = Chromium(browser.browser_type, tmp_path)
    try:
        log_in(_At(second.page, house.url), "clara", "correct horse")
        second.page.goto(house.url + ADD)
        expect(second.page.get_by_text("“Never saved”")).to_be_visible()
        put_back(second.page, "Everything I know about carbon paper.")
        expect(second.page.get_by_label("Title")).to_have_value("Never saved")
        assert not Article.objects.filter(title="Never saved").exists()
        second.page.get_by_label("Address:").fill("never-saved")
        save(second.page)
        assert Article.objects.get(title="Never saved").body == "<p>Everything I know about carbon paper.</p>"
    finally:
        second.kill()


class _At:
    """A page of a browser that knows no base address."""

    def __init__(self, page, url):
        self.page, self.url = page, url

    def goto(self, path):
        return self.page.goto(self.url + path)

    def __getattr__(self, name):
        return getattr(self.page, name)


def test_her_login_ends_while_she_writes(desk, house):
    article = make_article(body="<p>The press runs.</p>")
    desk.goto(path(article))
    write(desk, " One.")
    kept("One.")
    DeskSession.objects.all().delete()
    write(desk, " Two.")
    expect(desk.locator("#writing-status")).to_contain_text("You are logged out", timeout=LOST_AT_MOST * 1000)
    other = desk.context.new_page()
    log_in(other, "clara", "correct horse")
    kept("Two.")
    expect(desk.locator("#writing-status")).to_contain_text("for you alone so far")
    save(desk)
    assert Article.objects.get(pk=article.pk).body == "<p>The press runs. One. Two.</p>"


def test_two_browsers_at_one_article(browser, desk, house):
    make_staff("bob")
    article = make_article(title="Old", body="<p>Press hard, she said.</p>")
    context = browser.new_context(base_url=house.url)
    bob = context.new_page()
    log_in(bob, "bob", "correct horse")
    bob.goto(path(article))
    desk.goto(path(article))
    expect(desk.get_by_text("bob is editing this since")).to_be_visible()
    expect(bob.get_by_text("clara is editing this since")).to_be_visible(timeout=15_000)
    write(bob, " Twice.")
    save(bob)
    write(desk, " Softly.")
    expect(desk.get_by_text("bob saved this meanwhile.")).to_be_visible(timeout=15_000)
    desk.locator("[name=_continue]").click()
    expect(desk.get_by_role("heading", name="Two people wrote here")).to_be_focused()
    assert Article.objects.get(pk=article.pk).body == "<p>Press hard, she said. Twice.</p>"
    desk.get_by_label("Both in one").check()
    save(desk)
    assert Article.objects.get(pk=article.pk).body == "<p>Press hard, she said. Softly. Twice.</p>"
    assert Revision.objects.of(article).count() == 3
    context.close()


def test_looking_at_an_article_leaves_no_unsaved_writing(desk, house):
    article = make_article(body="<p>One.</p>\n\n<p>Two &amp; three.</p>")
    desk.goto(path(article))
    copies = Autosave.objects.filter(object_id=article.pk)
    seen = wait_until(copies.first).seen_at
    wait_until(lambda: copies.get().seen_at > seen, 20)
    assert copies.get().data is None
    expect(desk.locator("#writing-status")).to_be_hidden()
