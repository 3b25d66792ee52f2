"""Typeset the yearly report from content/report.toml as a tagged A4 PDF, its cover also as WebP: `python report.py`.

Needs: playwright and defusedxml (pip), Chromium at $CHROMIUM (/usr/bin/chromium), and what press.py needs. A
cover, two pages, a back: printed on one A3 sheet and folded, it is a leaflet.
"""

import base64
import io
import os
import re
import tomllib
from html import escape
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring
from lettering import BLUE, CAP, FONTS, INK, PAPER, VERMILION, stretched
from PIL import Image
from playwright.sync_api import sync_playwright
from press import PICTURES, group, shape
from pypdf import PdfReader, PdfWriter

CONTENT = PICTURES.parent / "content" / "report.toml"
SITE = "https://sixthcopy.example"
A4, EDGE = (793.7, 1122.5), 52
COVER = (("SIX SHEETS", 132), ("AT A TIME:", 132), ("OUR FIRST", 132), ("YEAR", 215))
STYLE = f"""
@page {{ size: A4; margin: 0 }}
* {{ box-sizing: border-box; margin: 0; padding: 0 }}
body {{ font: 400 12.4pt/1.42 Newsreader; color: {INK}; -webkit-print-color-adjust: exact }}
.page {{ width: {A4[0]}px; height: {A4[1]}px; position: relative; overflow: hidden; break-after: page;
  padding: {EDGE}px }}
.cover, .back {{ background: {BLUE}; color: {PAPER} }}
.cover h1 {{ font: 900 1px/1 Archivo }}
.cover h1 span {{ position: absolute; white-space: pre; line-height: 1 }}
.cover svg, .back svg {{ position: absolute; inset: 0 }}
.foot {{ position: absolute; inset: auto {EDGE}px {EDGE - 14}px; display: flex; justify-content: space-between;
  font: 700 8.5pt/1.3 Archivo }}
h2 {{ font: 900 22pt/1 Archivo; letter-spacing: -.02em; margin-bottom: 9px; font-stretch: 84% }}
p + p {{ text-indent: 1.2em }}
.lead {{ font-size: 21pt; line-height: 1.22; margin-bottom: 38px; letter-spacing: -.01em }}
.two {{ display: grid; grid-template-columns: 1fr 1fr; gap: 30px }}
dl {{ display: grid; grid-template-columns: repeat(4, 1fr); border-top: 6px solid {INK}; margin-top: 40px }}
dl div {{ padding: 12px 12px 18px 0; display: flex; flex-direction: column-reverse; justify-content: flex-end }}
dl div:first-child {{ grid-column: span 2 }} dl div:first-child dd {{ font-size: 96pt; color: {BLUE} }}
dd {{ font: 900 44pt/1 Archivo; letter-spacing: -.03em; font-stretch: 84% }}
dt {{ font: 600 9.4pt/1.25 Archivo; padding-top: 6px }}
table {{ width: 100%; border-collapse: collapse; margin: 12px 0 14px; font: 600 10pt/1.2 Archivo }}
caption {{ text-align: left; font: 900 22pt/1 Archivo; letter-spacing: -.02em; font-stretch: 84%;
  padding-bottom: 12px }}
th {{ text-align: left; font-weight: 600; padding: 4px 10px 4px 0; width: 250px }}
td {{ padding: 4px 0; white-space: nowrap }}
thead th {{ font-weight: 800; border-bottom: 3px solid {INK}; width: auto }}
td.sum {{ text-align: right; width: 72px; padding-right: 10px; font-variant-numeric: tabular-nums }}
i {{ display: block; height: 22px }} tr:last-child > * {{ border-top: 3px solid {INK}; font-weight: 900 }}
ul {{ list-style: none }} li {{ padding-left: 1.2em; margin-bottom: 4px; position: relative }}
li::before {{ content: ""; position: absolute; left: 0; top: .42em; width: .55em; height: .55em;
  background: {VERMILION} }}
a {{ color: inherit }}
"""


def fonts():
    """The two families, embedded, with their width and weight axes."""
    for name, family, file in (
        ("Archivo", "archivo", "archivo-latin-standard-normal"),
        ("Newsreader", "newsreader", "newsreader-latin-wght-normal"),
        ("Newsreader", "newsreader", "newsreader-latin-wght-italic"),
    ):
        data = base64.b64encode((FONTS / family / "files" / f"{file}.woff2").read_bytes()).decode()
        style = "italic" if "italic" in file else "normal"
        yield (
            f"@font-face {{ font-family: {name}; font-weight: 100 900; font-stretch: 62% 125%; font-style: {style};"
            f" src: url(data:font/woff2;base64,{data}) }}"
        )


def sections(body):
    """The report's HTML as {heading: [elements]}; what stands before the first heading is under ""."""
    body = re.sub(r'href="/', f'href="{SITE}/', body)
    found, heading = {"": []}, ""
    for element in fromstring(f"<body>{body}</body>"):
        if element.tag == "h2":
            heading = element.text
        found.setdefault(heading, []).append(element)
    return found


def html(elements):
    return "".join(ElementTree.tostring(element, encoding="unicode") for element in elements)


def rows(table):
    """The cells of a table's body as lists of text."""
    return [[(cell.text or "") for cell in row] for row in table.find("tbody")]


def counted(table):
    """The year in numbers, as large as they deserve."""
    return "<dl>" + "".join(f"<div><dt>{escape(a)}</dt><dd>{b}</dd></div>" for a, b in rows(table)) + "</dl>"


def money(table):
    """Income and expenditure: the table itself is the chart, every bar drawn to one scale."""
    made, width = [], 262
    whole = max(int(cell.replace(",", "")) for row in rows(table) for cell in row[1:] if cell)
    for name, *sums in rows(table):
        cells = ""
        for cell, fill in zip(sums, (BLUE, VERMILION), strict=True):
            share = int(cell.replace(",", "") or 0) / whole
            cells += f'<td class="sum">{cell}</td>'
            cells += f'<td><i style="width:{share * width / 2:.1f}px;background:{fill}"></i></td>'
        made.append(f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>')
    caption = escape(table.find("caption").text)
    head = '<th scope="col">Item</th><th scope="col" colspan="2">In</th><th scope="col" colspan="2">Out</th>'
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(made)}</tbody></table>"


def cover(title):
    """The title line by line across the page; the last word goes on as carbon copies."""
    spans, copies, y = [], [], float(EDGE)
    for word, cap in COVER:
        face, size = stretched(word, A4[0] - 2 * EDGE, cap)
        left, ascent = face.bounds(word, size)[0], 0.878 * size
        y += size * CAP
        half = (size - (0.878 + 0.21) * size) / 2
        spans.append(
            f'<span style="left:{EDGE - left:.1f}px;top:{y - ascent - half:.1f}px;font-size:{size:.1f}px;'
            f"font-variation-settings:'wght' 900,'wdth' {face.wdth:.1f}\">{word} </span>"
        )
        y += 20
    for n, tint in enumerate(("#958fff", "#7b74ff", "#655dff", "#5148ff", "#3f35ff"), 1):
        path = face.path(word, size, EDGE, y - 20 + n * 92)
        edge = f'stroke="{BLUE}" stroke-width="9" stroke-linejoin="round" paint-order="stroke"'
        copies.insert(0, shape(path, tint, edge))
    art = f'<svg width="{A4[0]}" height="{A4[1]}" aria-hidden="true">{"".join(copies)}</svg>'
    return f'<section class="page cover">{art}<h1 aria-label="{escape(title)}">{"".join(spans)}</h1></section>'


def back():
    face, size = stretched("PASS IT ON", A4[0] - 2 * EDGE, 150)
    lines = "".join(
        group("rotate(0)", shape(face.path("PASS IT ON", size, EDGE, EDGE + size * CAP + n * 158), PAPER), opacity=o)
        for n, o in enumerate((1, 0.62, 0.4, 0.25, 0.15, 0.08))
    )
    art = f'<svg role="img" aria-label="Pass it on" width="{A4[0]}" height="{A4[1]}">{lines}</svg>'
    text = "<p>Sixth Copy</p><p>Set in Archivo and Newsreader. CC BY 4.0: copy it.</p>"
    return f'<section class="page back" style="break-after:auto">{art}<div class="foot">{text}</div></section>'


def document(report):
    """The whole leaflet as HTML."""
    part = sections(report["body"])
    asked, got = part["What we asked for"], part["What we got"]
    wrong, coming = part["What we did wrong"], part["What comes next"]
    figures = part["The figures"]
    tables, notes = [e for e in figures if e.tag == "table"], [e for e in figures if e.tag == "p"]
    lead = html(part[""]).replace("<p>", '<p class="lead">', 1)
    first = f'{lead}<div class="two"><div>{html(asked)}</div><div>{html(got)}</div></div>'
    first += counted(tables[0]) + html(notes[:1])
    second = f'{money(tables[1])}{html(notes[1:])}<div class="two" style="margin-top:30px">'
    second += f"<div>{html(wrong)}</div><div>{html(coming)}</div></div>"
    pages = "".join(
        f'<section class="page">{text}<div class="foot"><p>Sixth Copy</p><p>{n}</p></div></section>'
        for n, text in ((2, first), (3, second))
    )
    title = escape(report["title"])
    return (
        f'<!doctype html><html lang="{report["language"]}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{''.join(fonts())}{STYLE}</style></head><body>{cover(title)}{pages}{back()}</body></html>"
    )


if __name__ == "__main__":
    report = tomllib.loads(CONTENT.read_text())["report"]
    target = PICTURES / "report.pdf"
    with sync_playwright() as play:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(device_scale_factor=1.4)
        page.set_content(document(report), wait_until="networkidle")
        shown = Image.open(io.BytesIO(page.locator(".cover").screenshot())).convert("RGB")
        shown.save(PICTURES / "report-cover.webp", lossless=True, quality=100, method=6)
        page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        browser.close()
    writer = PdfWriter(clone_from=PdfReader(target))
    writer.add_metadata({"/Author": "Sixth Copy", "/Subject": report["summary"], "/Creator": "report.py"})
    writer.write(target)
    print(len(writer.pages), "pages,", target.stat().st_size, "bytes")
