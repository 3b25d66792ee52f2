"""Which pictures are taken, and in which format one is smaller.

The process that decodes imports it, too: it needs Pillow and nothing else.
"""

import io

from PIL import Image

TAKEN = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF", "TIFF"]
# For the attribute of file inputs. Systems that do not know HEIC or TIFF by their type know them by their endings.
ACCEPT = (
    "image/jpeg,image/png,image/gif,image/webp,image/avif,image/heic,image/heif,image/tiff,"
    ".jpg,.jpeg,.png,.gif,.webp,.avif,.heic,.heif,.hif,.tif,.tiff"
)


def is_flat(image: Image.Image) -> bool:
    """Return whether PNG is the smaller form: lettering and plain colours, not a photograph."""
    sample = image.copy()
    sample.thumbnail((640, 640))
    lossless, lossy = io.BytesIO(), io.BytesIO()
    sample.save(lossless, "PNG", optimize=True)
    sample.convert("RGB").save(lossy, "JPEG", quality=80)
    return lossless.tell() <= lossy.tell()
