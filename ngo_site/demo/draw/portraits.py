"""Draw the three portraits from Open Peeps by Pablo Stanley (CC0), each with its carbon copies behind it.

Needs: cairosvg and pillow (pip), Node, and the npm packages @dicebear/core and @dicebear/open-peeps;
FONTS names the folder node_modules they lie in.
"""

import io
import json
import os
import re
import subprocess
from pathlib import Path

import cairosvg
from lettering import BLUE, VERMILION, YELLOW
from PIL import Image
from press import PICTURES

MODULES = Path(os.environ.get("FONTS", "node_modules")).resolve()
SIZE = 800
DRAW = """
import { createAvatar } from "@dicebear/core";
import * as peeps from "@dicebear/open-peeps";
const wish = JSON.parse(process.argv[1]);
process.stdout.write(createAvatar(peeps, { ...wish, maskProbability: 0 }).toString());
"""
# The ground, the copies' shade, and what Open Peeps is asked for.
PEOPLE = {
    "portrait-1": (BLUE, "#0b0573", {
        "head": ["grayBun"], "face": ["smile"], "accessories": ["glasses2"], "accessoriesProbability": 100,
        "skinColor": ["ffdbb4"], "headContrastColor": ["e8e6e1"], "clothingColor": ["ffd400"],
    }),
    "portrait-2": (VERMILION, "#8f1c00", {
        "head": ["twists2"], "face": ["calm"], "facialHair": ["full2"], "facialHairProbability": 100,
        "skinColor": ["ae5d29"], "headContrastColor": ["0e0e0f"], "clothingColor": ["ffffff"],
    }),
    "portrait-3": (YELLOW, "#a06c00", {
        "head": ["medium1"], "face": ["driven"], "accessories": ["glasses"], "accessoriesProbability": 100,
        "skinColor": ["d08b5b"], "headContrastColor": ["0e0e0f"], "clothingColor": ["2a1fff"],
    }),
}  # fmt: skip
PLAIN = {"seed": "sixth copy", "accessoriesProbability": 0, "facialHairProbability": 0}


def figure(wish):
    """The person alone, on nothing, as a square image."""
    command = ["node", "--input-type=module", "-e", DRAW, json.dumps({**PLAIN, **wish})]
    svg = subprocess.run(command, cwd=MODULES.parent, check=True, capture_output=True, text=True).stdout
    # cairosvg draws the clipping mask of the frame in the wrong place; nothing sticks out of it.
    svg = re.sub(r' mask="url\(#viewboxMask\)"', "", svg)
    png = cairosvg.svg2png(bytestring=svg.encode(), output_width=SIZE, output_height=SIZE)
    return Image.open(io.BytesIO(png)).convert("RGBA")


def portrait(ground, far, wish):
    """The person in front of five copies, each fainter and further off."""
    page, person = Image.new("RGB", (SIZE, SIZE), ground), figure(wish)
    for copy in range(5, 0, -1):
        shade = Image.blend(Image.new("RGB", page.size, ground), Image.new("RGB", page.size, far), 0.5 / copy**0.6)
        page.paste(shade, (-34 * copy, 0), person.getchannel("A"))
    page.paste(person, (24, 0), person)
    return page


if __name__ == "__main__":
    for name, (ground, far, wish) in PEOPLE.items():
        portrait(ground, far, wish).save(PICTURES / f"{name}.webp", quality=86, method=6)
        print(name, (PICTURES / f"{name}.webp").stat().st_size)
