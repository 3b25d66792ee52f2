"""A small checkout, as git would leave it."""

import shutil

import pytest

from tests.dev.small_checkout import BASE, COMMANDS, require


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """What manage.py needs, in a folder with a space and an accent, with one small package to install."""
    folder = tmp_path_factory.mktemp("small") / "my prüject"
    for name in ("manage.py", "ngo_site/__init__.py", "ngo_site/required_settings.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(BASE / name, folder / name)
    shutil.copytree(BASE / "dev", folder / "dev")
    (folder / "dev/commands.py").write_text(COMMANDS)
    require(folder, "tiny", version="1.0")
    return folder


@pytest.fixture
def checkout(small, tmp_path):
    return shutil.copytree(small, tmp_path / small.name)
