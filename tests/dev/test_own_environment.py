"""manage.py where Python is the user's own, or lacks what makes a .venv."""

import subprocess
import zipfile

import pytest

from tests.dev.small_checkout import PYTHON, manage, paragraph, venv_of

# An environment of the user's own


@pytest.fixture
def own_python(tmp_path):
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", tmp_path / "own"], check=True)
    return tmp_path / "own/bin/python"


def test_nothing_is_installed_into_an_environment_of_the_users_own(checkout, own_python):
    said = paragraph(manage(checkout, "greet", python=own_python))
    assert f"{own_python} -m pip install --require-hashes -r requirements.txt" in said
    assert "1 of its packages are missing (tiny, …)" in said
    assert not (checkout / ".venv").exists()
    assert not list((own_python.parent.parent / "lib").glob("*/site-packages/tiny*"))


def test_an_environment_of_the_users_own_that_has_all_is_used(checkout, own_python):
    packages = next((own_python.parent.parent / "lib").glob("*/site-packages"))
    zipfile.ZipFile(checkout / "wheels/tiny-1.0-py3-none-any.whl").extractall(packages)
    done = manage(checkout, "greet", python=own_python)
    assert venv_of(done) == str(own_python.parent.parent)
    assert not (checkout / ".venv").exists()


def test_a_container_stays_in_its_python(checkout, tmp_path):
    zipfile.ZipFile(checkout / "wheels/tiny-1.0-py3-none-any.whl").extractall(tmp_path / "packages")
    done = manage(checkout, "greet", NGO_SITE_NO_VENV="1", PYTHONPATH=str(tmp_path / "packages"))
    assert not (checkout / ".venv").exists()
    assert "ran ['greet']" in done.stdout, done.stderr


# venv missing: Debian's python3 without python3-venv


@pytest.fixture
def hidden(tmp_path):
    """A folder for PYTHONPATH in which the modules named are there but do not import."""

    def hide(*names):
        folder = tmp_path / "hidden"
        folder.mkdir(exist_ok=True)
        for name in names:
            (folder / f"{name}.py").write_text(f"raise ImportError('No module named {name}')\n")
        return str(folder)

    return hide


def test_without_the_venv_module_the_package_to_install_is_named(checkout, hidden):
    said = paragraph(manage(checkout, "greet", PYTHONPATH=hidden("ensurepip", "pip")))
    assert "type sudo apt install python3." in said


def test_without_ensurepip_the_pip_of_the_computer_fills_the_venv(checkout, hidden):
    if subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("this computer's Python has no pip of its own")
    assert venv_of(manage(checkout, "greet", PYTHONPATH=hidden("ensurepip"))) == str(checkout / ".venv")


# As with Debian's python3-venv and without its python3-pip.
PIP_ONLY_INSIDE = """
import pathlib, runpy, sys

if sys.prefix == sys.base_prefix:
    raise ImportError("No module named pip")
sys.path.remove(str(pathlib.Path(__file__).parent))
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""


def test_where_the_computer_has_no_pip_the_venv_gets_its_own(checkout, tmp_path):
    (tmp_path / "pip.py").write_text(PIP_ONLY_INSIDE)
    assert venv_of(manage(checkout, "greet", PYTHONPATH=str(tmp_path))) == str(checkout / ".venv")
    assert (checkout / ".venv/bin/pip").exists()
