"""The block of flats of the poster "Keep the lights on": each # is a window with its light on."""

import random

from lettering import INK, YELLOW
from press import EDGE, WIDE, rect

FLATS = """
.............................
##...##.######.######.######.
##..###.######.######.#######
##.###..##.....##.....##...##
#####...#####..#####..##...##
#####...#####..#####..#######
##.###..##.....##.....######.
##..###.######.######.##.....
##...##.######.######.##.....
.............................
#########.###...###.#########
#########.###...###.#########
...###....###...###.###......
...###....#########.#######..
...###....#########.#######..
...###....###...###.###......
...###....###...###.#########
...###....###...###.#########
.............................
##...##..####.##.##.####..###
##...##.#####.##.##.####.####
##...##.##....##.##..##..##..
##...##.##.##.#####..##..###.
##...##.##.##.#####..##...###
##...##.##.##.##.##..##....##
####.##.#####.##.##..##..####
####.##..####.##.##..##..###.
.............................
.############..####......####
##############.#####.....####
##############.######....####
####......####.#######...####
####......####.####.###..####
####......####.####..###.####
####......####.####...#######
##############.####....######
##############.####.....#####
.############..####......####
.............................
""".strip().splitlines()
DARK = "#1e1e22"


# What is seen in a window, drawn in a box of 100 by 100.
PERSON = '<circle cx="56" cy="42" r="17"/><path d="M24 100c0-30 10-38 30-38s32 10 32 38z"/>'
PLANT = '<path d="M34 76h32v24H34zM50 78q-10-30-32-42-2 30 32 42 2-26 32-42-2 30-32 42z"/>'
BLIND = '<path d="M0 0h100v36H0z" opacity=".82"/>'
BARS = '<path d="M47 0h6v100h-6zM0 38h100v6H0z"/>'
SEEN = {(30, 4): PERSON, (3, 5): PLANT, (13, 14): PERSON, (21, 5): PLANT, (35, 17): PLANT, (16, 24): PLANT}


def windows(top, bottom):
    """The whole front between two heights, some windows with a life of their own."""
    chance, parts = random.Random(19), []
    column, row = (WIDE - 2 * EDGE) / len(FLATS[0]), (bottom - top) / len(FLATS)
    wide, tall = column * 0.86, row * 0.84
    for r, line in enumerate(FLATS):
        for c, light in enumerate(line):
            x, y = EDGE + c * column + (column - wide) / 2, top + r * row + (row - tall) / 2
            parts.append(rect(x, y, wide, tall, YELLOW if light == "#" else DARK))
            if light == "#":
                life = SEEN.get((r, c)) or chance.choices(("", BLIND, BARS), (40, 1, 2))[0]
                place = f"translate({x:.1f} {y:.1f}) scale({wide / 100:.3f} {tall / 100:.3f})"
                parts.append(f'<g transform="{place}" fill="{INK}">{life}</g>' if life else "")
    return parts
