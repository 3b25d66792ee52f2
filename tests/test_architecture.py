"""The promises the house makes about itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Each may import those before it, never those behind it.
FLOORS = ["ngo_site.lib", "newsletters", "organisation", "articles", "campaigns", "ngo_site"]


def tracked(pattern: str) -> list[Path]:
    """Return the project's own files, those git does not know yet included."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).exists()]


PYTHON = [path for path in tracked("*.py") if "migrations" not in path.parts]
CODE = [path for path in PYTHON if path.relative_to(ROOT).parts[0] not in {"tests", "bench"}]


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> str | None:
    """Return the floor a module stands on: the longest name that fits."""
    fitting = [floor for floor in FLOORS if module == floor or module.startswith(f"{floor}.")]
    return max(fitting, key=len, default=None)


def imports_of(path: Path) -> set[str]:
    """Return the full names of what a file imports, at any depth of indentation."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def test_there_is_something_to_look_at():
    assert len(CODE) > 80
    assert "articles.models.Photo" in imports_of(ROOT / "campaigns/models/campaign.py")
    assert "ngo_site.lib.publishing.Publishable" in imports_of(ROOT / "campaigns/models/campaign.py")


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_imports_run_one_way(path):
    own = floor_of(name_of(path))
    if own is None:  # manage.py
        return
    upwards = {
        name for name in imports_of(path) if (floor := floor_of(name)) and FLOORS.index(floor) > FLOORS.index(own)
    }
    assert upwards == set()


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


def test_safe_html_is_made_in_one_module_only():
    homes = {name_of(path) for path in CODE if re.search(r"\bmark_safe\b|\bSafeString\(", path.read_text())}
    assert homes == {"ngo_site.lib.markup"}
    templates = tracked("templates/*.html") + tracked("*/templates/*.html")
    assert len(templates) > 20
    assert [path.name for path in templates if re.search(r"\|\s*safe\b|autoescape off", path.read_text())] == []


def test_no_template_holds_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son\w+=|javascript:", re.I)
    # A mail brings its style along: a mail program fetches no stylesheet, and should not.
    pages = [path for path in tracked("templates/*.html") if path.parent.name != "mail"]
    assert [str(path) for path in pages if inline.search(path.read_text())] == []


def test_every_setting_is_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    settings = (ROOT / "ngo_site/settings.py").read_text()
    names = set(re.findall(r'env\.\w+\("([A-Z_]+)"', settings))
    assert "SECRET_KEY" in names
    assert {name for name in names if f"`{name}`" not in readme} == set()


@pytest.mark.parametrize("word", ["pickle", "eval", "exec", "yaml.load", "extra", "RawSQL"])
def test_what_attackers_like_is_not_there(word):
    called = re.compile(rf"\b{re.escape(word)}\(|\bimport {re.escape(word)}\b")
    users = {name_of(path) for path in CODE if called.search(re.sub(r"\.execv?\(", "(", path.read_text()))}
    assert users == set()


def test_psycopg_3_is_not_installed():
    """Django would silently take it for its driver."""
    with pytest.raises(ImportError):
        __import__("psycopg")
