"""What the drawn photographs are made of: noise, light on a relief, shadows, grain.

Needs: numpy, scipy and pillow (pip). All fields are float arrays; pictures run from 0 to 1.
"""

import numpy as np
from PIL import Image, ImageDraw
from press import PICTURES
from scipy.ndimage import gaussian_filter, shift, zoom

WIDE, TALL = 1920, 1280


def noise(seed, coarse, tall=TALL, wide=WIDE, octaves=5, stretch=1.0):
    """Cloudy values from 0 to 1; `coarse` is the size of the largest cloud, `stretch` makes grain along x."""
    chance, field, weight = np.random.default_rng(seed), np.zeros((tall, wide)), 1.0
    for octave in range(octaves):
        step = max(coarse / 2**octave, 1)
        rows, columns = int(tall / step) + 3, int(wide / (step * stretch)) + 3
        layer = zoom(chance.random((rows, columns)), (tall / (rows - 2), wide / (columns - 2)), order=3)
        field += layer[:tall, :wide] * weight
        weight *= 0.5
    return (field - field.min()) / (field.max() - field.min())


def lit(relief, strength, towards=(-0.5, -0.7)):
    """How bright a relief is under a low light: 0.5 where it is flat."""
    down, across = np.gradient(relief)
    return np.clip(0.5 + strength * (across * -towards[0] + down * -towards[1]), 0, 1)


def colour(code):
    return np.array([int(code[n : n + 2], 16) / 255 for n in (1, 3, 5)])


def flat(code, tall=TALL, wide=WIDE):
    return np.ones((tall, wide, 3)) * colour(code)


def over(below, above, mask):
    """Lay one picture on another where the mask is 1."""
    return below * (1 - mask[..., None]) + above * mask[..., None]


def shadow(mask, soft, dx, dy, depth):
    """The factor by which a sheet with this mask darkens what lies under it."""
    return 1 - gaussian_filter(shift(mask, (dy, dx), order=0, mode="nearest"), soft) * depth


def glow(x, y, reach, tall=TALL, wide=WIDE, squash=1.0):
    """Light that falls off from a point given in shares of the picture."""
    down, across = np.mgrid[0:tall, 0:wide]
    far = np.hypot((across / wide - x), (down / tall - y) * squash * tall / wide) / reach
    return 1 / (1 + far**2.4)


def typed(rows, font, size, step, chance, wide=WIDE, tall=TALL, lead=1.9):
    """A mask of typewritten rows whose strokes vary as fingers do."""
    page = Image.new("L", (wide, tall))
    pen = ImageDraw.Draw(page)
    for n, row in enumerate(rows):
        for k, letter in enumerate(row):
            place = (60 + k * step + chance.normal(0, 0.7), 40 + n * size * lead + chance.normal(0, 1.1))
            pen.text(place, letter, font=font, fill=int(np.clip(chance.normal(190, 42), 40, 255)))
    return np.asarray(page) / 255


def tilt(picture, corners):
    """See a flat picture in perspective: the four source corners go to the corners of the frame."""
    wide, tall = picture.size
    frame = [(0, 0), (wide, 0), (wide, tall), (0, tall)]
    rows, goal = [], []
    for (x, y), (u, v) in zip(frame, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        goal += [u, v]
    plane = np.linalg.solve(np.array(rows, float), np.array(goal, float))
    return picture.transform(picture.size, Image.Transform.PERSPECTIVE, plane, Image.Resampling.BICUBIC)


def image(field):
    return Image.fromarray((np.clip(field, 0, 1) * 255).astype(np.uint8))


def array(picture):
    return np.asarray(picture.convert("RGB")) / 255


def save(field, name, grain=0.022, largest=330_000):
    """Add a film's grain, which also hides banding, and write a progressive JPEG of at most `largest` bytes."""
    chance = np.random.default_rng(1)
    rough = gaussian_filter(chance.normal(0, 1, field.shape[:2]), 0.8) * grain
    finished, target = image(field + rough[..., None]), PICTURES / f"{name}.jpg"
    for quality in range(80, 40, -4):
        finished.save(target, quality=quality, progressive=True, optimize=True)
        if target.stat().st_size <= largest:
            break
    print(f"{name}: quality {quality}, {target.stat().st_size:,} bytes")
