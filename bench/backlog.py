"""How fast a backlog drains: 1,000 requests (4 KB) in a Maildir, `run --once`, acknowledged, everything durable.

Goal: 400 mails/s on one core, the start of the command included. Prints JSON; `cpu` is what counts on a shared machine:
user and system seconds. `bare_files_seconds` is what the file system alone takes for as many files: 0.04 s on a fresh
ext4, ten times that where thousands of files were deleted within the last minutes.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.desk import ROOT, customer, mail, make_desk, written

COUNT = 1000
WORDS = (
    "pulsa saya belum masuk padahal sudah bayar tadi pagi mohon bantuan nomor tujuan transaksi gagal saldo terpotong "
    "kembali segera kemarin coba lagi tetap sama bagaimana solusi"
).split()


def fill(folder: Path, count: int, seed: int = 1) -> None:
    random_words = random.Random(seed)
    for i in range(count):
        lines = [" ".join(random_words.choice(WORDS) for _ in range(11)) for _ in range(52)]
        data = mail(written(customer(i)), f"Pulsa belum masuk {i}", "\n".join(lines), f"<m{i}@mail.example>")
        (folder / f"{1_700_000_000 + i}.M{i}.bench").write_bytes(data)


def main(count: int = COUNT) -> dict[str, float]:
    home = Path(tempfile.mkdtemp(prefix="mailflow-bench-"))
    try:
        make_desk(home, "[{maildir: var/in, since: all}]", "{maildir: var/out}")
        fill(home / "var/in/new", count)
        command = [sys.executable, str(ROOT / "cli.py"), "--home", str(home), "run", "--once"]
        with (home / "log").open("wb") as log:
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run(command, stderr=log, check=True)
            wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        letters = list((home / "var/out/new").iterdir())
        assert len(letters) == 2 * count, len(letters)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return {
            "mails": count,
            "letters": len(letters),
            "mails_per_second": round(count / wall, 1),
            "mails_per_cpu_second": round(count / cpu, 1),
            "wall_seconds": round(wall, 2),
            "cpu_seconds": round(cpu, 2),
            "peak_mb": round(after.ru_maxrss / 1024, 1),
            "bare_files_seconds": round(_bare(home, [letter.read_bytes() for letter in letters]), 2),
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _bare(home: Path, letters: list[bytes]) -> float:
    """Seconds for the same files without mailflow."""
    for name in ("tmp", "new"):
        (home / "bare" / name).mkdir(parents=True)
    began = time.perf_counter()
    for number, data in enumerate(letters):
        path = home / "bare/tmp" / str(number)
        path.write_bytes(data)
        path.rename(home / "bare/new" / str(number))
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:2])), indent=2))
