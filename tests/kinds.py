"""pytest plugin: kinds of slow tests, which `--fast` leaves out. On several cores they come first."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SLOW = ("crowd", "production", "browser", "subprocess")
FOLDERS = {"browser": "browser", "dev": "subprocess", "interop": "subprocess", "serve": "subprocess"}
# Whoever asks for one of these starts processes.
FIXTURES = {"start_worker": "subprocess"}


def pytest_addoption(parser):
    parser.addoption("--no-browser", action="store_true", help="leave out the tests that need Chromium")
    parser.addoption("--fast", action="store_true", help=f"leave out the tests of these kinds: {', '.join(SLOW)}")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        for kind in {FOLDERS.get(folder), *(FIXTURES.get(name) for name in item.fixturenames)} - {None}:
            item.add_marker(kind)
        if item.get_closest_marker("browser"):
            # Chromium on a busy machine: what fails once in a thousand is tried once more, and the summary names it.
            item.add_marker(pytest.mark.flaky(reruns=1))
    left_out = set(SLOW) if config.option.fast else {"browser"} if config.option.no_browser else set()
    config.hook.pytest_deselected(items=[item for item in items if kinds(item) & left_out])
    items[:] = [item for item in items if not kinds(item) & left_out]
    if hasattr(config, "workerinput"):  # one of several processes: whichever is done with its file takes the next
        first = {}
        for item in items:
            first[item.path] = min(rank(item), first.get(item.path, len(SLOW)))
        items.sort(key=lambda item: first[item.path])


def kinds(item) -> set[str]:
    return {mark.name for mark in item.iter_markers()}


def rank(item) -> int:
    return next((number for number, kind in enumerate(SLOW) if kind in kinds(item)), len(SLOW))
