"""Log lines on stderr: `2026-11-21T22:35:00+07:00 INFO received 3 from …`, or one JSON object each."""

from __future__ import annotations

import json
import logging
import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from mailflow.core.lazy_regex import LazyPattern

# A mail's Message-ID is its sender's to choose: nothing in it may move a cursor, colour a line or turn its order round.
_UNSEEN = LazyPattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def _shown(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def log_to_stderr(timezone: str, form: str = "text", *, quiet: bool = False) -> None:
    """Our own messages from INFO on, libraries' from WARNING on; times in the desk's zone."""
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # our lines contain none of these
    logging._srcfile = None  # nor the place in our code (the howto's "Optimization")
    handler = logging.StreamHandler()
    handler.setFormatter((JsonLines if form == "json" else Lines)(ZoneInfo(timezone)))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # that a loop waits for a server is said once, by the loop; the scheduler would say it every second
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("mailflow").setLevel(logging.WARNING if quiet else logging.INFO)


class Lines(logging.Formatter):
    """Plain lines. A line break in a logged text does not start a new record."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.zone = zone
        # thousands of lines in one second while a backlog is worked off: 3 µs of each
        self._moment = lru_cache(maxsize=4)(self._in_words)

    def format(self, record: logging.LogRecord) -> str:
        lines = [f"{self.moment(record)} {record.levelname} {record.getMessage()}"]
        if not record.exc_info and lines[0].isprintable():  # most lines
            return lines[0]
        if record.exc_info:
            lines.append(self.formatException(record.exc_info))
        return "\n    ".join(_UNSEEN.sub(_shown, line) for line in "\n".join(lines).splitlines())

    def moment(self, record: logging.LogRecord) -> str:
        return self._moment(int(record.created))

    def _in_words(self, second: int) -> str:
        return datetime.fromtimestamp(second, self.zone).isoformat(timespec="seconds")


class JsonLines(Lines):
    """One JSON object a line: at, level, message, logger, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": self.moment(record),
            "level": record.levelname,
            "message": _UNSEEN.sub(_shown, record.getMessage()),
            "logger": record.name,
        }
        if record.exc_info:
            said["traceback"] = _UNSEEN.sub(_shown, self.formatException(record.exc_info))
        return json.dumps(said, ensure_ascii=False)
