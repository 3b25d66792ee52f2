"""What README, CONTRIBUTING and docs/ name is there: files, links, settings, commands."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "bench/README.md", *sorted((ROOT / "docs").glob("*.md"))]
# Read before Django starts, by dev/.
OF_THE_START = {"CHROMIUM", "PG_BIN", "NGO_SITE_NO_VENV"}

docs = pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))


def folders() -> set[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name.partition("/")[0] for name in listed.splitlines() if "/" in name}


def paths(text: str) -> set[str]:
    """Return what the text names below the folders of the project, such as ``core/jobs/tasks.py``; not addresses."""
    names = "|".join(map(re.escape, sorted(folders())))
    return {found.rstrip(".") for found in re.findall(rf"(?<![\w/.<>{{}}-])(?:{names})/[\w./-]*", text)}


def anchors(path: Path) -> set[str]:
    """Return the anchors of a file's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def settings_of_the_code() -> dict[str, str]:
    """Return each setting with its default, where that is a number."""
    found = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"(?:, (\d[\d_]*))?', (ROOT / "ngo_site/settings.py").read_text())
    return {name: default.replace("_", "") for name, default in found}


def test_paths_are_found():
    assert paths("see `core/jobs/tasks.py`, docs/ and https://example.org/docs/x or /articles/feed/.") == {
        "core/jobs/tasks.py",
        "docs/",
    }


@docs
def test_what_is_named_is_there(path):
    assert {name for name in paths(path.read_text()) if not (ROOT / name).exists()} == set()


@docs
def test_links_lead_somewhere(path):
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text()):
        file, _, anchor = link.partition("#")
        target = (path.parent / file) if file else path
        if "://" not in link and (not target.exists() or (anchor and anchor not in anchors(target))):
            dead.append(link)
    assert dead == []


@docs
def test_commands_are_there(path):
    known = {*get_commands(), "test"}
    named = set(re.findall(r"manage\.py\s+([a-z_]+)", path.read_text()))
    assert named - known == set()


@docs
def test_lines_fit_on_a_screen(path):
    assert [line for line in path.read_text().splitlines() if len(line) > 120] == []


def test_every_setting_is_described():
    text = (ROOT / "docs/settings.md").read_text()
    described = set(re.findall(r"\*\*`([A-Z_]+)`", text))
    assert described == set(settings_of_the_code()) | OF_THE_START


def test_numbers_are_those_of_the_code():
    text = " ".join((ROOT / "docs/settings.md").read_text().split())
    # “**`A`** (`2`), **`B`** (`4`)”, and “**`A`**, **`B`** (`0`)” for both.
    said = {}
    for names, default in re.findall(r"((?:\*\*`[A-Z_]+`\*\*(?:, )?)+) \(`(\d+)`\)", text):
        said |= dict.fromkeys(re.findall(r"`([A-Z_]+)`", names), default)
    numbers = {name: default for name, default in settings_of_the_code().items() if default}
    assert len(numbers) > 10
    assert {name: said.get(name) for name in numbers} == numbers


def test_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150
