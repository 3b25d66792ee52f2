"""An editor downloads the sealed signatures and opens them in the browser, and nothing leaves it."""

import csv
import io

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.handover import export as handover
from campaigns.handover.reader import safe_cell
from core.crypto.key_text import read_key, write_key
from core.crypto.sealed_box import seal
from tests.campaigns.signatures.signers import box_of, make_signers
from tests.factories import make_paper_batch, make_petition

PAGE = "/admin/campaigns/petition/open-hand-over/"


@pytest.fixture
def sealed_file(desk, tmp_path):
    """The file as Clara downloads it at the desk: fifty signers, one of them hostile."""
    petition = make_petition(title="Free them", addressee="The Minister")
    scan = {"collected_by": "Bob", "file_name": "paper.pdf", "scan": "", "place": "somewhere else"}
    make_paper_batch(petition, sealed=seal(scan), approved_at=timezone.now())
    boxes = [box_of(number) for number in range(50)]
    boxes[10] |= {"name": "=1+1", "comment": "<img src=x onerror=alert(1)> ü 李"}
    make_signers(petition, boxes)
    desk.goto(f"/admin/campaigns/petition/{petition.pk}/change/")
    desk.get_by_role("link", name="Hand over the signatures").click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download the sealed file").click()
    download.value.save_as(tmp_path / "file.handover")
    return tmp_path / "file.handover", boxes


def test_everything_is_recovered_and_nothing_is_sent(desk, sealed_file, private_key):
    file, boxes = sealed_file
    desk.goto(PAGE)
    asked, troubles = [], []
    desk.on("request", lambda request: asked.append(request.url))
    desk.on("pageerror", lambda error: troubles.append(str(error)))
    desk.on("dialog", lambda dialog: troubles.append(dialog.message))
    desk.get_by_label("The sealed file").set_input_files(file)
    paper = write_key(read_key(private_key))
    desk.get_by_label("The private key").fill("B" + paper[1:])
    desk.get_by_role("button", name="Open", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("typing error")

    desk.get_by_label("The private key").fill(paper.lower().replace("-", " "))
    desk.get_by_role("button", name="Open", exact=True).click()
    expect(desk.locator("#number")).to_have_text("50 signatures")
    expect(desk.locator("#warning")).to_be_hidden()
    expect(desk.get_by_label("The private key")).to_have_value("")

    with desk.expect_download() as download:
        desk.get_by_role("button", name="Save as a table (CSV)").click()
    content = download.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    boxes[10]["name"] = "'=1+1"
    columns = {"name": "name", "email": "e-mail", "postcode": "postcode", "place": "town", "comment": "comment"}
    for name, column in columns.items():
        assert [row[column] for row in rows] == [box[name] for box in boxes]

    document = desk.get_by_role("article", name="The document to hand over")
    expect(document.get_by_role("heading", level=1)).to_have_text("Free them")
    assert document.locator(".signers li").count() == 50
    expect(document.locator(".papers tbody tr")).to_contain_text("Market in Lyon, France312")
    expect(document).not_to_contain_text("Amina Khalil 1,")  # did not agree to be named in public
    desk.get_by_label("Also the names of those").check()
    expect(document).to_contain_text("Amina Khalil 1, France")
    desk.get_by_label("Find").fill("onerror")
    desk.get_by_role("checkbox", name="onerror").check()
    expect(document.locator("figure")).to_have_count(1)
    expect(document.locator("figure")).to_contain_text("<img src=x onerror=alert(1)> ü 李")
    desk.get_by_label("Postcodes").check()
    for box in boxes:
        expect(document).to_contain_text(box["postcode"])
    desk.get_by_label("Towns of those").check()
    expect(document).to_contain_text("Amina Khalil 2, 10002 Übersee 2, Germany")
    # Even our own server cannot be asked for anything.
    refused = desk.evaluate("fetch('/healthz').then(() => 'sent', () => 'refused')")
    assert refused == "refused"
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert troubles == []


def test_the_wrong_key_and_half_a_file_are_told(desk, sealed_file, private_key):
    file, _boxes = sealed_file
    desk.goto(PAGE)
    desk.get_by_label("The sealed file").set_input_files(file)
    desk.get_by_label("The private key").fill(write_key(bytes(32)))
    desk.get_by_role("button", name="Open", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("None of the boxes opens")
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    desk.get_by_label("The sealed file").set_input_files(file)
    desk.get_by_label("The private key").fill(private_key)
    desk.get_by_role("button", name="Open", exact=True).click()
    expect(desk.locator("#warning")).to_contain_text("not complete")

    # A line that is none, more lines than there should be, and a table for another separator.
    lines = whole.splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], b"[1]\n", *lines[1:]]))
    desk.get_by_label("The sealed file").set_input_files(file)
    desk.get_by_label("The private key").fill(private_key)
    desk.get_by_role("button", name="Open", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text("A line of the file is damaged")
    file.write_bytes(b"".join([*lines, lines[1]]))
    desk.get_by_label("The sealed file").set_input_files(file)
    desk.get_by_role("button", name="Open", exact=True).click()
    expect(desk.locator("#number")).to_have_text("51 signatures")
    expect(desk.locator("#warning")).to_contain_text("not complete")
    typed = ["Amina; -1", 'x;"=1+1"', "We want:\n- bread", "=1", "Amina - Khalil = 1; yes"]
    assert desk.evaluate("typed => typed.map(handover.safeCell)", typed) == list(map(safe_cell, typed))


def test_a_petition_that_nobody_signed(desk, tmp_path, private_key):
    file = tmp_path / "empty.handover"
    file.write_bytes(b"".join(handover.lines(make_petition(title="Free nobody"))))
    desk.goto(PAGE)
    desk.get_by_label("The sealed file").set_input_files(file)
    desk.get_by_label("The private key").fill(private_key)
    desk.get_by_role("button", name="Open", exact=True).click()
    expect(desk.locator("#number")).to_have_text("0 signatures")
    expect(desk.locator("#warning")).to_be_hidden()
    expect(desk.get_by_role("article")).to_contain_text("Free nobody")
