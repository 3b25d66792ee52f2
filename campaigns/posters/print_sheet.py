"""Sheets for printers: PDF with trim and bleed boxes (ISO 32000 §14.11.2), crop marks, and a QR code if wanted."""

import io

import segno
from PIL import Image
from reportlab.lib.units import inch, mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import BasicFonts
from reportlab.pdfgen.canvas import Canvas

from core import identity
from core.media.picture_formats import is_flat

PRINT_RESOLUTION, COARSE = 300, 150  # pixels an inch: what printers ask for, and what one sees from a metre away
BLEED, MARK_GAP, MARK = 3 * mm, 4 * mm, 5 * mm
MARGIN = MARK_GAP + MARK + 1 * mm  # around the trimmed sheet
QR_SIDE, QR_FROM_EDGE = 24 * mm, 8 * mm


def sheet(image: Image.Image, millimetres: tuple[int, int], about: dict, address: str = "") -> bytes:
    """Return the picture on one sheet of that size, whole; ``address`` is what the QR code in the corner opens."""
    wide, high = (side * mm for side in millimetres)
    if image.width > image.height:
        wide, high = high, wide
    buffer = io.BytesIO()
    trim = (MARGIN, MARGIN, MARGIN + wide, MARGIN + high)
    canvas = Canvas(
        buffer,
        pagesize=(wide + 2 * MARGIN, high + 2 * MARGIN),
        trimBox=trim,
        bleedBox=(trim[0] - BLEED, trim[1] - BLEED, trim[2] + BLEED, trim[3] + BLEED),
        lang=about["language"],
        invariant=1,
    )
    _without_fonts(canvas)
    canvas.setTitle(about["title"])
    canvas.setAuthor(about["author"])
    canvas.setSubject(about["subject"])
    canvas.setCreator(identity.current().name)
    bled = with_bleed(_for_print(image, (wide, high)), (wide, high))
    canvas.drawImage(_packed(bled), trim[0] - BLEED, trim[1] - BLEED, wide + 2 * BLEED, high + 2 * BLEED)
    _crop_marks(canvas, trim)
    if address:
        _qr_code(canvas, address, trim)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def resolution(pixels: tuple[int, int], millimetres: tuple[int, int]) -> int:
    """Return how many pixels an inch has when a picture of so many pixels fills a sheet of that size."""
    sides = zip(sorted(pixels), sorted(millimetres), strict=True)
    return round(max(pixel / (side / 25.4) for pixel, side in sides))


def _for_print(image: Image.Image, size: tuple[float, float]) -> Image.Image:
    """Return the picture with as many pixels as a printer can show, where it has more."""
    scale = min(size[0] / image.width, size[1] / image.height) * PRINT_RESOLUTION / inch
    if scale >= 1:
        return image
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)


def _without_fonts(canvas):
    """Let no page name a font: ReportLab chooses Helvetica before anything is drawn, and does not embed it."""
    canvas._preamble = "1 0 0 1 0 0 cm"
    canvas._doc.idToObject[BasicFonts].dict.clear()


def with_bleed(image: Image.Image, size: tuple[float, float]) -> Image.Image:
    """Return the picture with its outermost pixels drawn out: over the rest of the sheet, and over what is cut off."""
    scale = min(size[0] / image.width, size[1] / image.height)  # points a pixel
    across = round((size[0] - image.width * scale) / 2 / scale + BLEED / scale)
    down = round((size[1] - image.height * scale) / 2 / scale + BLEED / scale)
    width, height = image.size
    sheet = Image.new("RGB", (width + 2 * across, height + 2 * down))
    sheet.paste(image, (across, down))
    left, right = image.crop((0, 0, 1, height)), image.crop((width - 1, 0, width, height))
    sheet.paste(left.resize((across, height)), (0, down))
    sheet.paste(right.resize((across, height)), (across + width, down))
    top = sheet.crop((0, down, sheet.width, down + 1))
    bottom = sheet.crop((0, down + height - 1, sheet.width, down + height))
    sheet.paste(top.resize((sheet.width, down)), (0, 0))
    sheet.paste(bottom.resize((sheet.width, down)), (0, down + height))
    return sheet


def _packed(image) -> ImageReader:
    if is_flat(image):
        return ImageReader(image)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92)
    buffer.seek(0)
    return ImageReader(buffer)  # a JPEG goes into the PDF as it is


def _crop_marks(canvas, trim):
    left, bottom, right, top = trim
    canvas.setLineWidth(0.25)
    canvas.setStrokeColorCMYK(1, 1, 1, 1)  # on every plate
    for x in (left, right):
        canvas.line(x, bottom - MARK_GAP, x, bottom - MARK_GAP - MARK)
        canvas.line(x, top + MARK_GAP, x, top + MARK_GAP + MARK)
    for y in (bottom, top):
        canvas.line(left - MARK_GAP, y, left - MARK_GAP - MARK, y)
        canvas.line(right + MARK_GAP, y, right + MARK_GAP + MARK, y)


def _qr_code(canvas, address, trim):
    """Draw it as squares, sharp at any size, with the quiet zone of four modules that the standard asks for."""
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=4))
    side = QR_SIDE / len(rows)
    x, top = trim[2] - QR_FROM_EDGE - QR_SIDE, trim[1] + QR_FROM_EDGE + QR_SIDE
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(x, top - QR_SIDE, QR_SIDE, QR_SIDE, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        for across, dark in enumerate(row):
            if dark:
                path.rect(x + across * side, top - (down + 1) * side, side, side)
    canvas.drawPath(path, stroke=0, fill=1)
