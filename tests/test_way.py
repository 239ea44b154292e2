"""The way of a mail stays straight."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MOST_SWITCHES = 66  # 60 when it was straightened; 101 before flow/ and store/ had rooms


def test_a_request_changes_rooms_seldom() -> None:
    """Who adds a question to the way gathers what it needs where the others do, and passes a value."""
    command = [sys.executable, str(ROOT / "bench" / "way.py")]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT).stdout)
    assert found["later"]["switches"] <= MOST_SWITCHES
