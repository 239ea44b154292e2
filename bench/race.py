"""Twenty operators claim one ticket at once, or (`--answers`) answer its customer, half of them into an IMAP mailbox
(a Dovecot of our own), half by LMTP, to two daemons on one home; `--runs` times. Each daemon has a listener of its own,
and one of them reads the mailbox, so that both have mails in hand.

Must be in every run: exactly one receipt and nineteen `claim-taken`; of answers exactly one reaches the customer, with
its receipt, and nineteen are held. Prints JSON; exit status 1 when a run was not so. Where Dovecot is not installed a
Maildir stands in for it, and "mailbox" says so.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.desk import AT_ONCE, Sink, customer, daemon, hand_over, mail, make_desk, wait_for, written
from tests.live.dovecot import PROGRAM, Dovecot, free_ports
from tests.postgres import Postgres

RUNS, OPERATORS = 50, 20
PATIENCE = 60.0  # seconds: a bound for machines under load, no measure
HELD = "undo_within: 0s\nhold: true"
ANSWER = "Balasan {i} dari operator {k}: pulsanya sedang kami isi ulang, mohon dicek lagi sore ini."
Put = Callable[[str, bytes], None]  # (name, mail): into the mailbox


def main(runs: int = RUNS, database: str = "", *, answers: bool = False) -> dict[str, Any]:
    home, ports = Path(tempfile.mkdtemp(prefix="mailflow-bench-")), free_ports(2)
    logs = [home / "one.log", home / "two.log"]
    results: list[tuple[int, ...]] = []
    wanted, one = ((1, 1, OPERATORS - 1), _answers) if answers else ((1, OPERATORS - 1), _claims)
    try:
        with Sink() as sink, _mailbox(home) as (box, kind, put):
            outgoing = f'{{smtp: "smtp+insecure://127.0.0.1:{sink.port}"}}'
            make_desk(
                home,
                f'[{{lmtp: "127.0.0.1:${{PORT}}"}}, {box}]',
                outgoing,
                OPERATORS,
                database,
                answers=HELD if answers else AT_ONCE,
            )
            with daemon(home, logs[0], PORT=str(ports[0])), daemon(home, logs[1], PORT=str(ports[1])):
                for port in ports:
                    wait_for(port)
                results = [one(ports, put, sink, i) for i in range(runs)]
            said = [log.read_text() for log in logs]
    finally:
        shutil.rmtree(home, ignore_errors=True)
    wrong = [result for result in results if result != wanted]
    return {
        "runs": runs,
        "mailbox": kind,
        "exactly_one_answer" if answers else "exactly_one_receipt": runs - len(wrong),
        "wrong": wrong,
        "decided_by_each": [text.count("settled inbox=") for text in said],
        "sent_by_each": [text.count("sent letter=") for text in said],
    }


@contextmanager
def _mailbox(home: Path) -> Iterator[tuple[str, str, Put]]:
    """(its entry in rules.yaml, what it is, the way into it)."""
    if PROGRAM is None:
        yield "{maildir: var/in, since: all, poll: 1s}", "maildir, for Dovecot is not installed", _into(home / "var/in")
        return
    with Dovecot() as server:
        user = server.new_user()
        yield server.entry(user), "imap", lambda _, data: server.deliver(user, data)


def _into(folder: Path) -> Put:
    def put(name: str, data: bytes) -> None:
        (folder / "tmp" / name).write_bytes(data)
        (folder / "tmp" / name).rename(folder / "new" / name)

    return put


def _claims(ports: list[int], put: Put, sink: Sink, i: int) -> tuple[int, int]:
    """(receipts, claim-takens) of one race."""
    found = _to_operators(sink, _raced(ports, put, sink, i, ""))
    receipts = _receipts(found, i)
    return receipts, len(found) - receipts


def _answers(ports: list[int], put: Put, sink: Sink, i: int) -> tuple[int, int, int]:
    """(answers to the customer, receipts, held) of one race; each operator writes words of his own."""
    before = _raced(ports, put, sink, i, ANSWER)
    sink.wait_for(f"Balasan {i} ".encode())
    found = _to_operators(sink, before)
    sent = [data for _, to, data in sink.letters[before:] if to[0] == customer(i)]
    receipts = _receipts(found, i)
    return len(sent), receipts, sum(b"kirim" in data for data in found) - receipts


def _receipts(found: list[bytes], i: int) -> int:
    return sum(f"offline nomor {i + 1},".encode() in data for data in found)


def _raced(ports: list[int], put: Put, sink: Sink, i: int, text: str) -> int:
    """How many letters there were before the race."""
    asked = f"<q{i}@mail.example>"
    question = mail(written(customer(i)), f"Pulsa {i}", f"Belum masuk {i}.", asked)
    hand_over(ports[0], "ani@mail.example", question)
    sink.wait_for(customer(i).encode())
    before = len(sink.letters)
    begin = threading.Barrier(OPERATORS)
    threads = [
        threading.Thread(target=_writes, args=(ports, put, begin, i, k, mail(
            f"Op{k} <op{k}@desk.example>", f"Re: Pulsa {i}", text.format(i=i, k=k), f"<c{i}.{k}@desk.example>",
            answers=asked,
        )))
        for k in range(OPERATORS)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and len(_to_operators(sink, before)) < OPERATORS:
        time.sleep(0.01)
    return before


def _to_operators(sink: Sink, before: int) -> list[bytes]:
    return [data for _, to, data in sink.letters[before:] if to[0].startswith("op")]


def _writes(ports: list[int], put: Put, begin: threading.Barrier, i: int, k: int, data: bytes) -> None:
    begin.wait()
    if k % 2:
        hand_over(ports[k // 2 % 2], f"op{k}@desk.example", data)
    else:
        put(f"{1_700_000_000 + i}.M{k}R{i}.bench", data)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--answers", action="store_true", help="answers, of which one reaches the customer")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return parser.parse_args()


def _raced_on(given: argparse.Namespace) -> dict[str, Any]:
    if given.database == "sqlite":
        return main(given.runs, answers=given.answers)
    with Postgres() as postgres:
        return main(given.runs, postgres.new_desk(), answers=given.answers)


if __name__ == "__main__":
    outcome = _raced_on(_arguments())
    print(json.dumps(outcome, indent=2))
    sys.exit(bool(outcome["wrong"]))
