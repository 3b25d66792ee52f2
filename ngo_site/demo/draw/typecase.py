"""Make the photograph "Type case" by code: metal letters in their boxes, seen from above, in low light.

Needs what photographs.py needs. The boxes follow the sizes of a compositor's lower case: the e has the largest.
"""

import numpy as np
from photographs import typewriter
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from scipy.ndimage import gaussian_filter
from surfaces import TALL, WIDE, array, colour, flat, glow, image, lit, noise, over, save, tilt

# Columns of boxes from left to right; every entry is a letter and its share of the column's height.
CASE = (
    (1.2, (("j", 1), ("b", 2), ("l", 2), ("v", 2), ("z", 1))),
    (1.2, (("q", 1), ("c", 2), ("m", 2), ("u", 2), ("x", 1))),
    (1.7, (("k", 1), ("d", 2.4), ("n", 2.4), ("t", 2.4))),
    (2.2, (("fi", 1), ("e", 4), ("h", 2.6), ("-", 1))),
    (1.8, (("s", 2.2), ("o", 2.6), ("a", 2.6), ("!", 1))),
    (1.2, (("g", 2), ("y", 1.4), ("p", 1.6), ("r", 2.4), (".", 1))),
    (1.2, (("f", 1.6), ("w", 1.6), (",", 1.4), ("i", 2.4), (";", 1))),
)
BODY = 46


def sort(letter, chance, font):
    """One piece of type from above: bright shoulders, a worn face with its letter in reverse, and an alpha."""
    wide = {"m": 52, "w": 50, "i": 26, "l": 26, "j": 28, ".": 22, ",": 22, ";": 22, "!": 24, "-": 26}.get(letter, 38)
    box = Image.new("RGBA", (wide + 8, BODY + 8))
    pen, grey = ImageDraw.Draw(box), int(np.clip(chance.normal(118, 24), 70, 170))
    pen.rectangle((2, 2, wide + 5, BODY + 5), fill=(grey, grey, grey + 6, 255))
    pen.line((2, 2, wide + 5, 2), fill=(225, 225, 228, 255), width=3)
    pen.line((2, 2, 2, BODY + 5), fill=(200, 200, 206, 255), width=3)
    pen.line((2, BODY + 5, wide + 5, BODY + 5), fill=(28, 28, 32, 255), width=4)
    pen.line((wide + 5, 2, wide + 5, BODY + 5), fill=(40, 40, 46, 255), width=4)
    pen.rectangle((7, 7, wide, BODY), fill=(grey - 42, grey - 42, grey - 36, 255))
    middle = ((wide + 8) / 2, (BODY + 8) / 2)
    bright = int(np.clip(chance.normal(226, 26), 150, 255))
    pen.text((middle[0] + 2, middle[1] + 2), letter, font=font, fill=(10, 10, 12, 255), anchor="mm")
    pen.text(middle, letter, font=font, fill=(bright, bright, bright - 4, 255), anchor="mm")
    if chance.random() < 0.09:  # some still carry ink from the last forme
        stain = Image.new("RGBA", box.size, (42, 31, 255, int(chance.integers(60, 150))))
        box = Image.composite(Image.alpha_composite(box, stain), box, box.getchannel("A"))
    return box.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def fill(case, shades, place, letter, chance, font):
    """Shake a box's letters into it, the lower ones darker."""
    x0, y0, x1, y1 = place
    box = Image.new("RGB", (x1 - x0, y1 - y0), (24, 17, 11))
    count = int((x1 - x0) * (y1 - y0) / 900)
    for n in range(count):
        turn = chance.normal(0, 12) + 90 * chance.choice((0, 0, 0, 1, 2, 3))
        piece = sort(letter, chance, font).rotate(turn, Image.Resampling.BICUBIC, expand=True)
        at = (int(chance.integers(-14, max(x1 - x0 - piece.width + 14, -13))),
              int(chance.integers(-14, max(y1 - y0 - piece.height + 14, -13))))  # fmt: skip
        deep = Image.new("RGBA", piece.size, (0, 0, 0, int(150 * (1 - n / count))))
        piece = Image.composite(Image.alpha_composite(piece, deep), piece, piece.getchannel("A"))
        dark = Image.new("L", box.size)
        dark.paste(piece.getchannel("A"), (at[0] + 5, at[1] + 7))
        dark = Image.fromarray((gaussian_filter(np.asarray(dark) / 255, 4) * 150).astype(np.uint8))
        box.paste((4, 4, 6), (0, 0), dark)
        box.paste(piece, at, piece.getchannel("A"))
    case.paste(box, (x0, y0))
    ImageDraw.Draw(shades).rectangle((x0 + 12, y0 + 20, x1 + 4, y1 + 4), fill=255)


def type_case():
    """The whole case, its wooden walls, and a lamp from the upper left."""
    chance, font = np.random.default_rng(26), typewriter(40)
    grain = noise(8, 60, octaves=6, stretch=14)
    wood = flat("#8a5c33") * (0.55 + grain[..., None] * 0.75)
    case, shades, walls = image(wood), Image.new("L", (WIDE, TALL)), Image.new("L", (WIDE, TALL), 255)
    wall, x = 16, -30.0
    unit = (WIDE + 60 - wall) / sum(share for share, _ in CASE)
    for share, boxes in CASE:
        y, part = -24.0, (TALL + 48) / sum(tall for _, tall in boxes)
        for letter, tall in boxes:
            place = (int(x + wall), int(y + wall), int(x + share * unit), int(y + tall * part))
            fill(case, shades, place, letter, chance, font)
            ImageDraw.Draw(walls).rectangle(place, fill=0)
            y += tall * part
        x += share * unit
    high = np.asarray(walls) / 255
    field = array(case)
    under = np.asarray(ImageChops.multiply(shades, ImageChops.invert(walls))) / 255
    field = field * np.where(high > 0.5, 1, 0.3 + 0.7 * gaussian_filter(under, 12))[..., None]
    rim = lit(gaussian_filter(high, 2.2) * 9, 0.5)
    field = field * np.where(high > 0.5, 0.55 + rim * 0.95, 1)[..., None]
    field = over(field, flat("#ffe9c4") * colour("#ffe9c4"), np.clip(rim - 0.82, 0, 1) * high * 0.9)
    seen = tilt(image(field), ((120, 60), (WIDE - 160, 0), (WIDE, TALL - 30), (0, TALL)))
    edge = np.clip(2.2 - glow(0.42, 0.45, 0.5) * 3.4, 0, 1)
    sharp, soft = (array(seen.filter(ImageFilter.GaussianBlur(size))) for size in (0.7, 5))
    seen = over(sharp, soft, edge)
    return seen * (0.3 + glow(0.36, 0.36, 0.62)[..., None] * np.array([1.1, 1.0, 0.86]))


if __name__ == "__main__":
    save(type_case(), "type-case", grain=0.012)
