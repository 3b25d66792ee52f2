"""What the commands tell the person at the terminal: steps with their time, and troubles in one paragraph."""

import contextlib
import errno
import os
import shutil
import sys
import textwrap
import threading
import time


class Trouble(Exception):
    """Something the person can mend; the message is one paragraph that says how."""


def complain(trouble):
    """Print the paragraph to standard error and return the exit code."""
    width = max(40, min(100, shutil.get_terminal_size().columns))
    paragraphs = str(trouble).strip().split("\n")
    print(
        "\n".join(
            textwrap.fill(line, width, subsequent_indent=indent(line), break_long_words=False, break_on_hyphens=False)
            for line in paragraphs
        ),
        file=sys.stderr,
        flush=True,
    )
    return 1


def indent(line):
    return line[: len(line) - len(line.lstrip())]


@contextlib.contextmanager
def step(text):
    """Print ``text``, and behind it the seconds the block took; on a terminal they count while it runs."""
    began = time.monotonic()
    ended = threading.Event()
    live = sys.stderr.isatty()

    def show(tail):
        print(f"\r  {text} … {tail}", end="", file=sys.stderr, flush=True)

    def count():
        while not ended.wait(1):
            show(f"{time.monotonic() - began:.0f} s")

    if live:
        show("")
        ticker = threading.Thread(target=count, daemon=True)
        ticker.start()
    else:
        print(f"  {text} …", file=sys.stderr, flush=True)
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        ended.set()
        if live:
            ticker.join()
            show(f"{time.monotonic() - began:.1f} s{'' if outcome == 'done' else ', ' + outcome}\n")
        else:
            print(f"  {text}: {outcome} after {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)


def explain(error, place):
    """Return the Trouble that an OSError at ``place`` (or a text that a program printed) means, or None."""
    number = getattr(error, "errno", None)
    text = str(error)
    if number in {errno.ENOSPC, errno.EDQUOT} or "No space left on device" in text or "Disk quota exceeded" in text:
        return Trouble(
            f"The disk is full: {free(place)} MB are left where {place} lies, and the site needs about 500 MB for its "
            "packages, its database and its pictures. Make room and type the same command again; it goes on from there."
        )
    if number in {errno.EACCES, errno.EPERM, errno.EROFS} and isinstance(error, OSError):
        where = error.filename or place
        return Trouble(
            f"{where} may not be written by you ({os.strerror(number)}). Perhaps another user, or root, ran the site "
            f"here before: give the folder to yourself (sudo chown -R $(id -un) {place}) or clone the repository anew."
        )
    return None


def free(place):
    """Return the free megabytes of the disk where ``place`` lies."""
    try:
        return shutil.disk_usage(place).free // 1_000_000
    except OSError:
        return 0
