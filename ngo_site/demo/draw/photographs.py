"""Make by code the photographs nobody took: `python photographs.py [key …]`, 1920 by 1280, into pictures/.

Needs what surfaces.py needs and Courier Prime (npm @fontsource/courier-prime, OFL); FONTS names node_modules.
"""

import io
import os
import sys
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from press import PICTURES
from scipy.ndimage import gaussian_filter, map_coordinates
from surfaces import TALL, WIDE, array, colour, flat, glow, image, lit, noise, over, save, shadow, tilt, typed

COURIER = Path(os.environ.get("FONTS", "node_modules")) / "@fontsource/courier-prime/files"
TEXT = (
    "The sixth copy was the faintest. You held it to the window to read it, and you read it",
    "slowly, because the letters had come through five sheets and were soft as breath. Then",
    "you rolled six sheets and five carbons of your own into the machine and began again at",
    "the first line. Nobody kept a list. Whoever had read it owed it one night of typing, and",
    "paid. A book without a printer, a press without a door, an edition that nobody could count.",
)


def typewriter(size):
    font = TTFont(COURIER / "courier-prime-latin-700-normal.woff2")
    font.flavor, plain = None, io.BytesIO()
    font.save(plain)
    return ImageFont.truetype(io.BytesIO(plain.getvalue()), size)


def carbon_sheet():
    """A used carbon: every page it ever copied, in reverse, one over the other, under a raking light."""
    chance, pressed = np.random.default_rng(5), np.zeros((TALL, WIDE))
    for n in range(4):
        rows = [TEXT[(k * 3 + n) % 5] for k in range(18)]
        slip = (int(chance.integers(-30, 30)), n * 9)
        page = np.roll(typed(rows, typewriter(40), 40, 24.4, chance), slip, (0, 1))
        pressed = np.maximum(pressed, page * (1, 0.5, 0.3, 0.2)[n])
    pressed = pressed[:, ::-1]
    down, across = np.mgrid[0:TALL, 0:WIDE]
    folds = np.minimum(np.abs(down - 640 + across * 0.012), 26) + np.minimum(np.abs(across - 1240 - down * 0.02), 18)
    sheet = noise(1, 400, octaves=7) * 16 + folds * 0.22
    light = lit(gaussian_filter(sheet, 1.2) - gaussian_filter(pressed, 1.0) * 4.5, 0.42)
    shine = gaussian_filter(light, 2) ** 3
    worn = gaussian_filter(pressed, 0.7)
    blue = flat("#241a9c") * (0.3 + light[..., None] * 1.15)
    ink = flat("#8f86ff") * (0.35 + light[..., None] * 0.9)
    field = over(blue, ink, worn * 0.52) + shine[..., None] * np.array([0.25, 0.25, 0.5])
    lamp = glow(0.3, 0.25, 0.75)
    field = field * (0.25 + lamp[..., None] * 0.95)
    seen = tilt(image(field), ((150, 0), (WIDE - 240, 60), (WIDE, TALL), (0, TALL - 120)))
    near = np.clip(np.linspace(-0.9, 0.75, TALL)[:, None] ** 2 * 1.4, 0, 1) * np.ones((1, WIDE))
    return over(array(seen), array(seen.filter(ImageFilter.GaussianBlur(7))), near)


def torn(seed, angle, offset, rough=120):
    """Which side of a ragged line a point lies on, and the band of bare fibre along the tear."""
    down, across = np.mgrid[0:TALL, 0:WIDE]
    line = across * np.cos(angle) + down * np.sin(angle)
    ragged = (noise(seed, 420, octaves=8) - 0.5) * rough * 2.2
    fibre = noise(seed + 50, 60, octaves=6) * 34 + 6
    return (line + ragged > offset) * 1.0, (line + ragged > offset - fibre) * 1.0


def torn_edges():
    """Posters pasted over posters and torn off again; each ragged edge throws its shadow on the next."""
    slugs = ("read-this-aloud", "four-printers", "six-copies", "no-signal-no-witness", "six-copies")
    field = flat("#d9d7d0") * (0.85 + noise(3, 90)[..., None] * 0.15)
    # For every layer: the direction and place of its tear, how large its poster is and how crooked it hangs.
    plans = (
        (-0.25, 120, 1.5, 4), (0.55, 620, 2.1, -8), (2.75, -1250, 1.7, 9), (0.9, 1560, 2.4, -14), (3.6, -560, 1.9, 6)
    )  # fmt: skip
    for n, (slug, (angle, offset, scale, turn)) in enumerate(zip(slugs, plans, strict=True)):
        poster = Image.open(PICTURES / f"{slug}.webp").convert("RGB")
        poster = poster.rotate(turn, Image.Resampling.BICUBIC, fillcolor="#fff")
        poster = poster.resize((int(1400 * scale), int(1980 * scale)))
        left, top = int((poster.width - WIDE) * 0.5), int((poster.height - TALL) * (0.18, 0.4, 0.12, 0.5, 0.55)[n])
        paper = array(poster.crop((left, top, left + WIDE, top + TALL)))
        paper = paper * 0.93 + 0.02
        crumple = lit(noise(20 + n, 300, octaves=6) * 16, 0.16)
        printed, whole = torn(n, angle, offset)
        field = field * shadow(whole, 16, 10, 14, 0.5)[..., None] * shadow(whole, 4, 3, 4, 0.35)[..., None]
        fibres = flat("#f6f4ee") * (0.84 + noise(40 + n, 8, octaves=3)[..., None] * 0.16)
        field = over(field, fibres, gaussian_filter(whole, 0.8))
        field = over(field, paper * (0.62 + crumple[..., None] * 0.76), gaussian_filter(printed, 0.8))
    return field * (0.62 + glow(0.35, 0.3, 0.9)[..., None] * 0.42)


def lit_windows():
    """The front of a block of flats by night, some behind curtains, some not."""
    chance = np.random.default_rng(12)
    front = np.ones((TALL, WIDE, 3)) * colour("#14151b") * (0.75 + noise(4, 160)[..., None] * 0.5)
    light = np.zeros_like(front)
    columns, rows, gap = 16, 9, 0.2
    cell_x, cell_y = WIDE / columns, TALL / rows
    for r in range(rows):
        front[int(r * cell_y) : int(r * cell_y) + 7] *= 0.6
        for c in range(columns):
            x0, x1 = int((c + gap) * cell_x), int((c + 1 - gap) * cell_x)
            y0, y1 = int((r + 0.2) * cell_y), int((r + 0.8) * cell_y)
            front[y0 - 5 : y1 + 5, x0 - 5 : x1 + 5] = colour("#08080b")
            if chance.random() < 0.3:
                front[y0:y1, x0:x1] = colour("#1a1d26") * chance.uniform(0.6, 1.2)
                continue
            warm = colour(("#ffc24a", "#ffd873", "#ff9f3c", "#ffe9b8", "#ffd400")[chance.integers(5)])
            down, across = np.mgrid[0 : y1 - y0, 0 : x1 - x0] / (y1 - y0)
            spot = np.exp(-((across - chance.uniform(0.2, 0.7)) ** 2 + (down - chance.uniform(0, 0.5)) ** 2) * 2.2)
            room = (0.32 + 0.78 * spot)[..., None] * warm * chance.uniform(0.55, 1.05)
            drawn = chance.uniform(0, 0.45) * (x1 - x0) / (y1 - y0)
            folds = 0.62 + 0.16 * np.sin(across * chance.uniform(55, 90))
            curtain = (across < drawn) | (across > (x1 - x0) / (y1 - y0) - drawn * chance.uniform(0, 1))
            room *= np.where(curtain, folds, 1)[..., None]
            if chance.random() < 0.4:
                room[: int((y1 - y0) * chance.uniform(0.15, 0.6))] *= 0.5
            if chance.random() < 0.08:
                body = Image.new("L", (x1 - x0, y1 - y0))
                pen, at, floor = ImageDraw.Draw(body), chance.uniform(0.3, 0.7) * (x1 - x0), y1 - y0
                pen.ellipse((at - 9, floor * 0.42 - 11, at + 9, floor * 0.42 + 11), fill=255)
                pen.rounded_rectangle((at - 23, floor * 0.42 + 13, at + 23, floor + 40), 20, fill=255)
                room *= 1 - 0.86 * gaussian_filter(np.asarray(body) / 255, 1.4)[..., None]
            room[:, (x1 - x0) // 2 - 2 : (x1 - x0) // 2 + 2] *= 0.15
            light[y0:y1, x0:x1] = room
    field = front + light
    for soft, share in ((6, 0.22), (40, 0.34), (120, 0.3)):
        field = field + gaussian_filter(light, (soft, soft, 0)) * share
    corners = ((0, 70), (WIDE - 160, 0), (WIDE - 160, TALL), (0, TALL - 190))
    seen = tilt(image(gaussian_filter(field, (0.8, 0.8, 0))), corners)
    return array(seen) * (0.5 + glow(0.5, 0.5, 0.9)[..., None] * 0.55)


def desk_lamp_grid():
    """Squared paper under a small lamp, the rest of the room dark."""
    chance = np.random.default_rng(3)
    paper = flat("#fbf6e9") * (0.94 + noise(7, 30, octaves=4)[..., None] * 0.06)
    grid = np.zeros((TALL, WIDE))
    grid[::40], grid[1::40], grid[:, ::40], grid[:, 1::40] = 1, 0.6, 1, 0.6
    paper = over(paper, flat("#7f8ee6"), grid * 0.55)
    rows = ["", "", *(TEXT[k % 5][: 60 - k % 3] for k in range(13))]
    ink = gaussian_filter(typed(rows, typewriter(44), 44, 26, chance, lead=1.82), 0.7)
    paper = over(paper, flat("#2a1fff"), ink * 0.78)
    sag = noise(9, 900, octaves=3)
    down, across = np.mgrid[0:TALL, 0:WIDE].astype(float)
    bent = [across, down + (sag - 0.5) * 46]
    paper = np.stack([map_coordinates(paper[..., k], bent[::-1], order=1, mode="nearest") for k in range(3)], -1)
    paper *= (0.7 + 0.6 * lit(sag * 90, 0.5))[..., None]
    seen = tilt(image(paper), ((150, 60), (WIDE - 160, -30), (WIDE - 40, TALL - 160), (-70, TALL + 90)))
    lamp = glow(0.46, 0.42, 0.26, squash=1.25)
    far = np.clip(np.abs(np.linspace(-1, 1.05, TALL))[:, None] ** 1.8 * np.ones((1, WIDE)), 0, 1)
    field = over(array(seen), array(seen.filter(ImageFilter.GaussianBlur(9))), far)
    return field * (0.025 + lamp[..., None] * np.array([1.18, 1.0, 0.72]))


DRAWN = {
    "carbon-sheet": carbon_sheet,
    "torn-edges": torn_edges,
    "lit-windows": lit_windows,
    "desk-lamp-grid": desk_lamp_grid,
}

if __name__ == "__main__":
    for key in sys.argv[1:] or DRAWN:
        save(DRAWN[key](), key)
