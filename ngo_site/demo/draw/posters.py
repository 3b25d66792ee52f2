"""Draw the posters: `python posters.py [slug …]` writes slug.webp and slug.pdf for each.

Needs what lettering.py and press.py need.
"""

import math
import random
import sys

from facade import windows
from lettering import BLUE, CAP, INK, PAPER, VERMILION, YELLOW, Face, lines, stretched, trace
from press import EDGE, TALL, WIDE, foot, group, rect, save_pdf, save_webp, shape, sheet

FULL = WIDE - 2 * EDGE


def small(text, fill, size=27, lead=1.32, width=FULL):
    """The sentence for whoever stops: its last line stands above the foot."""
    face = Face(700, 100)
    rows = lines(text, face, size, width)
    top = TALL - EDGE - 66 - (len(rows) - 1) * size * lead
    return [shape(face.path(row, size, EDGE, top + n * size * lead), fill) for n, row in enumerate(rows)]


def worn(chance, count, top, bottom, grow):
    """White flecks where the carbon no longer held: path data of small lopsided triangles."""
    flecks = []
    for _ in range(count):
        x, y, s = chance.uniform(0, WIDE), chance.uniform(top, bottom), chance.uniform(0.6, 2.4) * grow
        a, b = chance.uniform(-s, s), chance.uniform(-s, s)
        flecks.append(f"M{x:.0f} {y:.0f}l{s:.1f} {a:.1f} {b:.1f} {s:.1f}z")
    return "".join(flecks)


def six_copies():
    """One line through five carbons: each copy fainter, softer and further along than the one before."""
    parts, chance, step = [], random.Random(6), 199
    face, size = stretched("PASS IT ON", FULL, 166)
    cap = size * CAP
    for copy, strength in enumerate((1, 0.76, 0.55, 0.38, 0.25, 0.15)):
        base = EDGE + cap + copy * step
        path = face.path("PASS IT ON", size, EDGE + copy * copy * 8, base)
        soft = f'stroke="{BLUE}" stroke-width="{copy * 1.5:.1f}" stroke-opacity=".45" stroke-linejoin="round"'
        turn = f"rotate({copy * copy * -0.1:.2f} {EDGE} {base:.0f})"
        parts.append(group(turn, shape(path, BLUE, soft if copy else ""), opacity=strength))
        parts.append(shape(worn(chance, copy * 120, base - cap - 60, base + 6, 0.6 + copy * 0.33), PAPER))
    parts += small("The sixth copy was the faintest. It travelled furthest.", BLUE)
    return sheet([*parts, foot(BLUE)])


def four_printers():
    """A tally mark: four strokes for four printers, the fifth for the primer, and the days it counts."""
    face, size = stretched("FOUR PRINTERS.", FULL, 150)
    top = EDGE + size * CAP
    last, big = stretched("212 DAYS.", FULL, 240)
    low = TALL - EDGE - 160
    parts = [shape(face.path("FOUR PRINTERS.", size, EDGE, top), INK)]
    parts.append(shape(last.path("212 DAYS.", big, EDGE, low), INK))
    head, end = top + 40, low - big * CAP - 40
    bar, names = 124, ("MIREL OVANE", "DORSA KELT", "ANSEL VURDO", "JANA TIRREL")
    for n, name in enumerate(names):
        x = EDGE + n * (FULL - bar) / 3
        parts.append(rect(x, head, bar, end - head, INK))
        cut = Face(800, 78)
        side, at = ("right", head + 24) if n < 2 else ("left", end - 24)
        word = cut.path(name, 46, 0, 46 * CAP / 2, align=side)
        parts.append(group(f"translate({x + bar / 2:.1f} {at:.1f}) rotate(-90)", shape(word, VERMILION)))
    thick, middle = 148, (head + end) / 2
    angle = -math.degrees(math.atan2(end - head - 150, WIDE))
    cut, cut_size = stretched("ONE PRIMER.", 830, 98)
    outline = cut.path("ONE PRIMER.", cut_size, WIDE / 2, middle + cut_size * CAP / 2, align="middle")
    stroke = rect(-200, middle - thick / 2, WIDE + 400, thick, PAPER)
    parts.append(group(f"rotate({angle:.2f} {WIDE / 2} {middle:.1f})", stroke, shape(outline, VERMILION)))
    parts += small(
        "Mirel Ovane, Dorsa Kelt, Ansel Vurdo and Jana Tirrel are in prison in Karvelia for printing "
        "a children\u2019s alphabet. Sign for them. Then pass it on.",
        INK,
        25,
    )
    return sheet([*parts, foot(INK)], VERMILION)


def run(c, top, bottom, neck, drop):
    """A run of ink out of a stem's foot at c: a thread that gathers in a drop `drop` wide."""
    n, r, f = neck / 2, drop / 2, neck * 0.5
    left, right, thread, belly = c - n, c + n, bottom - r * 3, bottom - r
    return trace(
        "M", left - f, top - 1, "H", right + f, "Q", right, top, right, top + f * 1.6, "V", thread,
        "C", right, bottom - r * 2, c + r, bottom - r * 1.8, c + r, belly, "A", r, r, 0, 0, 1, c - r, belly,
        "C", c - r, bottom - r * 1.8, left, bottom - r * 2, left, thread, "V", top + f * 1.6,
        "Q", left, top, left - f, top - 1, "Z",
    )  # fmt: skip


def pour(c, top, pool, neck):
    """A run of ink that has reached the pool and widens into it."""
    f, g = neck * 0.5, neck * 1.1
    left, right, low = c - neck / 2, c + neck / 2, pool + 1
    return trace(
        "M", left - f, top - 1, "H", right + f, "Q", right, top, right, top + f * 1.6, "V", pool - g,
        "Q", right, low, right + g, low, "H", left - g, "Q", left, low, left, pool - g, "V", top + f * 1.6,
        "Q", left, top, left - f, top - 1, "Z",
    )  # fmt: skip


def ink_is_not_a_weapon():
    """INK runs down its own stems into a pool, and the rest of the sentence stands in the pool."""
    face, size = stretched("INK", FULL, 440)
    base, pool = EDGE + size * CAP, 786
    left, _, right, _ = face.bounds("I", size)
    stem = right - left
    feet = [EDGE + x * size / 1000 for _, x in face.glyphs("INK")]
    n_right = feet[1] - left + face.bounds("N", size)[2] - stem / 2
    parts = [shape(face.path("INK", size, EDGE, base), INK), rect(0, pool, WIDE, TALL - pool, INK)]
    parts.append(shape(pour(feet[0] + stem * 0.5, base, pool, 58), INK))
    parts.append(shape(run(feet[1] + stem * 0.42, base, base + 128, 30, 46), INK))
    parts.append(shape(run(n_right, base, base + 232, 44, 66), INK))
    parts.append(shape(pour(feet[2] + stem * 0.5, base, pool, 44), INK))
    parts.append(shape(run(WIDE - EDGE - stem * 0.55, base, base + 176, 36, 56), INK))
    line = pool + 54
    for text, cap in (("IS NOT", 184), ("A WEAPON", 180)):
        cut, fit = stretched(text, FULL, cap)
        line += fit * CAP
        parts.append(shape(cut.path(text, fit, EDGE, line), VERMILION))
        line += 34
    parts += small("The charge sheet lists nine kilograms of it as evidence.", VERMILION)
    return sheet([*parts, foot(VERMILION)], VERMILION)


def keep_the_lights_on():
    """A block of flats at night whose lit windows spell what they ask for."""
    claim = small("No shutdown for an exam. No shutdown for an election. No shutdown.", YELLOW, 25)
    return sheet([*windows(EDGE - 26, TALL - EDGE - 110), *claim, foot(YELLOW)], INK)


def no_signal_no_witness():
    """The five bars of a telephone's signal, empty, tipped over one by one until the last lies flat."""
    face, size = stretched("NO SIGNAL.", FULL, 175)
    under, less = stretched("NO WITNESS.", FULL, 175)
    low = TALL - EDGE - 160
    parts = [shape(face.path("NO SIGNAL.", size, EDGE, EDGE + size * CAP), INK)]
    parts.append(shape(under.path("NO WITNESS.", less, EDGE, low), INK))
    ground, wide = low - less * CAP - 44, 104
    bars = ((56, 210, 0), (198, 370, 4), (352, 535, 12), (470, 660, 33), (612, 900, 70))
    for x, height, tilt in bars:
        # Each bar turns about its lower right corner, which stays on the ground.
        box = rect(-wide, -height, wide, height, INK)
        parts.append(group(f"translate({x + wide} {ground:.1f}) rotate({tilt})", box))
    parts += small("Sixty-one hours on election weekend. Nobody outside saw a thing, and that was the point.", INK, 25)
    return sheet([*parts, foot(INK)], YELLOW)


def read_this_aloud():
    """A whisper that becomes a shout: weight, width and size grow line by line."""
    cry = (("READ", 183), ("THIS", 236), ("ALOUD", 345))
    return _louder("read this aloud", cry, "A page can be taken away. A sentence somebody has heard cannot.")


def lisez_a_voix_haute():
    """The same in French."""
    cry = (("LISEZ", 200), ("À VOIX", 200), ("HAUTE", 300))
    return _louder(
        "lisez ceci à voix haute", cry, "Une page, on peut la prendre. Une phrase que quelqu\u2019un a entendue, non."
    )


def _louder(whisper, cry, text):
    parts, y = [], EDGE
    for n, share in enumerate((0.19, 0.28, 0.41, 0.62, 1)):
        face = Face(200 + n * 140, 70 + n * 11)
        size = face.size_for(whisper, FULL * share)
        y += size * 0.74 + (n and 16 + n * 4)
        parts.append(shape(face.path(whisper, size, EDGE, y), PAPER))
    for word, cap in cry:
        face, size = stretched(word, FULL, cap)
        y += size * CAP + (42 if word.isascii() else 100)  # room for an accent
        parts.append(shape(face.path(word, size, EDGE, y), PAPER))
    parts += small(text, PAPER, 27)
    return sheet([*parts, foot(PAPER)], BLUE)


POSTERS = {
    "six-copies": (six_copies, "Pass it on"),
    "four-printers": (four_printers, "Four printers. One primer. 212 days."),
    "ink-is-not-a-weapon": (ink_is_not_a_weapon, "Ink is not a weapon"),
    "keep-the-lights-on": (keep_the_lights_on, "Keep the lights on"),
    "no-signal-no-witness": (no_signal_no_witness, "No signal. No witness."),
    "read-this-aloud": (read_this_aloud, "Read this aloud"),
    "lisez-a-voix-haute": (lisez_a_voix_haute, "Lisez ceci à voix haute"),
}

if __name__ == "__main__":
    for slug in sys.argv[1:] or POSTERS:
        draw, title = POSTERS[slug]
        drawing = draw()
        save_webp(drawing, slug)
        save_pdf(drawing, slug, title)
        print(f"{slug}: {len(drawing):,} bytes of SVG")
