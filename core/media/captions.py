"""Captions in WebVTT (https://www.w3.org/TR/webvtt1/), read as strictly as a player might, with the line of a fault."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_FAULTS = 5
_TIME = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})\Z", re.ASCII)
_SETTING = re.compile(r"(?:vertical|line|position|size|align|region):\S+\Z")
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")


@dataclass(frozen=True)
class CaptionFault:
    line: int
    what: str

    def __str__(self):
        return _("Line %(line)s: %(what)s") % {"line": self.line, "what": self.what}


def faults(data: bytes) -> list[CaptionFault]:
    """Return what keeps the file from being captions, the first five faults of it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [
            CaptionFault(data.count(b"\n", 0, error.start) + 1, _("this is not UTF-8. Please save the file as UTF-8."))
        ]
    lines = re.split(r"\r\n|\n|\r", text)
    if not re.match(r"WEBVTT(?:[ \t]|\Z)", lines[0]):
        return [CaptionFault(1, _("captions begin with the word WEBVTT, alone on the first line."))]
    return _Reader(lines).faults()[:MOST_FAULTS]


def _seconds(text: str) -> float | None:
    match = _TIME.match(text)
    if not match:
        return None
    hours, minutes, seconds, thousandths = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


class _Reader:
    def __init__(self, lines: list[str]):
        self.lines, self.cues, self.last_start = lines, 0, 0.0
        self.found: list[CaptionFault] = []

    def faults(self) -> list[CaptionFault]:
        for number, block in self._blocks():
            if not _BLOCK.match(block[0]):
                self._cue(number, block)
        if not self.cues and not self.found:
            self._say(len(self.lines), _("the file ends, and there was not a single caption."))
        return self.found

    def _blocks(self):
        """Yield (number of the first line, lines) of what stands between empty lines, after the header's."""
        start = next((place for place, line in enumerate(self.lines) if not line), len(self.lines))
        for place, line in enumerate(self.lines[1:start], 1):
            if "-->" in line:
                self._say(place + 1, _("an empty line must stand between WEBVTT and the first caption."))
        block, first = [], 0
        for place, line in enumerate([*self.lines[start:], ""], start + 1):
            if line:
                first = first or place
                block.append(line)
            elif block:
                yield first, block
                block, first = [], 0

    def _cue(self, number, block):
        place = next((place for place, line in enumerate(block[:2]) if "-->" in line), None)
        if place is None:
            self._say(number, _("the times of a caption are missing, such as 00:00:01.000 --> 00:00:04.000."))
            return
        self.cues += 1
        self._times(number + place, block[place])
        words = block[place + 1 :]
        if not any(line.strip() for line in words):
            self._say(number + place, _("this caption has no words."))
        for more, line in enumerate(words, number + place + 1):
            if "-->" in line:
                self._say(more, _("an empty line must stand before the times of the next caption."))

    def _times(self, number, line):
        start, _arrow, rest = line.partition("-->")
        end, *settings = rest.split() or [""]
        begins, ends = _seconds(start.strip()), _seconds(end)
        for text, time in ((start.strip(), begins), (end, ends)):
            if time is None:
                self._say(number, self._wrong(text))
        if begins is None or ends is None:
            return
        if ends <= begins:
            self._say(number, _("this caption ends before it begins."))
        if begins < self.last_start:
            self._say(number, _("this caption begins before the one above it."))
        self.last_start = max(self.last_start, begins)
        for setting in settings:
            if not _SETTING.match(setting):
                self._say(number, _("“%s” is no setting of a caption.") % setting[:40])

    @staticmethod
    def _wrong(words):
        if _seconds(words.replace(",", ".")) is not None:
            return _("“%s” has a comma, as in SRT files; WebVTT wants a full stop: 00:00:01.000.") % words
        return _("“%s” is no time. Write it as 00:00:01.000.") % words[:40]

    def _say(self, line, what):
        self.found.append(CaptionFault(line, what))
