"""Reading what a function writes while it writes it."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO


@contextmanager
def reading_what(write: Callable[[BinaryIO], None]) -> Iterator[BinaryIO]:
    """Yield a stream of what ``write`` writes, in a thread of its own. What it raises is raised when the block ends.

    Whoever leaves the block by an error of their own stops it.
    """
    outlet, inlet = os.pipe()
    failed: list[Exception] = []

    def run() -> None:
        try:
            with os.fdopen(inlet, "wb") as pipe:
                write(pipe)
        except BrokenPipeError:
            pass  # the reader has given up, and says why
        except Exception as error:
            failed.append(error)

    writer = threading.Thread(target=run, daemon=True)
    writer.start()
    reader = os.fdopen(outlet, "rb")
    try:
        yield reader
        while reader.read(1024 * 1024):  # what follows the end of an archive
            pass
    except Exception:
        reader.close()
        writer.join()
        if failed:
            raise failed[0] from None  # why the stream ended early
        raise
    finally:
        reader.close()
        writer.join()
    if failed:
        raise failed[0]
