"""What commands that look cost on a large desk: `python -m bench.at_size HOME [COMMAND …]` from the root. Prints JSON.

Without HOME a small one is made, of 5,000 tickets; `bench.grown` makes one of a million. Each command is a process of
its own, in turns with an empty desk: median seconds of the processor, peak memory, and how much of an empty desk's
seconds that is.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.desk import ROOT, make_desk

TURNS = 3
_AGO = {days: f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%d}" for days in (100, 70, 365)}
COMMANDS = {
    "idle": "run --once",
    "list": "list",
    "list --all": "list --all --json",
    "outbox": "outbox",
    "inbox": "inbox",
    "uptime": "uptime",
    "report, 30 days": f"report --since {_AGO[100]} --until {_AGO[70]}",
    "report, a year": f"report --since {_AGO[365]}",
    "doctor": "doctor --offline",
}


def once(home: Path, words: str) -> tuple[float, float]:
    """(seconds of the processor, peak in MB)."""
    command = [sys.executable, str(ROOT / "cli.py"), "--home", str(home), *words.split()]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 1), (words, status)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main(home: Path, chosen: list[str]) -> dict[str, dict[str, float]]:
    found = {}
    with tempfile.TemporaryDirectory(prefix="mailflow-bench-") as folder:
        empty = Path(folder)
        make_desk(empty, "[{maildir: var/in, since: all}]", "{maildir: var/out}")
        for name, words in COMMANDS.items():
            if chosen and name not in chosen:
                continue
            pairs = [(once(empty, words), once(home, words)) for _ in range(TURNS)]
            nothing, much = (statistics.median(pair[i][0] for pair in pairs) for i in (0, 1))
            peak = max(large[1] for _, large in pairs)
            found[name] = {"cpu_s": round(much, 2), "of_empty": round(much / nothing, 2), "peak_mb": round(peak)}
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mailflow-bench-") as made:
        place = Path(sys.argv[1] if sys.argv[1:] else f"{made}/home")
        if not sys.argv[1:]:
            subprocess.run([sys.executable, "-m", "bench.grown", made + "/home", "5000"], cwd=ROOT, check=True)
        print(json.dumps(main(place, sys.argv[2:]), indent=2))
