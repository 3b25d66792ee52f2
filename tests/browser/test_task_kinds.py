"""Clara makes a person, a page, a report and a poster public: five actions each, from the empty form on."""

import base64
from io import BytesIO

import pytest
from playwright.sync_api import expect
from reportlab.pdfgen.canvas import Canvas

from campaigns.models import Petition
from tests.browser.actions import at_most
from tests.browser.pasting import picture_file
from tests.factories import make_petition, make_photo

POSTER = {"name": "poster.png", "mimeType": "image/png", "buffer": base64.b64decode(picture_file())}


def report_file():
    sheet = BytesIO()
    canvas = Canvas(sheet)
    canvas.drawString(72, 720, "Sixty-one hours")
    canvas.save()
    return {"name": "report.pdf", "mimeType": "application/pdf", "buffer": sheet.getvalue()}


def add(desk, kind):
    desk.goto(f"/admin/{kind}/add/")
    expect(desk.locator("#id_title")).to_be_focused()


def write_text(desk, hand, words):
    """Click into the text and type, which is one action as in any other field."""
    hand.write(desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body"), words)


def publish(desk, hand):
    hand.click(desk.get_by_role("button", name="Publish…"))
    hand.click(desk.get_by_role("button", name="Publish now"))
    expect(desk.get_by_text("It is public now.").first).to_be_visible()


def test_a_person(desk):
    add(desk, "organisation/person")
    with at_most(5, desk) as hand:
        hand.type("Amina Halabi")
        hand.write(desk.get_by_label("Role"), "Printer")
        write_text(desk, hand, "She has set type since she was nine.")
        publish(desk, hand)


def test_a_page(desk):
    add(desk, "organisation/page")
    with at_most(5, desk) as hand:
        hand.type("How we work")
        hand.write(desk.get_by_label("Summary"), "Openly, and with patience.")
        write_text(desk, hand, "We write down what we see.")
        publish(desk, hand)


def test_a_report(desk):
    add(desk, "organisation/report")
    with at_most(5, desk) as hand:
        hand.type("A year of shutdowns")
        hand.upload(desk.get_by_label("Document (PDF)"), [report_file()])
        hand.write(desk.get_by_label("Summary"), "Sixty-one hours without a network.")
        publish(desk, hand)


def test_a_poster(desk):
    add(desk, "campaigns/poster")
    with at_most(5, desk) as hand:
        hand.type("Pass it on")
        hand.write(desk.get_by_label("The words on it"), "Pass it on. Six copies at a time.")
        hand.upload(desk.locator("#id_file"), [POSTER])
        publish(desk, hand)


@pytest.mark.parametrize("kind", ["organisation/person", "campaigns/petition", "campaigns/video", "articles/album"])
def test_a_name_alone_is_kept_in_two(desk, kind):
    add(desk, kind)
    with at_most(2, desk) as hand:
        hand.type("Only a name")
        hand.press("Control+s")
        expect(desk.get_by_text("was added successfully")).to_be_visible()


def test_an_article_with_headings_picture_quote_table_and_petition(desk):
    make_petition(title="Free the four printers")
    make_photo(title="The press", alt="A press under a lamp")
    add(desk, "articles/article")
    text = desk.frame_locator("iframe.cke_wysiwyg_frame").locator("body")
    with at_most(12, desk) as hand:
        hand.type("Six copies")
        write_text(desk, hand, "Press hard, she said.")
        expect(text).to_contain_text("Press hard")
        html = "<h2>How</h2><p>One sheet.</p><h2>Why</h2><p>They took the press.</p><blockquote><p>Pass it on.</p>"
        html += "</blockquote><table><tr><th>Year</th></tr><tr><td>1948</td></tr></table><p>And now:</p>"
        desk.keyboard.press("Control+End")
        hand.paste(html=html)
        expect(text.get_by_role("heading", level=2)).to_have_count(2)
        hand.click(desk.get_by_role("button", name="Petition, poster, video, article"))
        hand.click(desk.get_by_role("dialog").get_by_role("button", name="Free the four printers"))
        hand.click(desk.get_by_role("button", name="Picture from the library"))
        hand.click(desk.get_by_role("dialog").get_by_role("button", name="A press under a lamp"))
        expect(text.get_by_alt_text("A press under a lamp")).to_be_visible()
        hand.write(desk.get_by_label("Summary"), "How six copies were made.")
        publish(desk, hand)


def test_a_campaign_with_its_petition(desk):
    add(desk, "campaigns/campaign")
    with at_most(8, desk) as hand:
        hand.type("Four printers")
        write_text(desk, hand, "They printed an alphabet, and are in prison for it.")
        hand.click(desk.get_by_role("button", name="Save and add a petition"))
        expect(desk.locator("#id_title")).to_be_focused()
        hand.type("Free the four printers at last")
        hand.write(desk.get_by_label("Addressed to"), "The Minister of Justice")
        hand.write(desk.locator("#id_demand"), "Let the four of them go, now and without conditions.")
        publish(desk, hand)
    petition = Petition.objects.get(title="Free the four printers at last")
    assert (petition.state, petition.campaign.state) == ("public", "public")
