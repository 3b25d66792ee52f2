"""Clara gives a person a portrait and a report its cover: from the library, or from her computer."""

import base64

import pytest
from playwright.sync_api import expect

from organisation.models import Person
from tests.browser.looking import STICKING_OUT, violations
from tests.browser.pasting import picture_file
from tests.browser.steps import save_form
from tests.factories import make_person, make_photo


def choose(desk, title):
    desk.get_by_role("button", name="Choose a picture from the library").click()
    desk.get_by_role("dialog", name="Choose a picture").get_by_role("button", name=title).click()


def save(desk):
    save_form(desk)
    expect(desk.locator(".messagelist")).to_be_visible()


def test_a_portrait_is_copied_from_the_library_once(desk):
    photo = make_photo(title="Amina at her loom", alt="Amina smiles.")
    person = make_person(title="Amina", published_at=None)
    desk.goto(f"/admin/organisation/person/{person.pk}/change/")
    choose(desk, "Amina at her loom")
    expect(desk.get_by_text("Chosen: Amina at her loom. It is copied when you save.")).to_be_visible()
    expect(desk.locator("#id_alt")).to_have_value("Amina smiles.")
    save(desk)
    person.refresh_from_db()
    assert person.file.name != photo.file.name
    assert (person.alt, person.width, person.height) == ("Amina smiles.", photo.width, photo.height)
    kept = person.file.name
    desk.locator("#id_title").fill("Amina B.")
    save(desk)
    person.refresh_from_db()
    assert (person.title, person.file.name) == ("Amina B.", kept)


def test_a_picture_from_the_computer_goes_into_the_library_and_is_copied(desk):
    person = make_person(title="Bob", published_at=None)
    desk.goto(f"/admin/organisation/person/{person.pk}/change/")
    desk.get_by_role("button", name="Choose a picture from the library").click()
    dialog = desk.get_by_role("dialog", name="Choose a picture")
    content = base64.b64decode(picture_file("#060"))
    dialog.locator("[type=file]").set_input_files([{"name": "bob.png", "mimeType": "image/png", "buffer": content}])
    dialog.get_by_label("What is to be seen?").fill("Bob at the press.")
    dialog.get_by_role("button", name="Upload", exact=True).click()
    expect(desk.get_by_text("Chosen: bob.")).to_be_visible()
    save(desk)
    assert Person.objects.get(pk=person.pk).alt == "Bob at the press."


@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it(desk, width):
    person = make_person(title=f"Zoe {width}", published_at=None)
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"/admin/organisation/person/{person.pk}/change/")
    expect(desk.get_by_role("button", name="Choose a picture from the library")).to_be_visible()
    assert (desk.evaluate(STICKING_OUT), violations(desk)) == ([], [])
