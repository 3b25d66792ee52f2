"""Make the film "Ten seconds of ink", its sound, its still and its captions: `python film.py`.

Needs ffmpeg with x264, libvpx and opus, and what press.py needs; numpy for the clicks. The captions are those of
content/videos.toml, so that what is heard, read and listed cannot drift apart.
"""

import subprocess
import tempfile
import tomllib
import wave
from pathlib import Path

import numpy as np
from lettering import CAP, INK, PAPER, short, stretched
from press import PICTURES, group, picture, rect, shape, sheet

NAME, FRAME, RATE, LONG = "ten-seconds-of-ink", (1280, 720), 25, 10.0
EDGE, FIRST, STEP, HERTZ = 64, 134, 102, 44_100
BLUE = "#5f57ff"  # carbon blue on ink, lifted until it can be read
LINES = (("THEY TOOK THE PRESS.", PAPER, 0.8, 0.15), ("THEY MISSED THE COPIES.", BLUE, 5.2, 0.135))
COPIES, COPY_AT, COPY_EVERY = 5, 8.6, 0.2
STRENGTH = (0.62, 0.42, 0.28, 0.18, 0.11)


def letters_of(text, face, size):
    """Every letter with its place: (index among all characters, letter, left edge of its advance, advance)."""
    places = [x * size / 1000 for _, x in face.glyphs(text)] + [face.bounds(text, size)[2]]
    return [(n, letter, places[n], places[n + 1] - places[n]) for n, letter in enumerate(text) if letter != " "]


def setting(text, fill, base, now, start, each):
    """The line as far as it is set: the newest letter is still a block of metal, and strikes a little low."""
    face, size = stretched(text, FRAME[0] - 2 * EDGE, 90)
    left, parts = face.bounds(text, size)[0], []
    for n, letter, x, wide in letters_of(text, face, size):
        age = now - start - n * each
        if age < 0:
            continue
        drop = max(0.0, 1 - age / 0.12)
        x, y = EDGE - left + x, base + 9 * drop
        path = face.path(letter, size, x + face.bounds(letter, size)[0], y)
        if age < 0.1:
            parts.append(rect(x - 1, y - size * CAP - 12, wide + 2, size * CAP + 24, fill))
        parts.append(shape(path, INK if age < 0.1 else fill))
    return parts


def copies(now):
    """The second line again and again, each copy fainter, softer and further along."""
    text, _, _, _ = LINES[1]
    face, size = stretched(text, FRAME[0] - 2 * EDGE, 90)
    for n in range(COPIES):
        age = now - COPY_AT - n * COPY_EVERY
        if age < 0:
            break
        base = FIRST + STEP + (n + 1) * (STEP - 13) - 10 * max(0.0, 1 - age / 0.12)
        soft = f'stroke="{BLUE}" stroke-width="{short(n * 0.9)}" stroke-opacity=".5"'
        path = face.path(text, size, EDGE + (n + 1) ** 2 * 1.6, base)
        yield group("rotate(0)", shape(path, BLUE, soft), opacity=STRENGTH[n])


def frame(now):
    """The drawing at a moment in seconds."""
    parts = [*copies(now)]
    for n, (text, fill, start, each) in enumerate(LINES):
        parts += setting(text, fill, FIRST + n * STEP, now, start, each)
    if now < LINES[0][2] and int(now / 0.2) % 2 == 0:
        parts.append(rect(EDGE, FIRST - 90, 14, 90, PAPER))
    # A struck letter shakes the whole bed.
    struck = [t for t, _ in strokes() if 0 <= now - t < 0.04]
    return sheet([group(f"translate(0 {2.5 if struck else 0})", *parts)], INK, FRAME)


def strokes():
    """When something strikes, and how hard."""
    for text, _, start, each in LINES:
        yield from ((start + n * each, 0.8 if letter != "." else 1.0) for n, letter in enumerate(text) if letter != " ")
    yield from ((COPY_AT + n * COPY_EVERY, 0.9 * STRENGTH[n] ** 0.5) for n in range(COPIES))


def sound(path):
    """Clicks of metal: a bright tap, a ring of the piece, a thud of the bed under it."""
    chance, track = np.random.default_rng(26), np.zeros(int(LONG * HERTZ))
    t = np.arange(int(0.16 * HERTZ)) / HERTZ
    for moment, force in strokes():
        pitch = chance.uniform(0.94, 1.07)
        tap = chance.normal(0, 1, t.size) * np.exp(-t * 420) * 0.55
        ring = sum(np.sin(2 * np.pi * hz * pitch * t) * np.exp(-t * fade) * loud
                   for hz, fade, loud in ((2350, 90, 0.3), (3910, 130, 0.2), (5840, 170, 0.12)))  # fmt: skip
        thud = np.sin(2 * np.pi * 130 * pitch * t) * np.exp(-t * 45) * 0.5
        begin = int(moment * HERTZ)
        part = track[begin : begin + t.size]
        part += ((tap + ring + thud) * force * 0.42)[: part.size]
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, HERTZ, 0, "NONE", ""))
        file.writeframes((np.clip(track, -1, 1) * 32_000).astype("<i2").tobytes())


def encode(folder):
    """Two files that between them play everywhere."""
    given = ["ffmpeg", "-v", "error", "-y", "-framerate", str(RATE)]
    given += ["-i", f"{folder}/%03d.png", "-i", f"{folder}/clicks.wav"]
    title = ["-metadata", "title=Ten seconds of ink", "-pix_fmt", "yuv420p", "-shortest"]
    mp4 = ["-c:v", "libx264", "-crf", "21", "-preset", "slow", "-tune", "animation", "-c:a", "aac", "-b:a", "56k"]
    webm = ["-c:v", "libvpx-vp9", "-crf", "36", "-b:v", "0", "-row-mt", "1", "-c:a", "libopus", "-b:a", "40k"]
    subprocess.run([*given, *title, *mp4, "-movflags", "+faststart", str(PICTURES / f"{NAME}.mp4")], check=True)
    subprocess.run([*given, *title, *webm, str(PICTURES / f"{NAME}.webm")], check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        seen = {}
        for n in range(int(LONG * RATE)):
            drawing = frame(n / RATE)
            if drawing not in seen:
                seen[drawing] = picture(drawing, FRAME[0])
            seen[drawing].save(f"{folder}/{n:03}.png", compress_level=1)
        sound(Path(folder) / "clicks.wav")
        encode(folder)
    picture(frame(LONG), FRAME[0]).save(PICTURES / f"{NAME}.jpg", quality=84, progressive=True, optimize=True)
    content = tomllib.loads((PICTURES.parent / "content" / "videos.toml").read_text())
    captions = next(video["captions"] for video in content["video"] if video["slug"] == NAME)
    (PICTURES / f"{NAME}.vtt").write_text(captions.lstrip())
