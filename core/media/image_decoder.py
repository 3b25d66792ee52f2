"""Decodes an upload and makes a clean picture of it, in a process of its own (``limited_process``).

Run as a script it reads a file from standard input and writes one line (width, height, extension; or "refused" and
why), then the new file. Larger pictures than sites and printers need are made smaller while they are read, so that a
panorama of 150 million pixels needs less than a gigabyte.
"""

import io
import math
import sys
import warnings
from typing import IO, cast

import pillow_heif
from PIL import Image, ImageCms, ImageOps
from PIL.TiffImagePlugin import TiffImageFile

from core.media.picture_formats import TAKEN, is_flat

MOST_PIXELS = 150_000_000
# Decoders that hold the whole picture two or three times.
MOST_PIXELS_OF = {"WEBP": 50_000_000, "AVIF": 50_000_000, "HEIF": 70_000_000}
LONGEST_SIDE = 65_535
KEPT_PIXELS = 26_000_000  # a photograph of a camera with "24 megapixels" is kept as it is
LONGEST_KEPT = 16_000
LARGEST_KEPT = 10 * 1024 * 1024  # bytes of the new file, as far as it is a PNG
_STRIP = 256  # rows of the smaller picture that are made at once
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"II*\0", b"MM\0*")
_RAW = (b"FUJIFILMCCD-RAW", b"IIRO", b"IIU\0")
_DNG_VERSION, _NEW_SUBFILE_TYPE = 50706, 254  # tags of TIFF


class RefusedError(Exception):
    """The file is no picture that we take; the argument says why: a key of ``pictures._REFUSED``."""


def main() -> None:
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    source = sys.stdin.buffer
    try:
        data, width, height, extension = develop(source if source.seekable() else io.BytesIO(source.read()))
    except RefusedError as refused:
        print("refused", refused)
        return
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        print("refused large")
        return
    except Exception:  # decoders raise what they like; all of it means this
        print("refused broken")
        return
    sys.stdout.buffer.write(f"{width} {height} {extension}\n".encode() + data)


def develop(source: IO[bytes]) -> tuple[bytes, int, int, str]:
    """Return (file, width, height, extension): upright, in sRGB, without metadata; raise RefusedError and others."""
    image = _opened(source)
    lossy = image.format in {"JPEG", "MPO", "HEIF"}
    if image.format in {"JPEG", "MPO"}:
        image.draft(None, _kept_size(image))  # decodes a half, a quarter or an eighth, never less than is kept
    image.load()
    image = to_srgb(ImageOps.exif_transpose(_smaller(image)))
    image.info.clear()  # comments, EXIF with its GPS position, XMP, the profile that no longer holds
    data, extension = _encoded(image, lossy)
    return data, image.width, image.height, extension


def to_srgb(image: Image.Image) -> Image.Image:
    """Return the picture as RGB, L, or RGBA where something shows through; 16 bits become 8."""
    profile = image.info.get("icc_profile")
    image = _in_plain_colours(image)
    alpha = None
    if image.mode in {"RGBA", "LA"}:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        alpha = alpha if alpha.getextrema()[0] < 255 else None  # type: ignore[operator]  # one band: two numbers
        image = image.convert("RGB")
    if profile:
        image = _through_profile(image, profile)
    if image.mode not in {"L", "RGB"}:
        image = image.convert("RGB")
    if alpha:
        image = image.convert("RGB")
        image.putalpha(alpha)
    return image


def _opened(source) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    head = source.read(1024)
    source.seek(0)
    if head.startswith(_RAW) or head[4:12] == b"ftypcrx " or (head.startswith(b"II*\0") and head[8:10] == b"CR"):
        raise RefusedError("raw")
    try:
        image = Image.open(source, formats=TAKEN)
    except Image.UnidentifiedImageError:
        raise RefusedError(_unknown(head)) from None
    if (
        image.width * image.height > MOST_PIXELS_OF.get(image.format or "", MOST_PIXELS)
        or max(image.size) > LONGEST_SIDE
    ):
        raise RefusedError("large")
    if image.format == "TIFF":
        _check_tiff(cast(TiffImageFile, image))
    # Many telephones put more pictures behind the first, or have one of several in front: that is no film.
    elif image.format not in {"MPO", "HEIF"}:
        if getattr(image, "n_frames", 1) > 1:
            raise RefusedError("moving")
        image.seek(0)
    return image


def _unknown(head: bytes) -> str:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if b"<svg" in head:
        return "svg"
    return "broken" if head.startswith(_BEGINNINGS) else "format"


def _check_tiff(image: TiffImageFile) -> None:
    """Refuse what only looks like one picture: several pages, or a camera's raw file with its thumbnail in front."""
    if _DNG_VERSION in image.tag_v2 or image.tag_v2.get(_NEW_SUBFILE_TYPE, 0) & 1:
        raise RefusedError("raw")
    for page in range(1, image.n_frames):
        image.seek(page)
        if not image.tag_v2.get(_NEW_SUBFILE_TYPE, 0) & 1:
            raise RefusedError("pages")
    image.seek(0)
    if image.mode == "F":  # measurements; what is white in them stands nowhere
        raise RefusedError("format")


def _kept_size(image: Image.Image) -> tuple[int, int]:
    """Return the size in which a picture is kept."""
    scale = max(math.sqrt(image.width * image.height / KEPT_PIXELS), max(image.size) / LONGEST_KEPT, 1)
    return max(1, math.floor(image.width / scale)), max(1, math.floor(image.height / scale))


def _smaller(image: Image.Image) -> Image.Image:
    """Return the picture in the size in which it is kept, or, where it has far more pixels, at most in that."""
    width, height = _kept_size(image)
    scale = max(image.width / width, image.height / height)
    if image.width * image.height > 2 * KEPT_PIXELS:
        return _in_strips(image, math.ceil(scale))
    if scale > 1:
        return _in_plain_colours(image).resize((width, height), Image.Resampling.LANCZOS)
    return image


def _in_strips(image: Image.Image, factor: int) -> Image.Image:
    """Return the picture at one part in ``factor``; converted strip by strip, so that it is never there twice."""
    small: Image.Image | None = None
    for top in range(0, image.height, _STRIP * factor):
        box = (0, top, image.width, min(top + _STRIP * factor, image.height))
        strip = _in_plain_colours(image.crop(box)).reduce(factor)
        small = small or Image.new(strip.mode, (strip.width, math.ceil(image.height / factor)))
        small.paste(strip, (0, top // factor))
    assert small is not None, "a picture has lines"
    small.info = {name: value for name, value in image.info.items() if name != "transparency"}
    return small


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """Return the picture with 8 bits and without a palette: what may be made smaller without false colours."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "PA" or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _encoded(image: Image.Image, lossy: bool) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    if image.mode == "RGBA" or (not lossy and is_flat(image)):
        image.save(buffer, "PNG", optimize=image.width * image.height < 4_000_000)
        if buffer.tell() <= LARGEST_KEPT:
            return buffer.getvalue(), "png"
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=90, method=2)
        return buffer.getvalue(), "webp"
    image.save(buffer, "JPEG", quality=92, progressive=True)
    return buffer.getvalue(), "jpg"


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
        return converted or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile, or one for another kind of picture: the numbers are taken as they are


if __name__ == "__main__":
    main()
