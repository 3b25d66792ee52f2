"""The site's own virtual environment: made, filled with the locked requirements, repaired. Standard library only."""

import contextlib
import fcntl
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import requirements
from .terminal import Trouble, explain, free, step

NEEDED_MB = 150
AT_ONCE = 3  # packages that pip fetches side by side; most of it is waiting, for the index or for a hash


class Venv:
    """``folder`` filled from requirement files in ``base``; ``folder/installed`` has the digests of what went in.

    ``compiled``: every module at once, for a site whose user may not write here, and not each when first imported.
    """

    def __init__(self, base, folder=None, *, compiled=True):
        self.base = Path(base).resolve()
        self.folder = folder or self.base / ".venv"
        self.compiled = compiled
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "installed"
        # There from the first to the last moment of an installation; who finds it knows that one was interrupted.
        self.unfinished = self.folder / "unfinished"

    def is_current(self, files):
        installed = self._installed()
        if self.unfinished.exists() or not self._has_its_python():
            return False
        return all(installed.get(file) == self._digest(file) for file in files)

    def fill(self, files, *, optional=()):
        """Make sure that all ``files`` are installed; ``optional`` ones may fail. Raises Trouble."""
        try:
            with self._alone():
                if not self.is_current(files):
                    self._fill(list(dict.fromkeys([*files, *self._installed()])), optional)
        except OSError as error:
            raise explain(error, self.base) or error from None

    def _fill(self, files, optional):
        if free(self.base) < NEEDED_MB:
            raise explain("No space left on device", self.base)
        if not self._is_whole():
            self._make()
        files = [file for file in files if (self.base / file).exists()]
        self.unfinished.touch()
        self.stamp.unlink(missing_ok=True)
        try:
            self._install(files)
        except Trouble:
            files = [file for file in files if file not in optional]
            if not optional:
                raise
            self._install(files)
        # An optional file that cannot be had here (a wheel for other computers) is not tried again at each start.
        stamps = {file: self._digest(file) for file in [*files, *optional]}
        temporary = self.stamp.with_suffix(".new")
        temporary.write_text(json.dumps(stamps))
        temporary.replace(self.stamp)
        self.unfinished.unlink()

    def _is_whole(self):
        if self.unfinished.exists() or not (self.folder / "pyvenv.cfg").exists() or not self._has_its_python():
            return False
        return _runs(self.python, "-c", "")

    def _has_its_python(self):
        """Whether its Python looks for packages here: with a newer system, the same name leads to another Python."""
        name = Path(os.path.realpath(str(self.python))).name
        return not re.fullmatch(r"python3\.\d+", name) or (self.folder / "lib" / name).is_dir()

    def _make(self):
        if self.folder.exists():
            with step(f"Removing {self.folder.name}, which is incomplete or broken"):
                shutil.rmtree(self.folder)
        self.folder.mkdir()
        self.unfinished.touch()
        uv = shutil.which("uv")
        python = _base_python()
        if uv:
            # A folder that is there already: --allow-existing keeps the mark of being unfinished in it.
            command = [uv, "venv", "-q", "--allow-existing", "--no-project", "--python", python, self.folder]
        elif _pip_reaches_out(python):  # to make a second pip takes as long as to install a third of the packages
            command = [python, "-m", "venv", "--without-pip", self.folder]
        elif _runs(python, "-m", "ensurepip", "--version"):
            command = [python, "-m", "venv", self.folder]
        else:
            raise Trouble(_NO_VENV.format(*sys.version_info))
        with step(f"Making {self.folder.name}"):
            self._run(command, _NO_VENV.format(*sys.version_info))

    def _install(self, files):
        """Try what there is: uv, the pip of the computer, the pip of the .venv. Raises the last one's Trouble."""
        failed = f"The packages of {' and '.join(files)} could not be installed. Is there a network?"
        trouble = Trouble(_NO_VENV.format(*sys.version_info))
        for name, install in self._installers():
            try:
                with step(f"Installing {self._count(files)} into {self.folder.name} with {name}"):
                    install([self.base / file for file in files], failed)
                return
            except Trouble as error:
                trouble = error
        raise trouble

    def _count(self, files):
        count = sum(len(requirements.pinned((self.base / file).read_text())) for file in files)
        return f"{count} package{'s' * (count != 1)}"

    def _installers(self):
        if shutil.which("uv"):
            yield "uv", self._install_with_uv
        if _pip_reaches_out(_base_python()):
            pip = [_base_python(), "-m", "pip", "--python", self.python]
            yield "pip", functools.partial(self._install_with_pip, pip)
        # A .venv that uv made has no pip yet.
        elif _runs(self.python, "-m", "pip", "--version") or _runs(self.python, "-m", "ensurepip"):
            yield "pip", functools.partial(self._install_with_pip, [self.python, "-m", "pip"])

    def _install_with_uv(self, files, failed):
        options = ["--compile-bytecode"] * self.compiled + ["--require-hashes"]
        listed = [part for file in files for part in ("-r", file)]
        self._run(["uv", "pip", "install", "-q", "--python", self.python, *options, *listed], failed)

    def _install_with_pip(self, pip, files, failed):
        """The files are complete, so that pip need not look for what they require in their turn."""
        options = ["-q", "--no-input", "--disable-pip-version-check", "--no-deps"]
        parts = requirements.parts("\n".join(file.read_text() for file in files), AT_ONCE, self._packages())
        fetched = self.folder / "fetched"
        fetched.mkdir(exist_ok=True)

        def fetch(number):
            listed = fetched / f"{number}.txt"
            listed.write_text(parts[number])
            self._run([*pip, "wheel", *options, "--require-hashes", "-w", fetched, "-r", listed], failed)

        with ThreadPoolExecutor(AT_ONCE) as fetchers:
            list(fetchers.map(fetch, range(len(parts))))
        if wheels := sorted(fetched.glob("*.whl")):
            compiled = [] if self.compiled else ["--no-compile"]
            self._run([*pip, "install", *options, *compiled, "--no-index", *wheels], failed)
        shutil.rmtree(fetched)

    def _packages(self):
        """Return what is installed, as ``name==version``."""
        code = "import importlib.metadata as m; print(*(d.name + '==' + d.version for d in m.distributions()))"
        done = subprocess.run([self.python, "-I", "-c", code], stdout=subprocess.PIPE, text=True)
        return {requirements.normal(one) for one in done.stdout.split()}

    def _run(self, command, trouble):
        environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
        done = subprocess.run(
            command,
            cwd=self.base,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        if done.returncode:
            said = " ".join(line.strip() for line in done.stdout.strip().splitlines()[-6:])
            raise explain(done.stdout, self.base) or Trouble(f"{trouble} The installer said: {said}")

    @contextlib.contextmanager
    def _alone(self):
        """Two starts at once: the second waits and finds all done."""
        with locked(self.base, lambda: step(f"Waiting for another start that fills {self.folder.name}")):
            yield

    def _installed(self):
        try:
            return dict(json.loads(self.stamp.read_text()))
        except (OSError, ValueError):
            return {}

    def _digest(self, file):
        path = self.base / file
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "absent"


@contextlib.contextmanager
def locked(folder, waiting=contextlib.nullcontext):
    """Hold the folder itself for this process alone, so that no file is left behind; ``waiting`` surrounds a wait."""
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with waiting():
                fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _base_python():
    """The interpreter that a .venv is made from, also when this one runs in the .venv to be replaced."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _runs(*command):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
    except OSError:
        return False


@functools.cache
def _pip_reaches_out(python):
    """Whether ``pip --python OTHER`` works there (pip 22.3); Debian's python3-venv comes without pip."""
    return _runs(python, "-c", "import pip; assert tuple(map(int, pip.__version__.split('.')[:2])) >= (22, 3)")


_NO_VENV = (
    "Python's venv module is incomplete here, so .venv cannot be made. On Debian and Ubuntu it is a package of its "
    "own: type sudo apt install python{}.{}-venv (or python3-venv), then the same command again."
)
