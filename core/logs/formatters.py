"""A line of the log, for people or for programs; whatever code or library wrote it passes here last."""

import json
import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from . import request_ids
from .cleaning import clean

_ROOT = str(Path(__file__).resolve().parent.parent.parent)
MOST_FRAMES = 12


class CleanFormatter(logging.Formatter):
    """Clean the finished line, traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record) + _times(record))


class JSONFormatter(logging.Formatter):
    """One JSON object a line (RFC 8259): time, level, logger, message, the request's id and what was raised."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": clean(record.getMessage() + _times(record)),
        }
        if request_id := getattr(record, "request_id", "") or request_ids.current():
            line["request"] = request_id
        if record.exc_info and record.exc_info[1]:
            line["error"] = clean(_said(record.exc_info[1]))
            line["frames"] = _frames(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _times(record) -> str:
    number = getattr(record, "times", 0)
    return f" (and {number} times more in the last minute)" if number else ""


def _said(error: BaseException) -> str:
    """Return the error with those that it came from, the first cause last, and nothing twice."""
    said: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        words = "".join(traceback.format_exception_only(current)).strip()
        if not said or words.partition(": ")[2] != said[-1].partition(": ")[2]:
            said.append(words)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return " ← ".join(said)


def _frames(begun: TracebackType | None) -> list[str]:
    """Return where it went through our own code, and where it came up; the innermost last."""
    frames = traceback.extract_tb(begun)
    ours = [frame for frame in frames[:-1] if frame.filename.startswith(_ROOT) and "/.venv/" not in frame.filename]
    shown = [*ours, *frames[-1:]][-MOST_FRAMES:]
    return [f"{frame.filename.removeprefix(_ROOT).lstrip('/')}:{frame.lineno} {frame.name}" for frame in shown]
