"""How fast a backlog drains: 1,000 requests (4 KB) in a Maildir, `run --once`, acknowledged, everything durable.

Goal: 400 mails/s on one core. Prints JSON; `cpu` is what counts on a shared machine: user and system seconds per mail.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.desk import mail, make_desk
from mailflow import app

COUNT = 1000
WORDS = (
    "pulsa saya belum masuk padahal sudah bayar tadi pagi mohon bantuan nomor tujuan transaksi gagal saldo terpotong "
    "kembali segera kemarin coba lagi tetap sama bagaimana solusi"
).split()


def fill(folder: Path, count: int, seed: int = 1) -> None:
    random_words = random.Random(seed)
    for i in range(count):
        lines = [" ".join(random_words.choice(WORDS) for _ in range(11)) for _ in range(52)]
        data = mail(
            f"Ani {i} <ani{i}@mail.example>", f"Pulsa belum masuk {i}", "\n".join(lines), f"<m{i}@mail.example>"
        )
        (folder / f"{1_700_000_000 + i}.M{i}.bench").write_bytes(data)


def main(count: int = COUNT) -> dict[str, float]:
    home = Path(tempfile.mkdtemp(prefix="mailflow-bench-"))
    try:
        make_desk(home, "[{maildir: var/in, since: all}]", "{maildir: var/out}")
        fill(home / "var/in/new", count)
        before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
        troubles = app.once(app.open_parts(home, need_secrets=True))
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
        letters = len(list((home / "var/out/new").iterdir()))
        assert not troubles and letters == 2 * count, (troubles, letters)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {
            "mails": count,
            "letters": letters,
            "mails_per_second": round(count / wall, 1),
            "mails_per_cpu_second": round(count / cpu, 1),
            "wall_seconds": round(wall, 2),
            "cpu_seconds": round(cpu, 2),
            "peak_mb": round(after.ru_maxrss / 1024, 1),
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:2])), indent=2))
