"""Reading the locked requirement files: what they pin, what of it is missing, and in parts. Standard library only."""

import importlib.metadata
import re


def pinned(text):
    """Return {name: version} of the lines ``name==version`` that hold on every computer."""
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)(?: \\)?$", text, re.MULTILINE))


def missing(base, files):
    """Return the names in ``files`` of which no version at all is installed for the Python that runs."""
    names = [name for file in files if (base / file).exists() for name in pinned((base / file).read_text())]
    return [name for name in names if not _is_installed(name)]


def parts(text, most, installed=()):
    """Return the requirements that are not ``installed`` (as ``name==version``) as at most so many files' texts."""
    options = [line for line in text.splitlines() if line.startswith("--")]
    blocks = {}
    for block in re.findall(r"^[A-Za-z0-9][^\n]*(?:\n[ \t][^\n]*)*", text, re.MULTILINE):
        lines = [line for line in block.splitlines() if not line.lstrip().startswith("#")]
        if normal(lines[0].split()[0]) not in installed:
            blocks[lines[0]] = "\n".join(lines)
    chosen = list(blocks.values())
    return ["\n".join([*options, *chosen[number::most], ""]) for number in range(min(most, len(chosen)))]


def normal(requirement):
    """Return ``name==version`` with the name as all spellings of it are compared (PEP 503)."""
    name, _, version = requirement.partition("==")
    return re.sub(r"[-_.]+", "-", name).lower() + "==" + version


def _is_installed(name):
    try:
        importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True
