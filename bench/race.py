"""Twenty operators claim one ticket at once, through LMTP and a Maildir, with two daemons on one home; RUNS times.

Must be: exactly one receipt and nineteen `claim-taken` in every run. Prints JSON; exit status 1 when a run was not so.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.desk import Sink, daemon, free_port, hand_over, mail, make_desk, wait_for

RUNS, OPERATORS = 50, 20


def main(runs: int = RUNS, database: str = "") -> dict[str, object]:
    home, port = Path(tempfile.mkdtemp(prefix="mailflow-bench-")), free_port()
    results: list[tuple[int, int]] = []
    try:
        with Sink() as sink:
            boxes = f'[{{lmtp: "127.0.0.1:{port}"}}, {{maildir: var/in, since: all, poll: 1s}}]'
            outgoing = f'{{smtp: "smtp+insecure://127.0.0.1:{sink.port}"}}'
            make_desk(home, boxes, outgoing, operators=OPERATORS, database=database)
            with daemon(home, home / "one.log"), daemon(home, home / "two.log"):
                wait_for(port)
                results = [_one(home, port, sink, i) for i in range(runs)]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    wrong = [result for result in results if result != (1, OPERATORS - 1)]
    return {"runs": runs, "exactly_one_receipt": runs - len(wrong), "wrong": wrong}


def _one(home: Path, port: int, sink: Sink, i: int) -> tuple[int, int]:
    """(receipts, claim-takens) of one race."""
    asked = f"<q{i}@mail.example>"
    hand_over(port, "ani@mail.example", mail(f"Ani <ani{i}@mail.example>", f"Pulsa {i}", f"Belum masuk {i}.", asked))
    sink.wait_for(f"ani{i}@mail.example".encode())
    before = len(sink.letters)
    threads = [threading.Thread(target=_claim, args=(home, port, i, k, asked)) for k in range(OPERATORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until = time.monotonic() + 20
    while time.monotonic() < until and len(_to_operators(sink, before)) < OPERATORS:
        time.sleep(0.01)
    found = _to_operators(sink, before)
    receipts = sum(f"offline nomor {i + 1},".encode() in data for data in found)
    return receipts, len(found) - receipts


def _to_operators(sink: Sink, before: int) -> list[bytes]:
    return [data for _, to, data in sink.letters[before:] if to[0].startswith("op")]


def _claim(home: Path, port: int, i: int, k: int, asked: str) -> None:
    data = mail(f"Op{k} <op{k}@desk.example>", f"Re: Pulsa {i}", "", f"<c{i}.{k}@desk.example>", answers=asked)
    if k % 2:
        hand_over(port, f"op{k}@desk.example", data)
    else:
        name = f"{1_700_000_000 + i}.M{k}R{i}.bench"
        (home / "var/in/tmp" / name).write_bytes(data)
        (home / "var/in/tmp" / name).rename(home / "var/in/new" / name)


if __name__ == "__main__":
    outcome = main(*map(int, sys.argv[1:2]))
    print(json.dumps(outcome, indent=2))
    sys.exit(bool(outcome["wrong"]))
