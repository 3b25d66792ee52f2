"""Programs of others that lie in the repository are those their authors published, to the last byte."""

import hashlib

import pytest

from tests.paths import ROOT

VENDORED = ROOT / "static/js/vendor"


@pytest.mark.parametrize("folder", sorted(VENDORED.iterdir()), ids=lambda folder: folder.name)
def test_every_file_is_unmodified_and_comes_with_its_licence(folder):
    listed = dict(line.split()[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.js")}
    assert listed == files
    assert {"LICENSE", "ORIGIN.md"} <= {file.name for file in folder.iterdir()}
