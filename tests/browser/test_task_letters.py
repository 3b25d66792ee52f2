"""Clara writes to readers: a letter with a picture and a petition, and what happened since people signed."""

import pytest
from playwright.sync_api import expect

from campaigns.models import PetitionUpdate
from core.mail.outbox import OutboxMail
from newsletters.models import Delivery, Issue
from tests.browser.actions import at_most
from tests.browser.looking import STICKING_OUT, violations
from tests.browser.pasting import body
from tests.factories import make_petition, make_photo, make_subscriber


@pytest.fixture(scope="module")
def petition(house):
    petition = make_petition(title="Free the printers", slug="free-the-printers")
    make_photo(slug="press", title="The press", alt="A press under a lamp.")
    for number in range(3):
        make_subscriber(email=f"reader-{number}@example.org")
        make_subscriber(email=f"signer-{number}@example.org", topic=petition.topic)
    return petition


def test_a_letter_with_picture_and_petition_is_tested_and_sent_in_eight_actions(desk, petition):
    desk.goto(f"/admin/campaigns/petition/{petition.pk}/change/")
    with at_most(8, desk) as hand:
        hand.click(desk.get_by_role("link", name="Write a letter"))
        hand.write(desk.get_by_label("Subject"), "Four years are enough")
        expect(body(desk).get_by_text("Free the printers")).to_be_visible()
        body(desk).locator("p").first.click()
        hand.type("Dear friends, look at the press.")
        hand.click(desk.locator(".cke_button__library"))
        hand.click(desk.get_by_role("dialog").get_by_role("button", name="The press"))
        expect(body(desk).locator("figure img")).to_be_visible()
        hand.click(desk.get_by_role("button", name="Save and go on to sending"))
        desk.get_by_label("Send a test to").evaluate("(box) => { box.value ||= 'clara@example.org' }")
        hand.click(desk.get_by_role("button", name="Send the test"))
        expect(desk.get_by_text("1 test is on its way to")).to_be_visible()
        hand.click(desk.get_by_role("button", name="Send it to 3 subscribers"))
    expect(desk.get_by_text("It is on its way to 3 subscribers.")).to_be_visible()
    issue = Issue.objects.get(subject="Four years are enough")
    assert Delivery.objects.filter(issue=issue).count() == 3
    written = [issue.body.index(words) for words in ("Dear friends", "photo:press", "petition:free-the-printers")]
    assert written == sorted(written)


def test_an_update_to_signers_is_tested_published_and_sent_in_five_actions(desk, petition):
    desk.goto(f"/admin/campaigns/petitionupdate/add/?petition={petition.pk}")
    with at_most(5, desk) as hand:
        hand.write(desk.get_by_label("Title").first, "They answered")
        body(desk).click()
        hand.type("At last.")
        hand.click(desk.get_by_role("button", name="Save and go on to sending"))
        desk.get_by_label("Send a test to").evaluate("(box) => { box.value ||= 'clara@example.org' }")
        hand.click(desk.get_by_role("button", name="Send the test"))
        expect(desk.get_by_text("1 test is on its way to")).to_be_visible()
        assert not PetitionUpdate.objects.get().is_published
        hand.click(desk.get_by_role("button", name="Publish it and send it to 3 people"))
    expect(desk.get_by_text("It is on its way to 3 people.")).to_be_visible()
    assert PetitionUpdate.objects.get().sent_at


@pytest.mark.parametrize("width", [390, 1280])
def test_the_last_look_fits_and_everybody_can_use_it(desk, petition, width):
    issue = Issue.objects.create(subject="A letter", body='<p>Look <a href="/x/">here</a>.</p>')
    update = PetitionUpdate.objects.create(petition=petition, title="A thousand", published_at=None)
    desk.set_viewport_size({"width": width, "height": 900})
    for address in (f"newsletters/issue/{issue.pk}", f"campaigns/petitionupdate/{update.pk}"):
        desk.emulate_media(color_scheme="light")
        desk.goto(f"/admin/{address}/send/")
        assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
    assert OutboxMail.objects.filter(letter_key=issue.pk).count() == 0
