"""Counts what a person does for a task, so that a test can say how many actions it may take."""

from contextlib import contextmanager

from playwright.sync_api import Locator, Page

from tests.browser import pasting


class Actions:
    """A hand: each method is one action, as the person would count it. Looking, waiting and scrolling are none.

    Writing several fields one after another counts once for each field, since each wants the person's mind.
    """

    def __init__(self, page: Page):
        self.page = page
        self.taken: list[str] = []

    def _did(self, what: str, where: object) -> None:
        self.taken.append(f"{what} {where}")

    def click(self, target: Locator) -> None:
        self._did("click", target)
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Put the caret into a field and type."""
        self._did("write", target)
        target.fill(text)

    def press(self, keys: str) -> None:
        """Press a key or a chord, such as ``Control+Enter``."""
        self._did("press", keys)
        self.page.keyboard.press(keys)

    def type(self, text: str) -> None:
        """Go on typing where the caret stands."""
        self._did("type", text)
        self.page.keyboard.type(text)

    def select(self, target: Locator, label: str) -> None:
        self._did("select", label)
        target.select_option(label=label)

    def upload(self, target: Locator, files: list) -> None:
        """Choose files for an ``<input type="file">``: playwright's paths or ``{name, mimeType, buffer}``."""
        self._did("upload", target)
        target.set_input_files(files)

    def paste(self, files=(), **forms: str) -> None:
        """Paste into the text; ``forms`` as for ``pasting.transfer``."""
        self._did("paste", list(forms) or "a file")
        pasting.transfer(self.page, "paste", files, **forms)

    def drop(self, files) -> None:
        """Drop files on the text: (name, type, base64)."""
        self._did("drop", "files")
        pasting.transfer(self.page, "drop", files)


@contextmanager
def at_most(count: int, page: Page):
    """Yield the hand that does the task; the test fails when the task took more than ``count`` actions."""
    hand = Actions(page)
    yield hand
    taken = "\n".join(hand.taken)
    assert len(hand.taken) <= count, f"{len(hand.taken)} actions instead of {count}:\n{taken}"
