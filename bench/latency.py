"""From a claim accepted to its receipt at the SMTP server, by both ways in; and the daemon at rest.

LMTP: from 250 of our listener. Goals: median under 50 ms, p99 under 200 ms; idle daemon under 80 MB and without CPU.
IMAP: from 250 of Dovecot's LMTP, through its mailbox and IDLE. Dovecot holds a notice back for half a second, to gather
what else comes; goal: median under 650 ms. Prints JSON, milliseconds. Without Dovecot "imap" says so.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.desk import (
    Sink,
    cpu_seconds,
    customer,
    daemon,
    free_port,
    hand_over,
    mail,
    make_desk,
    quantile,
    resident_mb,
    wait_for,
    written,
)
from tests.live.dovecot import PROGRAM, Dovecot

COUNT = 100
REST = 5.0  # seconds over which the idle daemon is watched

Accept = Callable[[bytes], None]  # hands a mail over; returns when it is accepted


def main(count: int = COUNT) -> dict[str, object]:
    return {**by_lmtp(count), "imap": by_imap(count) if PROGRAM else "Dovecot is not installed"}


def by_lmtp(count: int) -> dict[str, object]:
    home, port = Path(tempfile.mkdtemp(prefix="mailflow-bench-")), free_port()
    try:
        with Sink() as sink:
            make_desk(home, f'[{{lmtp: "127.0.0.1:{port}"}}]', _outgoing(sink))
            with daemon(home, home / "daemon.log") as process:
                wait_for(port)
                times = [_one(lambda data: hand_over(port, "ani@mail.example", data), sink, i) for i in range(count)]
                before = cpu_seconds(process.pid)
                time.sleep(REST)  # the thing measured: doing nothing
                idle_cpu, memory = (cpu_seconds(process.pid) - before) / REST, resident_mb(process.pid)
        rest = {"idle_mb": round(memory, 1), "idle_cpu_percent": round(idle_cpu * 100, 2)}
        return _figures(times) | rest
    finally:
        shutil.rmtree(home, ignore_errors=True)


def by_imap(count: int) -> dict[str, object]:
    home = Path(tempfile.mkdtemp(prefix="mailflow-bench-"))
    try:
        with Sink() as sink, Dovecot() as server:
            user = server.new_user()
            make_desk(home, f"[{server.entry(user)}]", _outgoing(sink))
            with daemon(home, home / "daemon.log"):
                return _figures([_one(lambda data: server.deliver(user, data), sink, i) for i in range(count)])
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _outgoing(sink: Sink) -> str:
    return f'{{smtp: "smtp+insecure://127.0.0.1:{sink.port}"}}'


def _one(accept: Accept, sink: Sink, i: int) -> float:
    """Seconds from a claim that was accepted to its receipt."""
    asked, claimed = f"<q{i}@mail.example>", f"<c{i}@desk.example>"
    accept(mail(written(customer(i)), f"Pulsa {i}", f"Belum masuk {i}.", asked))
    sink.wait_for(customer(i).encode())
    accept(mail("Op0 <op0@desk.example>", f"Re: Pulsa {i}", "", claimed, answers=asked))
    accepted = time.monotonic()
    return max(sink.wait_for(f"offline nomor {i + 1},".encode()) - accepted, 0.0)


def _figures(times: list[float]) -> dict[str, object]:
    return {
        "claims": len(times),
        "median_ms": round(quantile(times, 0.5) * 1000, 1),
        "p99_ms": round(quantile(times, 0.99) * 1000, 1),
    }


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:2])), indent=2))
