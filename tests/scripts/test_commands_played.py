"""Every mail command of the table is mailed in some script, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailflow.core.commands.table import COMMANDS

MAILS = re.compile(r"^```mail\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINE = re.compile(r"^\s*/\s*([a-z-]+)", re.MULTILINE | re.IGNORECASE)
MAILED = {
    word.lower()
    for file in Path(__file__).parent.glob("*.md")
    for mail in MAILS.findall(file.read_text(encoding="utf-8"))
    for word in LINE.findall(mail)
}


@pytest.mark.parametrize("word", sorted({word for command in COMMANDS for word in command.names}))
def test_a_command_is_played(word: str) -> None:
    """Under each of its names."""
    assert word in MAILED
