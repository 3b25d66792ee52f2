"""Draw what stands above a campaign, behind a film and in a shared link: `python banners.py`.

Needs what press.py needs. The wide drawings carry no words, so that a heading may stand on or beside them.
"""

import random

from lettering import BLUE, CAP, INK, PAPER, VERMILION, YELLOW, Face, stretched
from press import PICTURES, group, picture, rect, save_webp, shape, sheet

FRAME = (1920, 1080)
DAYS, DARK = 212, "#1e1e22"


def tally():
    """Two hundred and twelve strokes in fives, as days are counted on a wall."""
    chance, parts = random.Random(212), []
    columns, rows, edge = 9, 5, 76
    wide, tall = (FRAME[0] - 2 * edge) / columns, (FRAME[1] - 2 * edge) / rows
    for five in range(0, DAYS, 5):
        column, row = five // 5 % columns, five // 5 // columns
        x, y = edge + column * wide + 14, edge + row * tall + 14
        w, h = wide - 42, tall - 28
        for n in range(min(4, DAYS - five)):
            at, lean = x + 16 + n * (w - 50) / 3, chance.uniform(-2.4, 2.4)
            box = rect(at, y + chance.uniform(-3, 3), 19, h + chance.uniform(-5, 5), INK)
            parts.append(group(f"rotate({lean:.1f} {at + 9:.0f} {y + h / 2:.0f})", box))
        if DAYS - five >= 5:
            turn = f"rotate({-27 + chance.uniform(-2, 2):.1f} {x + w / 2:.0f} {y + h / 2:.0f})"
            parts.append(group(turn, rect(x - 10, y + h / 2 - 10, w + 20, 20, PAPER)))
    return sheet(parts, VERMILION, FRAME)


def blackout():
    """A city front whose windows go dark towards the right, all but one."""
    chance, parts = random.Random(61), []
    columns, rows, edge = 48, 27, 36
    cell = (FRAME[0] - 2 * edge) / columns
    top = (FRAME[1] - rows * cell) / 2
    for row in range(rows):
        for column in range(columns):
            share = column / (columns - 1)
            light = chance.random() > (share * 1.45 - 0.12) ** 1.6 if share > 0.09 else True
            last = (row, column) == (16, 44)
            x, y = edge + column * cell + cell * 0.08, top + row * cell + cell * 0.08
            parts.append(rect(x, y, cell * 0.84, cell * 0.84, YELLOW if (light and share < 0.8) or last else DARK))
    return sheet(parts, INK, FRAME)


def film_still():
    """Stands before the click for a film that lives elsewhere."""
    parts, y = [], 96
    for line, cap in (("A FILM", 210), ("ANYONE MAY", 150), ("PASS ON.", 190)):
        face, size = stretched(line, 1280 - 192, cap)
        y += size * CAP
        parts.append(shape(face.path(line, size, 96, y), PAPER))
        y += 36
    return sheet([group(f"translate(0 {(720 - y + 36 - 96) / 2:.0f})", *parts)], BLUE, (1280, 720))


def share():
    """The picture that goes with a link: the name six times, each fainter, and what to do."""
    parts, face = [], Face(900, 112)
    size = face.size_for("Sixth Copy", 985)
    tints = (BLUE, "#6a62ff", "#9a95ff", "#bfbbff", "#dbd9ff", "#efeeff")
    for copy in range(5, -1, -1):
        path = face.path("Sixth Copy", size, 60 + copy * 18, 196 + copy * 52)
        parts.append(shape(path, PAPER, f'stroke="{PAPER}" stroke-width="13" stroke-linejoin="round"'))
        parts.append(shape(path, tints[copy]))
    parts.append(shape(Face(800, 100).path("Pass it on.", 44, 1200 - 64, 630 - 56, align="right"), INK))
    return sheet(parts, PAPER, (1200, 630))


if __name__ == "__main__":
    save_webp(tally(), "campaign-four-printers", FRAME[0])
    save_webp(blackout(), "campaign-keep-the-lights-on", FRAME[0])
    save_webp(film_still(), "a-film-anyone-may-pass-on", 1280)
    # Machines that unfurl links do not all read WebP.
    picture(share(), 1200).quantize(64).save(PICTURES / "share.png", optimize=True)
