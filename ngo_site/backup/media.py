"""The media folder as archives, one for each folder in it, so that what did not change need not be written again."""

import hashlib
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .pipes import reading_what

PASSING = {".kept"}  # files of forms that were not complete, for a day
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


@dataclass
class Contents:
    """What an archive holds."""

    files: int = 0
    bytes: int = 0


def archives(root: Path) -> dict[str, list[Path]]:
    """Return the files of each archive by its name, in order; all that lies in no plainly named folder is together."""
    found: dict[str, list[Path]] = {}
    for path in sorted(_files(root)):
        first = path.relative_to(root).parts[0]
        is_plain = _PLAIN.fullmatch(first) and path.parent != root
        found.setdefault(f"media-{first}.tar" if is_plain else "media.tar", []).append(path)
    return found


def state(root: Path, files: list[Path], public_key: str) -> str:
    """Return a digest that is another one when a file came, went or changed, or the key did."""
    found = hashlib.sha256(public_key.encode())
    for path in files:
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        line = f"{path.relative_to(root)}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
        found.update(line.encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def reading(root: Path, files: list[Path], contents: "Contents") -> AbstractContextManager[BinaryIO]:
    """Return what reads these files as a tar archive, while it is made. Raises OSError when one cannot be read.

    When it has ended, ``contents`` knows what is in it.
    """

    def write(pipe: BinaryIO) -> None:
        # dereference: a file with two names is written twice, for a name alone cannot be read from a stream.
        with tarfile.open(fileobj=pipe, mode="w|", format=tarfile.PAX_FORMAT, dereference=True) as tar:
            for path in files:
                _add(tar, root, path, contents)

    return reading_what(write)


def _add(tar: tarfile.TarFile, root: Path, path: Path, contents: "Contents") -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:  # deleted at this moment
        return
    with file:
        info = tar.gettarinfo(arcname=str(path.relative_to(root)), fileobj=file)
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        tar.addfile(info, file)
    contents.files += 1
    contents.bytes += info.size


def unpack(archive: BinaryIO, into: Path | None, tell: Callable[[int], None] = lambda size: None) -> Contents:
    """Write the files of an archive below ``into``, each in one step; return what it held.

    Without ``into`` they are only read. Raises ValueError when the archive is damaged or names places elsewhere.
    """
    found = Contents()
    try:
        with tarfile.open(fileobj=archive, mode="r|") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                if not member.isfile() or name.is_absolute() or ".." in name.parts:
                    raise ValueError(f"The archive holds {member.name!r}, which no media folder has.")
                content = tar.extractfile(member)
                if into and content:
                    _write(content, into / name, member)
                found.files, found.bytes = found.files + 1, found.bytes + member.size
                tell(member.size)
    except tarfile.TarError as error:
        raise ValueError(f"The archive is damaged: {error}.") from None
    return found


def _write(content, path: Path, member: tarfile.TarInfo) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            shutil.copyfileobj(content, file, 1024 * 1024)
            os.fchmod(file.fileno(), member.mode & 0o777)
            os.utime(file.fileno(), (member.mtime, member.mtime))
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _files(root: Path) -> Iterator[Path]:
    """Yield the files below a folder, those behind links too: whatever is large may lie on a disk of its own."""
    for folder, folders, names in os.walk(root, followlinks=True):
        left_out = PASSING if Path(folder) == root else set()
        folders[:] = [name for name in folders if name not in left_out and not _leads_back(Path(folder, name))]
        for name in names:
            if (path := Path(folder, name)).is_file():
                yield path


def _leads_back(folder: Path) -> bool:
    return folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())
