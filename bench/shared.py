"""A backlog shared: requests (4 KB) that lie in the inbox are decided, acknowledged and announced by one or two workers
(`run --once`, each a process), on SQLite and on a PostgreSQL of our own (fsync on, unix socket).

Goals: PostgreSQL with one worker at least 60 % of SQLite, more with two. Rounds alternate, since other work on the
machine shifts all of them; prints JSON, medians of mails per second from the first mail taken to the last letter out.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.backlog import fill
from bench.desk import ROOT, cpu_seconds, make_desk
from mailflow import app, servers
from mailflow.flow.intake.receive import read_to_end
from tests.postgres import Postgres, program

COUNT, ROUNDS = 1000, 3
DESKS = (("sqlite", 1), ("postgresql", 1), ("postgresql", 2))
_WORKER = """\
import sys
from pathlib import Path
from mailflow import app, servers
parts = app.open_parts(Path(sys.argv[1]), need_secrets=True)
print("ready", flush=True)
sys.stdin.readline()
assert not app.once(parts)
print("done", flush=True)
sys.stdin.readline()
"""


def main(count: int = COUNT, rounds: int = ROUNDS) -> dict[str, object]:
    rates: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    with ExitStack() as servers:
        server = None
        if program("postgres"):
            server = servers.enter_context(Postgres(fsync="on", full_page_writes="on", shared_buffers="128MB"))
        for _ in range(rounds):
            for kind, workers in DESKS:
                if kind == "sqlite" or server is not None:
                    url = server.new_desk() if server is not None and kind != "sqlite" else ""
                    seconds, used = _one(url, workers, count)
                    rates.setdefault(f"{kind}, {workers}", []).append(count / seconds)
                    cpu.setdefault(f"{kind}, {workers}", []).append(1000 * used / count)
    found = {name: round(statistics.median(some), 1) for name, some in rates.items()}
    shares = {}
    if server is not None:
        shares = {
            "postgresql_of_sqlite": _share(rates["postgresql, 1"], rates["sqlite, 1"]),
            "two_of_one": _share(rates["postgresql, 2"], rates["postgresql, 1"]),
        }
    used_ms = {name: round(statistics.median(some), 2) for name, some in cpu.items()}
    return {"mails": count, "rounds": rounds, "mails_per_second": found, **shares, "workers_cpu_ms_per_mail": used_ms}


def _share(some: list[float], others: list[float]) -> float:
    """Of neighbours in time, so that a busy minute counts on both sides."""
    return round(statistics.median(a / b for a, b in zip(some, others, strict=True)), 2)


def _one(url: str, workers: int, count: int) -> tuple[float, float]:
    """(seconds until the last letter is out, CPU seconds of all workers)."""
    home = Path(tempfile.mkdtemp(prefix="mailflow-bench-"))
    try:
        make_desk(home, "[{maildir: var/in, since: all}]", "{maildir: var/out}", database=url)
        fill(home / "var/in/new", count)
        parts = app.open_parts(home, need_secrets=True)
        for mailbox in servers.mailboxes(parts):
            read_to_end(parts, mailbox.source)
        parts.db.close()
        with _workers(home, workers) as running:
            before, began = sum(cpu_seconds(p.pid) for p in running), time.perf_counter()
            for process in running:
                _say(process)
            for process in running:
                _hear(process, b"done\n")
            seconds = time.perf_counter() - began
            used = sum(cpu_seconds(p.pid) for p in running) - before
        letters = sum(1 for _ in (home / "var/out/new").iterdir())
        assert letters == 2 * count, letters
        return seconds, used
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _workers(home: Path, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Ready to begin at a word; gone at the end."""
    command = [sys.executable, "-c", _WORKER, str(home)]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT)
        for _ in range(count)
    ]
    try:
        for process in running:
            _hear(process, b"ready\n")
        yield running
    finally:
        for process in running:
            process.communicate(b"\n\n", timeout=30)


def _say(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    process.stdin.write(b"\n")
    process.stdin.flush()


def _hear(process: subprocess.Popen[bytes], words: bytes) -> None:
    assert process.stdout is not None
    heard = process.stdout.readline()
    assert heard == words, heard


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:3])), indent=2))
