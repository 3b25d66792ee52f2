"""Bring the real photographs to size: `python collected.py FOLDER`, the folder holding Debian packages unpacked.

    apt-get download lomiri-wallpapers-16.04 mate-backgrounds plasma-workspace-wallpapers
    for package in *.deb; do dpkg-deb -x "$package" FOLDER; done

Authors and licences stand in each package's copyright file, for Plasma also in each picture's metadata.json,
and are copied into pictures/credits.toml. Needs: pillow (pip).
"""

import sys
from pathlib import Path

from PIL import Image, ImageOps
from press import PICTURES

LOMIRI, PLASMA = "usr/share/backgrounds", "usr/share/wallpapers"
PHOTOS = {
    "mountain-dawn": f"{LOMIRI}/sunset_by_Aitzol_Berasategi.jpg",
    "mountain-pass": f"{LOMIRI}/picosdeeuropa_by_Aitzol_Berasategi.jpg",
    "mast": f"{LOMIRI}/Bridge_by_Sander_Klootwijk.jpg",
    "seeds": f"{LOMIRI}/seeding_by_Clements_Engelhardt.jpg",
    "brushes": f"{LOMIRI}/Picture_1A_by_freespace.jpg",
    "road": "usr/share/backgrounds/mate/nature/Storm.jpg",
    "city-night": f"{PLASMA}/DarkestHour/contents/images/2560x1600.jpg",
    "lake-morning": f"{PLASMA}/summer_1am/contents/images/2560x1600.jpg",
    "pier": f"{PLASMA}/ColdRipple/contents/images/2560x1600.jpg",
    "forest-path": f"{PLASMA}/Path/contents/images/2560x1600.jpg",
}
LARGEST = 300_000


def bring(source, name):
    """Write the photograph at most 1920 wide, as good as fits in LARGEST bytes, without its metadata."""
    photo = ImageOps.exif_transpose(Image.open(source)).convert("RGB")
    photo.thumbnail((1920, 1280), Image.Resampling.LANCZOS)
    target = PICTURES / f"{name}.jpg"
    for quality in (80, 76, 72, 68, 62, 56, 50):
        photo.save(target, quality=quality, progressive=True, optimize=True)
        if target.stat().st_size <= LARGEST:
            break
    return f"{name}: {photo.width} x {photo.height}, quality {quality}, {target.stat().st_size:,} bytes"


if __name__ == "__main__":
    for key, path in PHOTOS.items():
        print(bring(Path(sys.argv[1]) / path, key))
