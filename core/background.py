"""Work that goes on in a thread of its own for as long as the process lives."""

import logging
import threading
import time
from collections.abc import Callable

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds after an error


def repeat(work: Callable[[], object], name: str) -> None:
    """Call ``work`` again and again, in a thread of this name. What it raises is logged, and ends nothing."""
    threading.Thread(target=_repeat, args=[work], name=name, daemon=True).start()


def _repeat(work: Callable[[], object]) -> None:
    while True:
        try:
            work()
        except Exception:
            logger.exception("%s met an error and goes on", threading.current_thread().name)
            time.sleep(PAUSE)
