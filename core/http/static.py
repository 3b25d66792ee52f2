"""Static files: stylesheets joined from their parts, and names that carry a digest of the content."""

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any

import brotli
from django.contrib.staticfiles.finders import AppDirectoriesFinder, FileSystemFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\(([\w-]+)\))?;')
_COMMENT = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.S)


class StylesheetFinder(FileSystemFinder):
    """Find ``css/*.css`` with all their ``@import`` filled in; the parts, ``css/*/*.css``, are no files of their own.

    A browser would do the same with the parts, but in thirty requests.
    """

    @cached_property
    def joined(self) -> FileSystemStorage:
        self._folder = TemporaryDirectory(prefix="stylesheets-")
        return FileSystemStorage(location=self._folder.name)

    def find(self, path: str, *args: Any, **options: Any) -> Any:
        found = super().find(path, *args, **options)
        return self._join(path, Path(found)) if isinstance(found, str) and _is_stylesheet(path) else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, storage in super().list([*(ignore_patterns or ()), "css/*/*"]):
            if _is_stylesheet(path):
                self._join(path, Path(storage.path(path)))
                yield path, self.joined
            else:
                yield path, storage

    def _join(self, path: str, source: Path) -> str:
        """Write the joined stylesheet, as old as its newest part, and return where it is."""
        target = Path(self.joined.path(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        # Another thread may be reading it.
        with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
            file.write(join(source))
        newest = max(part.stat().st_mtime_ns for part in [source, *source.with_suffix("").rglob("*.css")])
        os.utime(file.name, ns=(newest, newest))
        os.chmod(file.name, 0o644)
        os.replace(file.name, target)
        return str(target)


class PackagesFinder(AppDirectoriesFinder):
    """Find what packages bring along, without CKEditor's own pages: no policy of ours would stand on them.

    The plugins whose pages they are talk to other hosts or write what was handed to them, and are not used.
    """

    LEFT_OUT = ("ckeditor/*.html", "ckeditor/galleriffic/*", "ckeditor/ckeditor/plugins/exportpdf/*")

    def find(self, path: str, *args: Any, **options: Any) -> Any:
        return [] if matches_patterns(path, self.LEFT_OUT) else super().find(path, *args, **options)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield from super().list([*(ignore_patterns or ()), *self.LEFT_OUT])


def join(source: Path) -> str:
    """Return a stylesheet with what it imports in place, without comments, indentation and line ends."""

    def imported(match):
        text = (source.parent / match[1]).read_text(encoding="utf-8")
        # What a part calls "../../fonts/…" is "../fonts/…" from here.
        text = re.sub(
            r'url\("(\.[^"]+)"\)',
            lambda url: f'url("{posixpath.normpath(posixpath.join(posixpath.dirname(match[1]), url[1]))}")',
            text,
        )
        return f"@layer {match[2]} {{\n{text}}}\n" if match[2] else text

    text = _IMPORT.sub(imported, source.read_text(encoding="utf-8"))
    text = _COMMENT.sub(lambda match: match[1] or "", text)
    return re.sub(r"(?<=[{};,])\n+", "", re.sub(r"\s*\n\s*", "\n", text)).strip() + "\n"


def _is_stylesheet(path: str) -> bool:
    return bool(re.fullmatch(r"css/[\w-]+\.css", path))


class QuickCompressor(Compressor):
    """Brotli's highest level makes files a tenth smaller than this one, and the first start ten seconds longer."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return brotli.compress(data, quality=7)


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hash and compress our own files only: CKEditor loads its 1,257 files by their plain names."""

    manifest_strict = False

    def post_process(self, paths: dict, dry_run: bool = False, **options: Any) -> Iterator[tuple]:
        ours = {path: found for path, found in paths.items() if not _is_of_the_editor(path)}
        yield from super().post_process(ours, dry_run=dry_run, **options)

    def create_compressor(self, **options: Any) -> Compressor:
        return QuickCompressor(**options)

    def stored_name(self, name: str) -> str:
        # Django would hash on the fly what the manifest does not know, and link to a file that is not there.
        return name if _is_of_the_editor(name) else super().stored_name(name)


def _is_of_the_editor(path: str) -> bool:
    return path.startswith("ckeditor/")
