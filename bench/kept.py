"""Where results are kept: the newest of each kind, figures without their samples."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "results"


def keep(kind: str, report: str) -> Path:
    """Write a report in place of the one before of its kind; git knows that one. Return the file."""
    file = FOLDER / f"{kind}.txt"
    file.write_text(report, encoding="utf-8")
    return file
