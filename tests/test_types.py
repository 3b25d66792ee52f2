"""What mypy checks says its types: it believes whatever a function without them is given, and gives back."""

import ast
import tomllib
from pathlib import Path

import pytest

BASE = Path(__file__).parent.parent
CHECKED = tomllib.loads((BASE / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
FILES = [
    path for folder in CHECKED for path in sorted((BASE / folder).rglob("*.py")) if path.parent.name != "migrations"
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(BASE)))
def test_public_functions_have_types(path):
    assert list(_without_types(ast.parse(path.read_text()))) == []


def _without_types(node, before=""):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from _without_types(child, f"{child.name}.")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            asked = child.args.posonlyargs + child.args.args + child.args.kwonlyargs
            bare = [
                argument.arg
                for argument in asked
                if argument.annotation is None and argument.arg not in ("self", "cls")
            ]
            if bare or child.returns is None:
                yield f"{before}{child.name}({', '.join(bare)})"
