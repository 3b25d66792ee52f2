"""A checkout with one small package to install, in place of all that the site needs, and what it says when started."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from ngo_site import required_settings

BASE = Path(__file__).resolve().parents[2]
PYTHON = getattr(sys, "_base_executable", sys.executable)
# In place of Django, which the small checkouts below do without.
COMMANDS = """
import sys


def run(arguments):
    import tiny

    print("ran", arguments[1:], "in", sys.prefix)
    return 0
"""


def require(folder, *names, version):
    """Make wheels and lock them in requirements.txt."""
    (folder / "wheels").mkdir(exist_ok=True)
    locked = [f"{name}=={version} \\\n    --hash=sha256:{make_wheel(folder, name, version)}\n" for name in names]
    (folder / "requirements.txt").write_text("".join(["--no-index\n--find-links wheels\n", *locked]))


def make_wheel(folder, name, version):
    """Return the digest of a wheel with one module."""
    wheel = folder / f"wheels/{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        info = f"{name}-{version}.dist-info"
        archive.writestr(f"{name}.py", f"version = {version!r}\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def environment(**more):
    """No uv, no settings of this test run, and a database so that none is started."""
    kept = {name: os.environ[name] for name in ("HOME", "TMPDIR", "LANG") if name in os.environ}
    unused = dict.fromkeys(required_settings.NEEDED, "unused") | {"DATABASE_URL": "postgresql://unused/unused"}
    return {**kept, "PATH": "/usr/bin:/bin", **unused, **more}


def manage(folder, *arguments, python=PYTHON, **more):
    return subprocess.run(
        [python, "manage.py", *arguments],
        cwd=folder,
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=120,
    )


def venv_of(done):
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().rpartition(" in ")[2]


def paragraph(done):
    """The complaint, as one line, after checking that it is one and that no traceback came with it."""
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())
