"""Whether the browsers people have play what is inside an MP4: H.264 with 8 bits in 4:2:0, and AAC or MP3.

Some programs show more than that, so whoever made the film does not notice; many of its viewers would see nothing.
"""

import re

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from ..lazy_text import LazyText
from .mp4 import Track, tracks

_PICTURE = _(
    "The pictures of this film are in %(name)s, which many browsers do not show. Please export it once more as MP4 "
    "with H.264 and AAC: in HandBrake the preset “Fast 1080p30” does that. An iPhone records so when Settings, "
    "Camera, Formats says “Most Compatible”."
)
_SHADES = _(
    "This film is H.264 with more shades or colours than browsers show (%(name)s); many viewers would see black. "
    "Please export it once more with 8 bits and 4:2:0: in HandBrake the preset “Fast 1080p30” does that."
)
_SOUND = _(
    "The sound of this film is in %(name)s, which many browsers do not play. Please export it once more with AAC "
    "sound: in HandBrake the preset “Fast 1080p30” does that."
)
_NO_PICTURE = _("There is sound in this file and no moving picture. Please export the film once more.")

_PICTURES = {
    b"hvc1": "HEVC (H.265)", b"hev1": "HEVC (H.265)", b"dvh1": "Dolby Vision (HEVC)", b"dvhe": "Dolby Vision (HEVC)",
    b"av01": "AV1", b"vp09": "VP9", b"vp08": "VP8", b"mp4v": "MPEG-4 (Xvid)", b"encv": "H.264 (DRM)",
}  # fmt: skip
_SOUNDS = {
    b"ac-3": "Dolby Digital (AC-3)", b"ec-3": "Dolby Digital Plus (E-AC-3)", b"ac-4": "Dolby AC-4", b"Opus": "Opus",
    b"alac": "Apple Lossless", b"fLaC": "FLAC", b"dtsc": "DTS", b"dtsh": "DTS", b"enca": "AAC (DRM)",
}  # fmt: skip
# Object types of ``mp4a`` (ISO/IEC 14496-1 table 5): AAC, MPEG-2 AAC, MP3.
_GOOD_OBJECTS = {0x40, 0x66, 0x67, 0x68, 0x69, 0x6B}
_OBJECTS = {0xA5: "Dolby Digital (AC-3)", 0xA6: "Dolby Digital Plus (E-AC-3)", 0xA9: "DTS"}
_OBJECT = re.compile(
    rb"esds.{4}\x03[\x80-\xff]{0,3}[\0-\x7f]..[\0-\x1f]\x04[\x80-\xff]{0,3}[\0-\x7f](.)", re.DOTALL
)  # fmt: skip
_CHROMA = {0: "4:0:0", 1: "4:2:0", 2: "4:2:2", 3: "4:4:4"}
_HIGH_PROFILES = {44, 100, 110, 122, 144, 244}  # those whose ``avcC`` ends with chroma and depth


def fault(file: File) -> LazyText | None:
    """Return the sentence that says why not everybody could watch an MP4, or None; ``file`` is a Django File."""
    found = tracks(file)
    for track in found:
        if text := _fault(track):
            return text
    return _NO_PICTURE if found and not any(track.is_picture for track in found) else None


def _fault(track: Track) -> LazyText | None:
    if track.codec in {b"avc1", b"avc3"}:
        shades = _shades(track.entry)
        return _SHADES % {"name": shades} if shades else None
    if track.codec == b"mp4a":
        match = _OBJECT.search(track.entry)
        name = "" if not match or match[1][0] in _GOOD_OBJECTS else _OBJECTS.get(match[1][0], f"mp4a.{match[1].hex()}")
        return _SOUND % {"name": name} if name else None
    name = (_PICTURES if track.is_picture else _SOUNDS).get(track.codec) or track.codec.decode("ascii", "replace")
    return (_PICTURE if track.is_picture else _SOUND) % {"name": name}


def _shades(entry: bytes) -> str:
    """Return what is unusual in an H.264 picture, such as "10 bits, 4:2:2" (ISO/IEC 14496-15 §5.3.3.1), or nothing."""
    config = entry[entry.find(b"avcC") + 4 :] if b"avcC" in entry else b""
    if len(config) < 7 or config[1] not in _HIGH_PROFILES:
        return ""
    place = 6
    for count in (config[5] & 31, None):  # the sequence and the picture parameter sets
        if count is None:
            count, place = config[place] if place < len(config) else 0, place + 1
        for _set in range(count):
            place += 2 + int.from_bytes(config[place : place + 2], "big")
    if place + 2 > len(config):
        return ""
    chroma, bits = config[place] & 3, 8 + (config[place + 1] & 7)
    return "" if (chroma, bits) in {(1, 8), (0, 8)} else f"{bits} bits, {_CHROMA[chroma]}"
