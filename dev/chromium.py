"""Where Chromium is, for the tests that use a browser, and how a bare Debian gets one. Standard library only."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .terminal import Trouble, step

# A browser that draws no window takes half the processor time of Chromium's own headless mode.
HEADLESS = "chromium-headless-shell"
NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find():
    """Return the path of a browser that starts, or None: $CHROMIUM, PATH, then playwright's own downloads."""
    if os.environ.get("CHROMIUM"):
        path = os.environ["CHROMIUM"]
        if not works(path):
            raise Trouble(
                f"CHROMIUM is {path!r}, and no browser starts there. Set it to the path of Chromium, or unset it."
            )
        return path
    candidates = [shutil.which(name) for name in NAMES] + [str(MAC), *_playwrights()]
    return next((path for path in candidates if path and works(path)), None)


def works(path):
    """Ubuntu's chromium-browser without snap is a script that only prints advice, so it has to be asked."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def install():
    """Install Debian's Chromium where that is allowed and return its path; else raise Trouble with the line to type."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        with step("Installing Chromium for the browser tests (apt-get)"):
            _apt_get("update")
            try:
                _apt_get("install", "-y", "--no-install-recommends", HEADLESS)
            except Trouble:  # not every system has that package
                _apt_get("install", "-y", "--no-install-recommends", "chromium")
        found = find()
        if found:
            return found
    raise Trouble(advice())


def _apt_get(*command):
    done = subprocess.run(
        ["apt-get", "-qq", *command],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise Trouble(f"apt-get {command[0]} failed: {' '.join(done.stdout.split()[-60:])} {advice()}")


def advice():
    if shutil.which("apt-get") and "ubuntu" not in _system():
        line = "sudo apt install chromium"
    else:
        line = f"{sys.executable} -m playwright install chromium"
    return (
        f"The browser tests need Chromium, and it is not here. Type: {line} — or set CHROMIUM to the path of one, "
        "or leave these tests out with --no-browser."
    )


def _system():
    try:
        return Path("/etc/os-release").read_text().lower()
    except OSError:
        return ""


def _playwrights():
    home = Path.home()
    folders = [Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", home / ".cache/ms-playwright"))]
    folders.append(home / "Library/Caches/ms-playwright")
    for folder in folders:
        for pattern in (
            "chromium_headless_shell-*/*/*headless*shell",
            "chromium-*/chrome-linux*/chrome",
            "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
        ):
            yield from (str(path) for path in sorted(folder.glob(pattern), reverse=True))
