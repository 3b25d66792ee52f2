"""Which browser the tests use."""

import pytest

from dev import chromium
from dev.terminal import Trouble


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A PATH with nothing but what a test puts there."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setattr(chromium, "MAC", tmp_path / "none")

    def add(name, script):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)

    return add


def test_the_browser_on_path(programs):
    path = programs("chromium-browser", "echo Chromium 140")
    assert chromium.find() == path


def test_the_browser_that_draws_no_window_comes_first(programs):
    programs("chromium", "echo Chromium 140")
    path = programs("chromium-headless-shell", "echo Chromium 140")
    assert chromium.find() == path


def test_a_system_without_that_package_gets_the_whole_browser(programs, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    path = programs("chromium", "exit 1")
    programs(
        "apt-get", f"""case "$*" in *shell) exit 100;; *" chromium") printf '#!/bin/sh\necho 140\n' > {path};; esac"""
    )
    assert chromium.install() == path


def test_a_script_that_only_advises_to_install_a_snap_is_passed_over(programs):
    programs("chromium-browser", "echo 'Please install the chromium snap'; exit 1")
    chrome = programs("google-chrome", "echo Chrome 140")
    assert chromium.find() == chrome


def test_the_browser_that_playwright_downloaded(programs):
    path = programs("playwright/chromium-1200/chrome-linux/chrome", "echo Chromium 140")
    assert chromium.find() == path


def test_no_browser_is_none_and_the_advice_is_one_line_to_type(programs):
    assert chromium.find() is None
    assert "-m playwright install chromium" in chromium.advice()
    assert "--no-browser" in chromium.advice()


def test_a_wrong_path_in_the_environment_is_said(programs, monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(Trouble, match="CHROMIUM is '/nowhere/chromium', and no browser starts there"):
        chromium.find()


def test_where_nothing_may_be_installed_the_line_is_said(programs):
    with pytest.raises(Trouble, match="The browser tests need Chromium, and it is not here"):
        chromium.install()
