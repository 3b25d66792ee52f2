"""A disk that is full."""

import resource
import sys
from contextlib import contextmanager

ROOM = 2048  # bytes


@contextmanager
def no_room():
    """Let no file of this process become larger (setrlimit(2)); the kernel ends the write in its midst."""
    before, writes_bytecode = resource.getrlimit(resource.RLIMIT_FSIZE), not sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # Python takes half of such a file for a whole one
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        sys.dont_write_bytecode = not writes_bytecode
