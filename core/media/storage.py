"""The folder of uploaded files: a file is there whole, or not at all."""

import errno
from typing import Any

from django.core.files.storage import FileSystemStorage

# The disk is full, over quota, was made read-only, or takes no file of this size.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


class MediaStorage(FileSystemStorage):
    """Django's own, but what could not be written to its end is removed."""

    def _save(self, name: str, content: Any) -> str:
        was_there = self.exists(name)
        try:
            return super()._save(name, content)  # type: ignore[misc]  # the stubs know only what is public
        except OSError:
            if not was_there:
                self.delete(name)
            raise
