"""The promises the house makes about itself."""

import ast
import re
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from django.contrib import admin
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent


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


MODULES = {name_of(path): path for path in CODE}


def imports_of(path: Path) -> set[str]:
    """Return the modules of ours that a file imports, at any depth of indentation."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    tree = ast.parse(path.read_text())
    for_types = {one for node in ast.walk(tree) if _is_for_types(node) for one in ast.walk(node)}
    names = set()
    for node in ast.walk(tree):
        if node in for_types or not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        base = ""
        if isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
        for alias in node.names:
            name = f"{base}.{alias.name}".lstrip(".")
            names.add(name if name in MODULES else base)  # ``from . import x`` is the module x
    return names & MODULES.keys()


def _is_for_types(node) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def test_there_is_something_to_look_at():
    assert len(CODE) > 80
    assert imports_of(ROOT / "campaigns/models/campaign.py") == {
        "articles.models",
        "core.http.paths",
        "publishing.publishable",
    }
    assert {"organisation.views", "core.redirects.page_registry"} < imports_of(ROOT / "organisation/apps.py")


def test_imports_keep_the_contracts(capsys):
    """They stand in pyproject.toml."""
    kept = lint_imports(no_cache=True, no_logo=True)
    assert kept == 0, capsys.readouterr().out


def test_no_modules_import_each_other_in_a_circle():
    imports = {name: imports_of(path) - {name} for name, path in MODULES.items()}
    assert sum(map(len, imports.values())) > 1000
    TopologicalSorter(imports).prepare()  # raises CycleError, with the modules of the circle


@pytest.mark.parametrize("path", [path for path in CODE if path.relative_to(ROOT).parts[0] != "dev"], ids=name_of)
def test_imports_stand_at_the_top(path):
    """In ``AppConfig.ready`` they cannot, and before anything is installed (``dev``) they must not."""
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    inner = {
        ast.unparse(one)
        for function in functions
        if (path.name, function.name) != ("apps.py", "ready")
        for one in ast.walk(function)
        if isinstance(one, ast.Import | ast.ImportFrom)
    }
    assert inner == set()


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


def test_safe_html_is_made_in_one_module_only():
    homes = {name_of(path) for path in CODE if re.search(r"\bmark_safe\b|\bSafeString\(", path.read_text())}
    assert homes == {"core.richtext.markup"}
    templates = tracked("templates/*.html") + tracked("*/templates/*.html")
    assert len(templates) > 20
    assert [path.name for path in templates if re.search(r"\|\s*safe\b|autoescape off", path.read_text())] == []


def test_no_template_holds_script_or_style():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son\w+=|javascript:", re.I)
    # A mail brings its style along: a mail program fetches no stylesheet, and should not.
    pages = [path for path in tracked("templates/*.html") if path.parent.name != "mail"]
    assert [str(path) for path in pages if inline.search(path.read_text())] == []


def test_stylesheets_have_one_declaration_and_one_selector_a_line():
    sheets = {path.name: path.read_text() for path in tracked("static/css/*.css")}
    assert len(sheets) > 10
    assert [(name, line) for name, text in sheets.items() for line in text.splitlines() if len(line) > 120] == []
    bare = {name: re.sub(r'/\*.*?\*/|"[^"]*"', "", text, flags=re.S) for name, text in sheets.items()}
    crowded = re.compile(r"[{};][^\n]*\S|^[^@(\[\n]*,[^\n]*\{$", re.M)
    assert [(name, found) for name, text in bare.items() for found in crowded.findall(text)] == []


def test_every_class_in_the_stylesheets_is_given_somewhere():
    sheets = "".join(path.read_text() for path in tracked("static/css/*.css"))
    selectors = re.findall(r"[^{};]+(?=\{)", re.sub(r'/\*.*?\*/|"[^"]*"', "", sheets, flags=re.S))
    classes = {name for selector in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}
    assert len(classes) > 300
    folder = Path(admin.__file__).parent
    pages = [*tracked("templates/*.html"), *folder.rglob("*.html")]
    scripts = [*CODE, *tracked("static/js/*.js"), *folder.rglob("*.js"), *folder.rglob("*.py")]
    quoted = [text for path in scripts for text in re.findall(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`", path.read_text())]
    given = set(re.findall(r"[\w-]+", " ".join([*quoted, *(path.read_text() for path in pages)])))
    # Put together of two words, or given by the libraries of the editor and of the fields that complete what is typed.
    made = re.compile(r"(avatar|field|kit|model|standing)-|cke_|select2-")
    assert {name for name in classes - given if not made.match(name)} == set()


def test_no_line_of_a_template_or_script_is_longer_than_120_characters():
    """A diff must be readable. A mail's text is as long as its msgid."""
    scripts = [path for path in tracked("static/*.js") if "vendor" not in path.parts]
    pages = tracked("templates/*.html") + tracked("templates/*.svg")
    lines = [(path, line) for path in [*pages, *scripts] for line in path.read_text().splitlines()]
    assert [(path.name, line) for path, line in lines if len(line) > 120] == []


@pytest.mark.parametrize("word", ["pickle", "eval", "exec", "yaml.load", "extra", "RawSQL"])
def test_what_attackers_like_is_not_there(word):
    called = re.compile(rf"\b{re.escape(word)}\(|\bimport {re.escape(word)}\b")
    users = {name_of(path) for path in CODE if called.search(re.sub(r"\.execv?\(", "(", path.read_text()))}
    assert users == set()


def test_psycopg_3_is_not_installed():
    """Django would silently take it for its driver."""
    with pytest.raises(ImportError):
        __import__("psycopg")
