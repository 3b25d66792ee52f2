"""A backup is a folder named for its moment; it has that name only when it is whole and on the disk.

2026-12-01T031500Z/
    database.dump.age     pg_dump's custom format
    media-….tar.age       the media folder, an archive for each folder in it
    settings.env.age      the settings without their secrets
    counts.json.age       how many rows and files there must be
    manifest.json         versions and sizes
    SHA256SUMS            of all these; ``sha256sum --check SHA256SUMS`` compares them
"""

import contextlib
import datetime
import fcntl
import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from . import encryption
from .pipes import reading_what

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
_UNFINISHED = ".unfinished-"
_PIECE = 1024 * 1024  # bytes


class Sink:
    """A new file that knows its size and digest when it is closed; readable by its owner alone."""

    def __init__(self, path: Path, tell: Callable[[int], None] = lambda size: None):
        self.error: OSError | None = None
        self.size, self._digest, self._tell = 0, hashlib.sha256(), tell
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)

    def write(self, piece: bytes) -> int:
        left = memoryview(piece)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            self.error = error  # whoever encrypts makes an error of its own of it
            raise
        self._digest.update(piece)
        self.size += len(piece)
        self._tell(len(piece))
        return len(piece)

    def flush(self) -> None:
        pass

    def close(self) -> str:
        """Have it on the disk; return its SHA-256 in hexadecimal."""
        os.fsync(self._file.fileno())
        self._file.close()
        return self._digest.hexdigest()


class NewBackup:
    """A backup that is being written: a hidden folder, until ``finish`` gives it its name."""

    def __init__(self, path: Path, public_key: str):
        self.path, self.public_key = path, public_key
        self.sums: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def name_of(self, name: str) -> str:
        return name + (encryption.SUFFIX if self.public_key else "")

    def add(self, name: str, reader, tell: Callable[[int], None] = lambda size: None) -> None:
        """Write what can be read into a file of the backup. Raises OSError when the disk does not take it."""
        full_name = self.name_of(name)
        sink = Sink(self.path / full_name, tell)
        try:
            encryption.encrypt(reader, sink, self.public_key)
        except Exception:
            if sink.error:
                raise sink.error from None
            raise
        finally:
            self.sizes[full_name], self.sums[full_name] = sink.size, sink.close() if not sink.error else ""

    def link(self, earlier: "Backup", full_name: str) -> None:
        """Have a file of an earlier backup in this one, too, copied only where the disk knows no hard links."""
        try:
            os.link(earlier.path / full_name, self.path / full_name)
        except OSError:
            shutil.copyfile(earlier.path / full_name, self.path / full_name)
        self.sizes[full_name], self.sums[full_name] = earlier.sizes[full_name], earlier.sums[full_name]

    def finish(self, told: dict[str, Any], moment: datetime.datetime) -> "Backup":
        """Write manifest and sums, have all on the disk, and give the folder its name."""
        manifest = {"format": FORMAT, "made_at": moment.isoformat(), **told, "sizes": self.sizes}
        self._write(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True) + "\n")
        self._write(SUMS, "".join(f"{self.sums[name]}  {name}\n" for name in sorted(self.sums)))
        _sync(self.path)
        final = self.path.with_name(moment.strftime("%Y-%m-%dT%H%M%SZ"))
        self.path.rename(final)
        _sync(final.parent)
        return Backup(final)

    def _write(self, name: str, text: str) -> None:
        sink = Sink(self.path / name)
        sink.write(text.encode())
        self.sums[name] = sink.close()


class Backup:
    """A finished backup. Raises ValueError with a sentence when the folder is none, or cannot be understood."""

    def __init__(self, path: Path):
        self.path = path
        try:
            self.manifest = json.loads((path / MANIFEST).read_text())
            self.sums = _read_sums((path / SUMS).read_text())
            self.sizes: dict[str, int] = self.manifest["sizes"]
        except (OSError, ValueError, KeyError, TypeError):
            raise ValueError(f"{path} is no backup, or is damaged: its {MANIFEST} and {SUMS} are not whole.") from None
        if self.manifest.get("format") != FORMAT:
            raise ValueError(f"{path} was made by a later version of the site; upgrade this one first.")

    @property
    def public_key(self) -> str:
        """The key it is encrypted to; empty when it is not."""
        return self.manifest.get("encrypted_to") or ""

    @property
    def made_at(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.manifest["made_at"])

    @property
    def size(self) -> int:
        return sum(self.sizes.values())

    def name_of(self, name: str) -> str:
        return name + (encryption.SUFFIX if self.public_key else "")

    def faults(self, names: list[str] | None = None, tell: Callable[[int], None] = lambda size: None) -> Iterator[str]:
        """Yield a sentence for each file that is missing or is not as it was written."""
        for name in names or self.sums:
            try:
                if digest(self.path / name, tell) != self.sums[name]:
                    yield f"{name} is damaged: it is not what was written."
            except FileNotFoundError:
                yield f"{name} is missing."

    def copy(self, full_name: str, private_key: str, writer: BinaryIO) -> None:
        """Write what a file holds, decrypted. Raises ValueError for a wrong key and for what is damaged."""
        with (self.path / full_name).open("rb") as reader:
            try:
                encryption.decrypt(reader, writer, private_key if self.public_key else "")
            except ValueError as error:
                raise ValueError(f"{full_name}: {error}") from None

    def text(self, name: str, private_key: str) -> str:
        """Return what a small file says. Raises ValueError."""
        found = io.BytesIO()
        self.copy(self.name_of(name), private_key, found)
        return found.getvalue().decode()

    def reading(self, full_name: str, private_key: str) -> contextlib.AbstractContextManager[BinaryIO]:
        """Return what reads a file, decrypted. Raises ValueError at its end."""
        return reading_what(lambda pipe: self.copy(full_name, private_key, pipe))


@contextlib.contextmanager
def new_backup(folder: Path, public_key: str) -> Iterator[NewBackup]:
    """Yield a backup to write. Whatever ends the block before ``finish`` leaves nothing of it.

    In the lock of the caller (``locked``).
    """
    for left in folder.glob(f"{_UNFINISHED}*"):  # of one that was killed
        shutil.rmtree(left)
    path = folder / f"{_UNFINISHED}{os.getpid()}"
    path.mkdir(mode=0o700)
    try:
        yield NewBackup(path, public_key)
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let nobody else write or remove backups in this folder meanwhile; it is made where there is none.

    Raises BlockingIOError when somebody else does.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def backups_in(folder: Path) -> list[Path]:
    """Return the folders of finished backups, the newest last."""
    return sorted(path for path in folder.glob("*Z") if _NAME.fullmatch(path.name) and path.is_dir())


def digest(path: Path, tell: Callable[[int], None] = lambda size: None) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
            tell(len(piece))
    return found.hexdigest()


def _read_sums(text: str) -> dict[str, str]:
    lines = re.findall(r"^([0-9a-f]{64})  ([\w.-]+)$", text, re.M)
    if len(lines) != len(text.splitlines()) or MANIFEST not in dict(line[::-1] for line in lines):
        raise ValueError
    return {name: value for value, name in lines}


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
