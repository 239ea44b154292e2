"""What a flood costs: 300 mails of 300 customers alone, and among 5,000 of one sender, one organisation, one Reply-To.

Goal: a held mail costs a quarter of a request, so that a thousand a minute slow nobody down; letters as `limits:` say.
Prints JSON for each: seconds, outcomes, letters by kind.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from bench.desk import ROOT, customer, mail, make_desk, written

OTHERS = 300
HOUSE = "evil.example"


def flood(kind: str, count: int) -> list[bytes]:
    """`count` mails: of one "sender", of one "domain", or with one "reply-to"."""
    found = []
    for i in range(count):
        name = customer(i).partition("@")[0]
        sender = {"sender": f"mallory@{HOUSE}", "domain": f"{name}@{HOUSE}"}.get(kind, f"x@{name}.example")
        data = mail(written(sender), f"Halo {i}", f"Pesan nomor {i}.", f"<f{i}@{HOUSE}>")
        found.append(b"Reply-To: korban@toko.example\r\n" + data if kind == "reply-to" else data)
    return found


def request(i: int) -> bytes:
    """Of a customer of a house of his own."""
    house = f"{customer(i).partition('@')[0]}.example"
    return mail(written(f"ani@{house}"), f"Pulsa {i}", f"Belum masuk {i}.", f"<o{i}@{house}>")


def main(kind: str, count: int) -> dict[str, object]:
    home = Path(tempfile.mkdtemp(prefix="mailflow-bench-"))
    try:
        make_desk(home, "[{maildir: var/in, since: all}]", "{maildir: var/out}", limits="")
        others = [request(i) for i in range(OTHERS)]
        for i, data in enumerate((*flood(kind, count), *others)):
            (home / "var/in/new" / f"{1_700_000_000 + i}.M{i}.bench").write_bytes(data)
        began = time.perf_counter()
        command = [sys.executable, str(ROOT / "cli.py"), "--home", str(home), "run", "--once", "--quiet"]
        subprocess.run(command, check=True, capture_output=True)
        wall = time.perf_counter() - began
        with closing(sqlite3.connect(home / "mailflow.db")) as db:
            outcomes = Counter(row[0] for row in db.execute("SELECT outcome FROM inbox"))
            letters = Counter(row[0] for row in db.execute("SELECT kind FROM letter"))
        return {"flood": kind, "mails": count, "wall_seconds": round(wall, 1), "outcomes": outcomes, "letters": letters}
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    for kind, count in (("none", 0), ("sender", 5_000), ("domain", 5_000), ("reply-to", 1_000)):
        print(json.dumps(main(kind, count)), flush=True)
