"""The figures as one SVG picture: bars with multiples and ratios, readable on light and dark pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from bench.run.rows import APPENDED, CACHED, FORM, FRONT, OURS, SERVE, WAGTAIL

WIDTH, MARGIN, LABELS, TEXT = 860, 24, 190, 210  # pixels: the picture, its edge, left and right of the bars
LINE, BAR, GAP = 19, 13, 9
STYLE = """
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
.head { font-weight: 600; font-size: 14px; }
.note { fill: #59636e; }
.back { fill: #ffffff; stroke: #d1d9e0; }
.ours { fill: #c2410c; }
.theirs { fill: #6b7785; }
.form { fill: #aab3bd; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .note { fill: #9aa5b1; }
  .back { fill: #0d1117; stroke: #30363d; }
  .ours { fill: #f97316; }
  .theirs { fill: #8b97a5; }
  .form { fill: #586472; }
}
"""
CLASSES = {OURS: "ours", SERVE: "ours", FRONT: "ours", WAGTAIL: "theirs", FORM: "form"}


@dataclass
class Bar:
    side: str
    value: float
    text: str


@dataclass
class Panel:
    """Bars below a heading, on one scale; each group of them has a label."""

    head: str
    groups: list[tuple[str, list[Bar]]]


def draw(figures: dict) -> str:
    drawn, y = [], MARGIN
    for panel in panels(figures):
        y += 16
        drawn.append(f'<text class="head" x="{MARGIN}" y="{y}">{escape(panel.head)}</text>')
        y += GAP
        most = max(bar.value for _label, bars in panel.groups for bar in bars)
        for label, bars in panel.groups:
            drawn.append(f'<text x="{MARGIN}" y="{y + BAR}">{escape(label)}</text>')
            for bar in bars:
                drawn.append(_bar(bar, y, most))
                y += LINE
            y += GAP
        y += GAP
    flow = "Signing, mail, link and button: {flows a second} a second, {lost} lost.".format_map(figures["flow"])
    note = f"{flow} {figures['at']}, {figures['machine']}"
    drawn.append(f'<text class="note" x="{MARGIN}" y="{y + GAP}">{escape(note)}</text>')
    height = y + GAP + MARGIN
    title = "<title>CPU time and memory of this site and of Wagtail</title>"
    frame = f'<rect class="back" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>'
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>'
    return "\n".join([head, title, f"<style>{STYLE}</style>", frame, *drawn, "</svg>"]) + "\n"


def _bar(bar: Bar, y: int, most: float) -> str:
    left = MARGIN + LABELS
    width = max(2, round((WIDTH - left - TEXT - MARGIN) * bar.value / most))
    text = f'<text x="{left + width + 8}" y="{y + BAR}">{escape(bar.text)}</text>'
    kind = CLASSES.get(bar.side, "theirs")
    return f'<rect class="{kind}" x="{left}" y="{y + 2}" width="{width}" height="{BAR}" rx="2"/>{text}'


def panels(figures: dict) -> Iterator[Panel]:
    rows = figures["rows"]
    pages = {
        "article": "article, 20 responses",
        "list": "list of articles",
        "home": "home page",
        "petition": "petition",
        "search": "search",
        "signature": "signature sent",
    }
    uncached = [(label, [_multiple(side, said) for side, said in rows[name].items()]) for name, label in pages.items()]
    yield Panel("CPU time of an uncached answer, in hellos (a view that says “hello” on our server: 1)", uncached)
    kept = {
        "serve alone": (CACHED, SERVE, "the server with fixed bytes"),
        "the same, ?fbclid=…": (APPENDED, SERVE, "the page without it"),
        "behind nginx": (CACHED, FRONT, "nginx with a file"),
    }
    made = [
        (label, [Bar(side, times := rows[name][side]["times"]["ms"][1], f"{_short(times)} × {limit}")])
        for label, (name, side, limit) in kept.items()
        if side in rows[name]
    ]
    yield Panel("CPU time of a page already made: how many times that of its limit", made)
    memory = [
        (label, [_megabytes(side, said, when) for side, said in figures["memory"].items()])
        for when, label in (("rest", "at rest"), ("load", "under load"))
    ]
    yield Panel("Memory of all processes, Postgres included", memory)


def _multiple(side: str, said: dict) -> Bar:
    text = f"{_short(said['hellos'])} {side}"
    if side != OURS:
        text += f": {_short(said['times']['ms'][1])} × ours"
    return Bar(side, said["hellos"], text)


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"


def _megabytes(side: str, said: dict, when: str) -> Bar:
    worker = f", its worker {said['worker']}" if said["worker"] else ""
    return Bar(side, said[when], f"{said[when]} MB {side}{worker}")
