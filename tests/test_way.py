"""The way of a mail stays straight."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_SWITCHES = 60  # the way had 121 once, counted by hand; this script counts 101 there


def test_a_request_changes_rooms_seldom() -> None:
    """Who adds a question to the way gathers what it needs where the others do, and passes a value."""
    command = [sys.executable, str(ROOT / "bench" / "way.py")]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT).stdout)
    assert found["later"]["switches"] <= MOST_SWITCHES
