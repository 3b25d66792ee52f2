"""Bob has a blog on another host. He puts our form on it; Amina signs there, without JavaScript and cookies."""

import pytest
from playwright.sync_api import expect

from campaigns.models import ShownOn, Signature
from campaigns.sharing import kit, share_codes
from tests.browser.steps import follow, open_letter, reload_until
from tests.factories import make_petition
from tests.loopback import page as html
from tests.waiting import wait_until


def copied(visitor, petition, piece: str) -> str:
    """Return the snippet that stands in the kit below the heading ``piece``."""
    visitor.goto(f"{petition.get_absolute_url()}kit/")
    article = visitor.get_by_role("article").filter(has=visitor.get_by_role("heading", name=piece))
    return article.get_by_label("Code for your page").input_value()


def test_amina_signs_on_bobs_blog_and_counts(visitor, house, browser):
    petition = make_petition(title="Free the typesetters", goal=100)
    share_codes.make_missing_codes()
    form, card = copied(visitor, petition, "The form"), copied(visitor, petition, "A card with the live count")
    house.blog.answers["/look"] = html(f"<!DOCTYPE html><title>Bob</title><h1>Look</h1>{card}{form}")
    blog = house.blog.url("/look", host="blog.localhost")

    visitor.goto(blog)
    picture = visitor.get_by_role("link").get_by_role("img", name="Free the typesetters")
    expect(picture).to_be_visible()
    assert picture.evaluate("picture => picture.naturalWidth") == 480
    frame = visitor.frame_locator("iframe")
    frame.get_by_label("Your name").fill("Amina Khalil")
    frame.get_by_label("Your e-mail address").fill("amina at example")
    frame.get_by_role("button", name="Sign the petition").click()
    expect(frame.get_by_role("alert")).to_be_visible()
    frame.get_by_label("Your e-mail address").fill("amina.khalil@example.org")
    frame.get_by_label("Country").select_option(label="Kenya")
    frame.get_by_role("button", name="Sign the petition").click()
    expect(frame.get_by_role("heading", name="Check your mail")).to_be_visible()
    assert visitor.url == blog

    # Nothing scrolls inside the frame, on the smallest telephones either.
    visitor.goto(f"/embed{petition.get_absolute_url()}sign/")
    for width in (280, 360, 512):
        visitor.set_viewport_size({"width": width, "height": 400})
        assert visitor.evaluate("document.documentElement.scrollHeight") <= kit.FRAME_HEIGHT

    open_letter(visitor, "amina.khalil@example.org", "One more step")
    follow(visitor, "/petitions/confirm/")
    assert Signature.objects.get(petition=petition).status == "pending"
    visitor.get_by_role("button").first.click()
    expect(visitor.get_by_role("heading", name="Thank you. You count.")).to_be_visible()
    visitor.goto(blog)
    reload_until(visitor, visitor.frame_locator("iframe").get_by_text("1 person has signed"))
    with browser.new_context(user_agent="Mozilla/5.0") as reader:  # that of the tests calls itself headless: no reader
        reader.new_page().goto(blog)
    shown = wait_until(lambda: ShownOn.objects.filter(petition=petition).first(), 30)
    assert shown.host == "blog.localhost"


def test_a_short_link_leads_to_the_petition(visitor, house):
    petition = make_petition(title="Free the binders")
    share_codes.make_missing_codes()
    visitor.goto(petition.get_absolute_url())
    visitor.goto(visitor.get_by_label("The address of this page").input_value())
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Free the binders")
    assert "?via=" in visitor.url


def test_a_button_beside_each_snippet_copies_it(browser, house):
    petition = make_petition(title="Free the engravers")
    context = browser.new_context(base_url=house.url, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{petition.get_absolute_url()}kit/")
    card = page.get_by_role("article").filter(has=page.get_by_role("heading", name="A card with the live count"))
    card.get_by_role("button", name="Copy: Code for your page").click()
    expect(card.get_by_role("button", name="Copied: Code for your page")).to_be_visible()
    snippet = card.get_by_label("Code for your page", exact=True).input_value()
    assert page.evaluate("navigator.clipboard.readText()") == snippet
    context.close()


@pytest.mark.parametrize("opening", ["<iframe ", '<iframe sandbox="allow-forms allow-scripts" '])
def test_what_comes_next_stands_where_the_eye_is_and_within_the_frame(visitor, house, opening):
    petition = make_petition(title="Свободу печатникам", goal=100)
    share_codes.make_missing_codes()
    form = copied(visitor, petition, "The form").replace("<iframe ", opening)
    house.blog.answers["/long"] = html(f'<!DOCTYPE html><title>Bob</title><p style="height:1500px">Look</p>{form}')
    for width, height in ((360, 740), (1100, 740)):
        visitor.set_viewport_size({"width": width, "height": height})
        visitor.goto(house.blog.url("/long", host="blog.localhost"))
        frame = visitor.frame_locator("iframe")
        frame.get_by_role("button", name="Sign the petition").click()
        expect(frame.get_by_role("alert")).to_be_in_viewport()
        frame.get_by_label("Your name").fill("Амина Халил")
        frame.get_by_label("Your e-mail address").fill("amina@gmial.com")
        frame.get_by_label("Country").select_option(label="Kenya")
        frame.get_by_role("button", name="Sign the petition").click()
        expect(frame.get_by_role("button", name="Yes, use")).to_be_in_viewport()
        frame.get_by_role("button", name="Yes, use").click()
        expect(frame.get_by_role("heading", name="Check your mail")).to_be_in_viewport()
        expect(frame.get_by_label("Code from the mail")).to_be_visible()
    assert Signature.objects.get(petition=petition).status == "pending"


def test_no_answer_is_taller_than_the_frame(visitor, house):
    petition = make_petition(title="Free the typesetters of Lantern Lane", goal=100)
    for width in (280, 360, 512):
        visitor.set_viewport_size({"width": width, "height": 400})
        for typed in ({}, {"Your name": "Amina Khalil", "Your e-mail address": "amina.khalil@gmial.com"}):
            visitor.goto(f"/embed{petition.get_absolute_url()}sign/")
            for label, text in typed.items():
                visitor.get_by_label(label).fill(text)
            if typed:
                visitor.get_by_label("Country").select_option(label="Kenya")
            visitor.get_by_role("button", name="Sign the petition").click()
            expect(visitor.locator(".errors").first).to_be_visible()
            assert visitor.evaluate("document.documentElement.scrollHeight") <= kit.FRAME_HEIGHT, (width, typed)
