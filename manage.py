#!/usr/bin/env python3
"""Every command of the site: `demo`, `test`, and all of Django's. Makes its own .venv and database if need be."""

import os
import sys

# Old Pythons, even 2.7, can read this file, so that they can say this instead of "invalid syntax".
if sys.version_info < (3, 11):
    try:
        from shutil import which
    except ImportError:

        def which(name):
            return None

    newer = [name for name in ("python3.11", "python3.12", "python3.13", "python3.14") if which(name)]
    sys.exit(
        "This site needs Python 3.11 or later, and this is Python %s. " % sys.version.split()[0]
        + (
            "Type: %s %s" % (newer[0], " ".join(sys.argv))
            if newer
            else "Install a newer one and type the same with it."
        )
    )
if os.name == "nt":
    sys.exit(
        "This site runs on Linux and macOS. On Windows, type the same inside WSL (https://learn.microsoft.com/windows/wsl/)."
    )

sys.path[:0] = [path for path in [os.path.dirname(os.path.abspath(__file__))] if path not in sys.path]

from dev import bootstrap  # noqa: E402

if __name__ == "__main__":
    sys.exit(bootstrap.main(sys.argv))
