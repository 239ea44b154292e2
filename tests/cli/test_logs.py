"""Log lines: one record is one line, whatever a stranger put into it."""

from __future__ import annotations

import json
import logging
from zoneinfo import ZoneInfo

import pytest

from mailflow.cli.logs import JsonLines, Lines

HOSTILE = [
    "<a\x1b[2Jb@x>",
    "<a\x9b31mb@x>",
    "<a\rb@x>",
    "<a\x00b@x>",
    "<a\u202egnp.b@x>",
    "<a\u200bb@x>",
    "<a\x07b@x>",
    "<a\ud800b@x>",
    "<a\u2028b@x>",
]


def record(words: str) -> logging.LogRecord:
    return logging.LogRecord("mailflow", logging.INFO, "x.py", 1, "settled %s", (words,), None)


@pytest.mark.parametrize("message_id", HOSTILE)
@pytest.mark.parametrize("form", [Lines, JsonLines])
def test_what_cannot_be_seen_is_written_out(message_id: str, form: type[Lines]) -> None:
    """A Message-ID moves no cursor, colours nothing, begins no line of its own and turns no words round."""
    line = form(ZoneInfo("Asia/Jakarta")).format(record(message_id))
    words = json.loads(line)["message"] if form is JsonLines else line
    assert all(one.isprintable() or one == "\n" for one in words), repr(words)
    assert line.encode()
    assert "\n2" not in line


def test_ordinary_words_stay() -> None:
    """Umlauts, emoji, Arabic and Chinese are no attack."""
    words = "<größe.😀.سلام.你好@x>"
    assert words in Lines(ZoneInfo("Asia/Jakarta")).format(record(words))
