"""From a claim accepted by the LMTP listener (250 said) to its receipt at the SMTP server; the daemon at rest.

Goals: median under 50 ms, p99 under 200 ms; idle daemon under 80 MB and without CPU. Prints JSON, milliseconds.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.desk import Sink, cpu_seconds, daemon, free_port, hand_over, mail, make_desk, quantile, resident_mb, wait_for

COUNT = 100
REST = 5.0  # seconds over which the idle daemon is watched


def main(count: int = COUNT) -> dict[str, float]:
    home, port = Path(tempfile.mkdtemp(prefix="mailflow-bench-")), free_port()
    try:
        with Sink() as sink:
            make_desk(home, f'[{{lmtp: "127.0.0.1:{port}"}}]', f'{{smtp: "smtp+insecure://127.0.0.1:{sink.port}"}}')
            with daemon(home, home / "daemon.log") as process:
                wait_for(port)
                times = [_one(port, sink, i) for i in range(count)]
                before = cpu_seconds(process.pid)
                time.sleep(REST)  # the thing measured: doing nothing
                idle_cpu, memory = (cpu_seconds(process.pid) - before) / REST, resident_mb(process.pid)
        return {
            "claims": count,
            "median_ms": round(quantile(times, 0.5) * 1000, 1),
            "p99_ms": round(quantile(times, 0.99) * 1000, 1),
            "idle_mb": round(memory, 1),
            "idle_cpu_percent": round(idle_cpu * 100, 2),
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _one(port: int, sink: Sink, i: int) -> float:
    asked, claimed = f"<q{i}@mail.example>", f"<c{i}@desk.example>"
    hand_over(port, "ani@mail.example", mail(f"Ani <ani{i}@mail.example>", f"Pulsa {i}", f"Belum masuk {i}.", asked))
    sink.wait_for(f"ani{i}@mail.example".encode())
    hand_over(port, "op0@desk.example", mail("Op0 <op0@desk.example>", f"Re: Pulsa {i}", "", claimed, answers=asked))
    accepted = time.monotonic()
    return max(sink.wait_for(f"offline nomor {i + 1},".encode()) - accepted, 0.0)


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:2])), indent=2))
