"""Decodes an upload and makes a clean picture of it, in a process of its own: image decoders are where servers break.

Run as a script it reads a file from standard input and writes one line (width, height, extension; or "refused" and
why), then the new file. It sees no environment, no database and no more memory and time than stands here; whatever
happens to it, the site goes on.
"""

import io
import sys
import warnings

from PIL import Image, ImageCms, ImageOps

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 24_000_000
LONGEST_SIDE = 16_000
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 20
FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF"]
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8")


class RefusedError(Exception):
    """The file is no picture that we take; the argument says why: format, broken, large, moving."""


def main():
    _limit()
    try:
        data, width, height, extension = develop(sys.stdin.buffer.read(LARGEST_FILE + 1))
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


def develop(data: bytes) -> tuple[bytes, int, int, str]:
    """Return (file, width, height, extension): upright, in sRGB, without metadata; raise RefusedError and others."""
    if len(data) > LARGEST_FILE:
        raise RefusedError("large")
    image = _decoded(data)
    lossy = image.format in {"JPEG", "MPO"}
    image = to_srgb(ImageOps.exif_transpose(image))
    image.info.clear()  # comments, EXIF with its GPS position, XMP, the profile that no longer holds
    data, extension = _encoded(image, lossy)
    return data, image.width, image.height, extension


def to_srgb(image: Image.Image) -> Image.Image:
    """Return the picture as RGB, L, or RGBA where something shows through; 16 bits become 8."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    alpha = None
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        alpha = image.getchannel("A")
        alpha = alpha if alpha.getextrema()[0] < 255 else None
        image = image.convert("RGB")
    elif image.mode not in {"L", "CMYK", "RGB"}:
        image = image.convert("L" if image.mode == "1" else "RGB")
    if profile:
        image = _through_profile(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    if alpha:
        image = image.convert("RGB")
        image.putalpha(alpha)
    return image


def is_flat(image: Image.Image) -> bool:
    """Return whether PNG is the smaller form: lettering and plain colours, not a photograph."""
    sample = image.copy()
    sample.thumbnail((640, 640))
    lossless, lossy = io.BytesIO(), io.BytesIO()
    sample.save(lossless, "PNG", optimize=True)
    sample.convert("RGB").save(lossy, "JPEG", quality=80)
    return lossless.tell() <= lossy.tell()


def _decoded(data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.UnidentifiedImageError:
        raise RefusedError("broken" if data.startswith(_BEGINNINGS) else "format") from None
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise RefusedError("large")
    # Many telephones put a second, smaller picture behind the first; that is no film.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise RefusedError("moving")
    image.seek(0)
    image.load()
    return image


def _encoded(image: Image.Image, lossy: bool) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    if image.mode == "RGBA" or (not lossy and is_flat(image)):
        image.save(buffer, "PNG", optimize=image.width * image.height < 4_000_000)
        if buffer.tell() <= LARGEST_FILE:
            return buffer.getvalue(), "png"
        buffer = io.BytesIO()
        image.save(buffer, "WEBP", quality=90, method=2)
        return buffer.getvalue(), "webp"
    image.save(buffer, "JPEG", quality=92, progressive=True)
    return buffer.getvalue(), "jpg"


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        return ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile, or one for another kind of picture: the numbers are taken as they are


def _limit():
    try:
        import resource
    except ImportError:  # Windows has none; the time-out of the caller remains
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
