"""How long a mail with 1,000 files holds up the next customer, who writes right behind it; and what reading any mail of
the golden corpus costs at most. Goals: under 200 ms more than without it, and under 0.5 s of CPU. Prints JSON.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.desk import Sink, customer, daemon, free_port, hand_over, mail, make_desk, quantile, wait_for, written
from mailflow.core.message import OurAddresses
from mailflow.mail.understand import contents, understand

FILES, ROUNDS = 1_000, 20
CORPUS = Path(__file__).resolve().parent.parent / "tests" / "mail" / "corpus"


def main(rounds: int = ROUNDS) -> dict[str, object]:
    alone, behind = waits(rounds)
    name, seconds = dearest()
    return {
        "alone_ms": round(quantile(alone, 0.5) * 1000, 1),
        "behind_1000_files_ms": round(quantile(behind, 0.5) * 1000, 1),
        "delay_ms": round((quantile(behind, 0.5) - quantile(alone, 0.5)) * 1000, 1),
        "dearest_specimen": name,
        "cpu_ms": round(seconds * 1000, 1),
    }


def waits(rounds: int) -> tuple[list[float], list[float]]:
    """Seconds from a request that was accepted to the first letter about it: alone, and behind such a mail."""
    home, port = Path(tempfile.mkdtemp(prefix="mailflow-bench-")), free_port()
    try:
        with Sink() as sink:
            outgoing = f'{{smtp: "smtp+insecure://127.0.0.1:{sink.port}"}}'
            make_desk(home, f'[{{lmtp: "127.0.0.1:{port}"}}]', outgoing)
            with daemon(home, home / "daemon.log"):
                wait_for(port)
                alone = [_one(port, sink, i) for i in range(rounds)]
                behind = []
                for i in range(rounds, 2 * rounds):
                    hand_over(port, "foto@mail.example", many_files(f"<f{i}@photos.example>", i))
                    behind.append(_one(port, sink, i))
        return alone, behind
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _one(port: int, sink: Sink, i: int) -> float:
    hand_over(port, customer(i), mail(written(customer(i)), f"Pulsa {i}", f"Belum masuk {i}.", f"<q{i}@mail.example>"))
    accepted = time.monotonic()
    return max(sink.wait_for(customer(i).encode()) - accepted, 0.0)


def many_files(message_id: str, i: int, count: int = FILES) -> bytes:
    """A request with that many files of three bytes."""
    head = (
        f"From: Rina <rina{i}@photos.example>\nTo: iduhelp@desk.example\nSubject: Foto {i}\nMessage-ID: {message_id}\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nIni fotonya.\n"
    )
    file = (
        "--B\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=foto{}.dat\n"
        "Content-Transfer-Encoding: base64\n\nQUJD\n"
    )
    return (head + "".join(map(file.format, range(count))) + "--B--\n").replace("\n", "\r\n").encode()


def dearest() -> tuple[str, float]:
    """The specimen that takes most CPU to be read with its files, and how much."""
    ours = OurAddresses(
        desk=("desk@desk.example",), list="operator@lists.desk.example", authserv=("mail.desk.example",)
    )
    found = {}
    for path in sorted(CORPUS.glob("*.eml")):
        raw, began = path.read_bytes(), time.process_time()
        contents(raw, [file.index for file in understand(raw, ours).files])
        found[path.stem] = time.process_time() - began
    return max(found.items(), key=lambda one: one[1])


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:2])), indent=2))
