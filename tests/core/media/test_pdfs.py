"""Uploaded PDFs: what acts by itself is refused, who made them is taken out, the pages stay."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    NameObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from core.media import pdf_reader, pdfs
from core.media.documents import ContentValidator
from ngo_site.demo.seeding.content import PICTURES
from organisation.models import Report

CANARY = "canary-amina"


def action(kind, **more):
    return DictionaryObject(
        {NameObject("/S"): NameObject(f"/{kind}"), **{NameObject(f"/{k}"): v for k, v in more.items()}}
    )


def written(writer) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def one_page(text="Nine kilograms of ink") -> PdfWriter:
    file = BytesIO()
    canvas = Canvas(file)
    canvas.drawString(100, 700, text)
    canvas.save()
    return PdfWriter(clone_from=PdfReader(file))


def with_script(writer):
    scripts = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("ink"), action("JavaScript")])})
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): scripts})


def with_file(writer):
    writer.add_attachment("ink.exe", b"MZ")


def that_starts(kind):
    def change(writer):
        writer.root_object[NameObject("/OpenAction")] = action(kind, URI=TextStringObject("https://tracker.example/"))

    return change


def with_launch_behind_a_link(writer):
    link = {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action("Launch")}
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(DictionaryObject(link))])


def that_calls_home_on_its_page(writer):
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action("URI")})


def with_a_form_of_its_own(writer):
    form = DictionaryObject({NameObject("/XFA"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form


@pytest.mark.parametrize(
    "change",
    [
        with_script, with_file, that_starts("Launch"), that_starts("URI"), with_launch_behind_a_link,
        that_calls_home_on_its_page, with_a_form_of_its_own,
    ],
)  # fmt: skip
def test_what_acts_by_itself_is_refused(change):
    writer = one_page()
    change(writer)
    with pytest.raises(ValidationError, match="more than pages"):
        ContentValidator("pdf")(ContentFile(written(writer), name="year.pdf"))


def test_what_opens_at_a_page_or_links_to_another_site_is_taken():
    writer = one_page()
    that_starts("GoTo")(writer)
    link = {NameObject("/Subtype"): NameObject("/Link"), NameObject("/A"): action("URI")}
    writer.pages[0][NameObject("/Annots")] = ArrayObject([DictionaryObject(link)])
    assert pdfs.fault(ContentFile(written(writer))) is None


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"%PDF-1.7\n" + bytes(2000), b"%PDF-1.4\n%%EOF", b""])
def test_what_cannot_be_read_is_told_so(content):
    assert "damaged" in str(pdfs.fault(ContentFile(content)))
    assert pdfs.without_traces(ContentFile(content)) == content


def test_what_is_cut_off_anywhere_never_breaks_the_page():
    whole = written(one_page())
    for length in range(0, len(whole), 37):
        pdf_reader.judge(whole[:length])
        pdf_reader.without_traces(whole[:length])


def chain(objects) -> bytes:
    """Return a small PDF in which each object leads to the next."""
    page = "<< /Type /Catalog /Pages 2 0 R /Next 4 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    parts = [*page, "<< /Type /Page /Parent 2 0 R >>", *(f"<< /Next {n + 1} 0 R >>" for n in range(4, objects)), "null"]
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Root 1 0 R /Size {len(parts) + 1} >>\nstartxref\n{len(body)}\n%%EOF"
    return bytes(body) + f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}{end}".encode()


@pytest.mark.crowd
def test_a_small_file_with_very_many_parts_costs_the_site_nothing(monkeypatch):
    assert pdfs.fault(ContentFile(chain(60))) is None
    monkeypatch.setattr(pdfs, "CPU_SECONDS", {"check": 1})
    assert "so many parts" in str(pdfs.fault(ContentFile(chain(200_000))))
    # What reads PDFs is not even loaded where pages are made.
    assert "pypdf" not in Path(pdfs.__file__).read_text()


def test_what_a_password_locks_is_told_so():
    writer = one_page()
    writer.encrypt("secret", algorithm="RC4-128")
    assert "password" in str(pdfs.fault(ContentFile(written(writer))))


def photo_of_a_phone(writer):
    """Put a JPEG with the camera's notes into the page."""
    picture, exif = BytesIO(), Image.Exif()
    exif[0x010F] = CANARY
    Image.new("RGB", (16, 16), "red").save(picture, "JPEG", exif=exif, comment=CANARY)
    stream = EncodedStreamObject()
    names = {"Subtype": "Image", "Filter": "DCTDecode", "ColorSpace": "DeviceRGB"}
    stream.update({NameObject(f"/{name}"): NameObject(f"/{value}") for name, value in names.items()})
    stream._data = picture.getvalue()
    objects = DictionaryObject({NameObject("/Photo"): writer._add_object(stream)})
    writer.pages[0]["/Resources"][NameObject("/XObject")] = objects
    return picture


def test_author_computer_and_camera_are_gone_and_the_page_is_the_same():
    writer = one_page()
    photo = photo_of_a_phone(writer)
    writer.metadata = {"/Author": CANARY, "/Producer": CANARY, "/Title": f"C:\\Users\\{CANARY}\\year.docx"}
    notes = DecodedStreamObject()
    notes.set_data(f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode())
    for holder in (writer.root_object, writer.pages[0]):
        holder[NameObject("/Metadata")] = writer._add_object(notes)
    writer.pages[0][NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Ink"): TextStringObject(CANARY)})
    before = written(writer)
    assert before.count(CANARY.encode()) == 3  # in the notes and the photo; the others are escaped
    assert CANARY in PdfReader(BytesIO(before)).metadata.title
    reader = PdfReader(BytesIO(pdfs.without_traces(ContentFile(before), title="The year")))
    assert CANARY.encode() not in reader.stream.getvalue()
    assert b"Ink" not in reader.stream.getvalue()
    assert reader.metadata == {"/Title": "The year"}
    assert reader.pages[0].extract_text().strip() == "Nine kilograms of ink"
    kept = reader.pages[0]["/Resources"]["/XObject"]["/Photo"]._data
    assert Image.open(BytesIO(kept)).tobytes() == Image.open(photo).tobytes()


def test_an_earlier_version_inside_the_file_is_gone():
    first = BytesIO(written(one_page("Amina wrote this")))
    later = PdfWriter(first, incremental=True)
    later.add_metadata({"/Author": "Bob"})
    content = written(later)
    cleaned = pdfs.without_traces(ContentFile(content))
    assert content.count(b"%%EOF") == 2
    assert cleaned.count(b"%%EOF") == 1
    assert PdfReader(BytesIO(cleaned)).metadata is None


def test_tags_for_screen_readers_and_the_outline_stay():
    content = (PICTURES / "report.pdf").read_bytes()
    assert pdfs.fault(ContentFile(content)) is None
    before, after = PdfReader(BytesIO(content)), PdfReader(BytesIO(pdfs.without_traces(ContentFile(content))))
    for part in ("/StructTreeRoot", "/MarkInfo", "/Lang", "/ViewerPreferences", "/Outlines"):
        assert after.root_object[part]
    assert [page.extract_text() for page in after.pages] == [page.extract_text() for page in before.pages]
    assert len(after.outline) == len(before.outline)


@pytest.mark.django_db
def test_a_report_is_kept_without_its_author():
    writer = one_page()
    writer.metadata = {"/Author": CANARY}
    report = Report(title="The year", slug="year", document=ContentFile(written(writer), name="year.pdf"))
    report.save()
    assert PdfReader(report.document.open()).metadata == {"/Title": "The year"}
    kept = report.document.name
    report.title = "Another"
    report.save()
    assert report.document.name == kept
