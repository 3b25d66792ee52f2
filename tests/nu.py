"""The Nu HTML checker: where it is, how it is fetched, and what it says of a folder of pages."""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from dev.venv import locked

PACKAGE = "vnu-jar@26.9.27"
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"  # of the vnu.jar in it
NOT_CHECKED = "THE HTML WAS NOT CHECKED"
HOME = Path(__file__).parent.parent / ".venv" / "nu"


def errors_in(folder: Path) -> list[str]:
    """Return what the checker holds against the pages below the folder: file, line and message."""
    HOME.mkdir(parents=True, exist_ok=True)
    with locked(HOME):  # two processes that test side by side would fetch into each other's file
        java, jar = _java(), _jar()
    command = [java, "-jar", str(jar), "--errors-only", "--format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [f"{Path(m['url']).name}:{m.get('lastLine')} {m['message']} | {m.get('extract', '')}" for m in messages]


def _java() -> str:
    if not shutil.which("java"):
        _may_install(["apt-get", "-qq", "install", "-y", "--no-install-recommends", "default-jre-headless"])
    return shutil.which("java") or pytest.skip(
        "THE HTML WAS NOT CHECKED: Java is missing (apt install default-jre-headless)"
    )


def _jar() -> Path:
    """Return the checker, fetched once with npm; whatever has another digest is not run."""
    jar = Path(os.environ.get("NU_JAR") or HOME / f"{PACKAGE}.jar")
    if not jar.exists():
        if not shutil.which("npm"):
            _may_install(["apt-get", "-qq", "install", "-y", "--no-install-recommends", "npm"])
        npm = shutil.which("npm") or pytest.skip(
            "THE HTML WAS NOT CHECKED: npm is missing, and $NU_JAR names no vnu.jar"
        )
        done = subprocess.run([npm, "pack", "--silent", PACKAGE], cwd=HOME, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"{NOT_CHECKED}: {PACKAGE} could not be fetched: {done.stderr[-300:]}")
        packed = HOME / done.stdout.split()[-1]
        with tarfile.open(packed) as archive:
            content = archive.extractfile("package/build/dist/vnu.jar").read()
        packed.unlink()
        jar.with_suffix(".part").write_bytes(content)
        jar.with_suffix(".part").replace(jar)  # a run that is ended here leaves no half of it
    assert hashlib.sha256(jar.read_bytes()).hexdigest() == SHA256, f"{jar} is not the checker we know; remove it"
    return jar


def _may_install(command: list[str]):
    """Install something where `manage.py test` may (as root on Debian)."""
    if os.environ.get("NGO_SITE_MAY_INSTALL") and shutil.which("apt-get") and os.geteuid() == 0:
        for line in (["apt-get", "-qq", "update"], command):
            subprocess.run(
                line, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, capture_output=True, check=False
            )
