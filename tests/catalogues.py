"""Reading the translations: what a .po file says, and what was compiled from it."""

import ast
import gettext
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

FILES = sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po"))
_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr)(?:\[(\d+)\])? )?(".*")')


@dataclass
class Message:
    """One message, and its translation: one form, or several where it counts."""

    msgctxt: str | None = None
    msgid: str = ""
    msgid_plural: str | None = None
    forms: dict[int, str] = field(default_factory=dict)
    flags: str = ""

    @property
    def is_translated(self):
        return all(self.forms.values())

    @property
    def key(self):
        return self.msgid if self.msgctxt is None else f"{self.msgctxt}\x04{self.msgid}"

    @property
    def compiled(self) -> dict:
        """Return what gettext makes of it."""
        if self.msgid_plural is None:
            return {self.key: self.forms[0]}
        return {(self.key, number): form for number, form in self.forms.items()}


def messages(path) -> list[Message]:
    """Return what a .po file holds, its head (the empty message) first."""
    return [_message(block) for block in path.read_text("utf-8").strip().split("\n\n")]


def _message(block):
    found, at = Message(), None
    for line in block.splitlines():
        if line.startswith("#"):
            found.flags += line.removeprefix("#,") if line.startswith("#,") else ""
            continue
        keyword, number, text = _LINE.fullmatch(line).groups()
        at = (keyword, int(number or 0)) if keyword else at
        _add(found, *at, ast.literal_eval(text))
    return found


def _add(message, keyword, number, text):
    if keyword == "msgstr":
        message.forms[number] = message.forms.get(number, "") + text
    else:
        setattr(message, keyword, (getattr(message, keyword) or "") + text)


def compiled(path) -> dict:
    """Return the messages of the .mo beside a .po."""
    with path.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog
