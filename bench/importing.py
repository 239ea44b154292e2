"""How fast old mail is brought in: `python -m bench.importing [MAILS]`, by default 100,000.

Writes an mbox like those of public lists and shared mailboxes: conversations of one to eight mails in Indonesian and
English that quote each other, half of them with an HTML part, some with a file, in the order of sending, so that
conversations overlap. Then runs `mailflow import` twice on a new desk. Prints JSON: seconds, mails a second, the memory
of the process at its highest (MB), and what the second run brought in, which must be nothing.
"""

from __future__ import annotations

import base64
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.search import vocabulary

COUNT = 100_000
BEGAN = datetime(2021, 1, 4, 1, 0, tzinfo=UTC)
MAILFLOW = (sys.executable, str(Path(__file__).parent.parent / "cli.py"))
DESK = "desk@bench.example"


def mails(count: int) -> Iterator[tuple[datetime, bytes]]:
    """(moment, bytes), oldest first."""
    chance, at = random.Random(1), BEGAN
    words = vocabulary(chance)[:20_000]
    going: list[list[tuple[str, str]]] = []  # [(Message-ID, text)] of conversations that go on
    for n in range(count):
        at += timedelta(seconds=chance.randint(20, 900))
        if not going or chance.random() < 0.3:
            going.append([])
        talk = chance.choice(going[-40:])
        text = "\n".join(" ".join(chance.choices(words, k=10)) for _ in range(chance.randint(3, 15)))
        yield at, _mail(n, at, talk, text, chance)
        talk.append((f"<{n}@bench.example>", text))
        if len(talk) >= chance.randint(1, 8):
            going.remove(talk)


def _mail(n: int, at: datetime, talk: list[tuple[str, str]], text: str, chance: random.Random) -> bytes:
    customer = f"Pelanggan {n % 5000} <p{n % 5000}@mail.example>"
    sender, to = (customer, DESK) if len(talk) % 2 == 0 else (DESK, customer)
    quoted = "\n".join(f"> {line}" for line in talk[-1][1].splitlines()) if talk else ""
    said = f"Halo,\n\n{text}\n\nTerima kasih\n" + (f"\nPada 4 Jan 2021, Admin menulis:\n{quoted}\n" if quoted else "")
    head = [
        f"Received: from mx.bench.example by imap.bench.example; {at:%a, %d %b %Y %H:%M:%S} +0000",
        f"From: {sender}", f"To: {to}", f"Subject: {'Re: ' if talk else ''}Pulsa {n} belum masuk",
        f"Date: {at:%a, %d %b %Y %H:%M:%S} +0000", f"Message-ID: <{n}@bench.example>", "MIME-Version: 1.0",
    ]  # fmt: skip
    if talk:
        head += [f"In-Reply-To: {talk[-1][0]}", "References: " + "\n ".join(one for one, _ in talk)]
    return _body(head, said, chance).encode()


def _body(head: list[str], said: str, chance: random.Random) -> str:
    kind = chance.random()
    plain = f"Content-Type: text/plain; charset=utf-8\n\n{said}"
    if kind < 0.5:
        return "\n".join(head) + f"\n{plain}"
    html = said.replace("\n", "<br>\n")
    parts = [plain, f"Content-Type: text/html; charset=utf-8\n\n<html><body><div>{html}</div></body></html>\n"]
    if kind > 0.95:
        data = base64.encodebytes(chance.randbytes(30_000)).decode()
        parts.append(
            'Content-Type: image/png; name="bukti.png"\nContent-Transfer-Encoding: base64\n'
            f'Content-Disposition: attachment; filename="bukti.png"\n\n{data}'
        )
    bodies = "".join(f"--=_b\n{part}\n" for part in parts)
    form = "mixed" if kind > 0.95 else "alternative"
    return "\n".join(head) + f'\nContent-Type: multipart/{form}; boundary="=_b"\n\n{bodies}--=_b--\n'


def write(path: Path, count: int) -> None:
    with path.open("wb") as file:
        for at, raw in mails(count):
            body = raw.replace(b"\nFrom ", b"\n>From ")
            file.write(f"From p@mail.example {at:%a %b %e %H:%M:%S %Y}\n".encode() + body + b"\n")


def run(home: Path, path: Path) -> tuple[dict[str, object], dict[str, float]]:
    """(what it says, seconds, those of a processor, MB)."""
    began = time.monotonic()
    command = [*MAILFLOW, "--home", str(home), "import", str(path), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.monotonic() - began, used.ru_utime + used.ru_stime
    return json.loads(told), {
        "seconds": round(seconds, 1), "cpu_seconds": round(cpu, 1), "memory_mb": round(used.ru_maxrss / 1024)
    }  # fmt: skip


def main(count: int) -> None:
    with tempfile.TemporaryDirectory(prefix="mailflow-bench-") as folder:
        home, path = Path(folder) / "desk", Path(folder) / "old.mbox"
        subprocess.run([*MAILFLOW, "init", str(home)], check=True, stdout=subprocess.DEVNULL)
        write(path, count)
        first, cost = run(home, path)
        again, again_cost = run(home, path)
        found = {
            "mails": count, "megabytes": round(path.stat().st_size / 1e6), "imported": first["imported"],
            "tickets": first["tickets"], "mails_per_second": round(count / cost["seconds"]), **cost,
            "again": {"imported": again["imported"], **again_cost},
        }  # fmt: skip
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
