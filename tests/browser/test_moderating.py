"""Clara moderates by keyboard, and whatever strangers write stays text on every page that shows it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles.comments import moderation
from articles.comments.models.comment import Comment
from articles.models import CommentOptIn, Decision, Flag, Judgement
from tests.browser.looking import DECORATION, RUN_AXE, STICKING_OUT, WCAG, Watch
from tests.browser.test_cleaned_html import SEARCH
from tests.core.richtext.test_markup import attacks
from tests.factories import make_article, make_comment, make_mention

QUEUE = "/admin/articles/comment/queue/"
# What our own templates put around a stranger's words.
OURS = (
    [
        "a",
        "article",
        "bdi",
        "blockquote",
        "br",
        "button",
        "details",
        "div",
        "form",
        "h2",
        "h3",
        "header",
        "input",
        "label",
        "li",
    ]
    + [
        "meter",
        "ol",
        "option",
        "p",
        "select",
        "section",
        "span",
        "strong",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "th",
        "thead",
        "time",
    ]
    + ["tr", "ul"]
)
SHOWN_IN = {"article": "#responses > ol *", "reply": "blockquote *", "report": "blockquote *", "queue": ".queue *"}


@pytest.fixture
def waiting(house):
    """Three comments and a mention, each a minute later than the one before."""
    article = make_article(title="The press")
    hers = make_comment(article, "Who typed it?", "Bob")
    comments = []
    for number, name in enumerate(("Alice", "Carol", "Dave")):
        comment = make_comment(article, f"Word number {number}", name, is_public=False, parent=hers)
        CommentOptIn.objects.create(comment=comment, address_tag=bytes([number]) * 32, status="confirmed")
        Judgement.objects.create(comment=comment, reasons=[["first"], ["links", 3]], score=0.2)
        comments.append(comment)
    yield [*comments, make_mention(article, status="verified", title="A blog")]
    Comment.objects.all().delete()


def state(obj):
    return moderation.state_of(type(obj).objects.get(pk=obj.pk))


def test_the_queue_is_worked_through_by_keyboard(desk, waiting):
    _alice, carol, dave, blog = waiting
    desk.goto(QUEUE)
    cards = desk.locator("[data-item]")
    expect(cards).to_have_count(4)
    expect(cards.nth(0)).to_be_focused()
    expect(desk.get_by_text("Keys:")).to_be_visible()
    desk.keyboard.press("a")
    expect(desk.get_by_text("1 decided.")).to_be_visible()
    expect(desk.locator("[data-item]").nth(0)).to_be_focused()
    desk.keyboard.press("n")
    expect(desk.locator("[data-item]").nth(1)).to_be_focused()
    desk.keyboard.press("s")
    expect(cards).to_have_count(2)
    assert [state(obj) for obj in waiting] == ["public", "waiting", "spam", "waiting"]
    expect(desk.locator("[data-item]").nth(1)).to_be_focused()
    desk.keyboard.press("u")
    expect(cards).to_have_count(3)
    assert state(dave) == "waiting"
    desk.locator("[data-item]").nth(0).focus()
    for key in ("x", "n", "x"):
        desk.keyboard.press(key)
    expect(desk.get_by_role("checkbox", checked=True)).to_have_count(2)
    desk.get_by_label("Reason").select_option("off-topic")
    desk.get_by_label("Reason").press("s")  # a key while choosing decides nothing
    assert state(carol) == "waiting"
    desk.get_by_label("Reason").select_option("off-topic")
    desk.locator("button[name=bulk][value=hide]").click()
    expect(cards).to_have_count(1)
    assert [state(obj) for obj in waiting] == ["public", "hidden", "hidden", "waiting"]
    assert Decision.objects.filter(reason="off-topic", by__username="clara").count() == 2
    desk.locator("[data-item]").nth(0).focus()
    desk.keyboard.press("h")
    expect(desk.get_by_text("Nothing waits for you.")).to_be_visible()
    assert state(blog) == "hidden"


def test_the_queue_works_without_javascript(browser, house, desk, waiting):
    context = browser.new_context(
        base_url=house.url, java_script_enabled=False, storage_state=desk.context.storage_state()
    )
    page = context.new_page()
    page.goto(QUEUE)
    page.get_by_role("article").filter(has_text="Carol").get_by_role("button", name="Spam").click()
    expect(page.get_by_role("article")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("article")).to_have_count(4)
    context.close()


def test_the_desk_fits_a_telephone_and_can_be_used_by_everybody(desk, waiting, house):
    Flag.objects.create(comment=make_comment(make_article(), "Rude " * 40), reason="insult")
    moderation.decide(waiting[1], "spam", None)
    watch = Watch(desk, house.url)
    writer = f"/admin/articles/comment/{waiting[0].pk}/writer/"
    for path in (QUEUE, f"{QUEUE}?show=spam", f"{QUEUE}?show=decided", writer):
        desk.goto(path)
        for width in (1280, 390):
            desk.set_viewport_size({"width": width, "height": 900})
            assert desk.evaluate(STICKING_OUT) == [], (path, width)
        for scheme in ("light", "dark"):
            desk.emulate_media(color_scheme=scheme)
            desk.goto(path)
            desk.evaluate(Axe().axe_script)
            assert [rule["id"] for rule in desk.evaluate(RUN_AXE, [WCAG, DECORATION])] == [], (path, scheme)
    assert [trouble for trouble in watch.troubles if "cookie" not in trouble] == []


@pytest.fixture(scope="module")
def attacked(house):
    """An article below which every attack we know stands, as words and as names; as many wait for a moderator."""
    article = make_article(slug="attacked")
    found = [attack.replace("\x00", "") for attack in attacks()]
    for begin in range(0, len(found), 60):
        text = "\n\n".join(found[begin : begin + 60])
        for is_public in (True, False):
            make_comment(article, text, found[begin][:50] or "x", is_public=is_public)
    first = Comment.objects.of(article).public().first()
    return {
        "article": article.get_absolute_url(),
        "reply": f"{article.get_absolute_url()}comments/{first.pk}/reply/",
        "report": f"{article.get_absolute_url()}comments/{first.pk}/report/",
        "queue": QUEUE,
    }


def found_in(page, selector):
    return page.evaluate(SEARCH.replace("body *", selector), OURS)


@pytest.mark.parametrize("name", SHOWN_IN)
def test_attacks_stay_text_on_the_page_that_shows_them(name, desk, attacked):
    dangers = []
    desk.on("dialog", lambda dialog: (dangers.append(dialog.message), dialog.dismiss()))
    desk.goto(attacked[name])
    while True:
        assert desk.locator(SHOWN_IN[name].removesuffix("*")).count() > 0
        assert "<script" in desk.locator("body").inner_text().lower() or name in {"reply", "report"}
        assert found_in(desk, SHOWN_IN[name]) == []
        onward = desk.locator("a[rel=next]")
        if not onward.count():
            break
        onward.click()
    assert dangers == []


def test_the_search_finds_them_when_they_are_not_cleaned(desk, attacked):
    desk.goto(attacked["article"])
    raw = "".join(f"<li>{attack}</li>" for attack in attacks() if "<plaintext" not in attack.lower())
    desk.evaluate("(html) => { document.querySelector('#responses > ol').innerHTML = html }", raw)
    assert len(found_in(desk, SHOWN_IN["article"])) > 100
