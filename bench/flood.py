"""What a flood costs everybody else: customers' mails, handed in one after the other, alone and beside 5,000 a minute
of one sender, of one organisation, with one Reply-To. Goal: at least 0.8 of the rate they have alone.

A daemon takes all of it by LMTP; the flood comes by connections of its own, at its pace, from before the first customer
until the last letter to one has left. Each kind is measured between two rounds without: the machine's other work shifts
both. Prints one JSON document: `ratio` of the rates until stored, and until acknowledged, and what became of the flood.
"""

from __future__ import annotations

import json
import shutil
import smtplib
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.desk import Sink, customer, daemon, free_port, hand_over, mail, make_desk, wait_for, written

OTHERS = 100
A_MINUTE = 5_000
BEFORE = 4.0  # seconds the flood has lasted when the first customer writes: the limit of a sender is reached
HOUSE = "evil.example"
KINDS = ("sender", "domain", "domain-limited", "reply-to")
# By default an organisation may do as much as gmail.com after an outage; a small desk says less.
LIMITS = {"domain-limited": "limits: {mails: {domain: {hour: 200, day: 2000}}}"}
_LETTERS = (
    f"SELECT kind FROM letter WHERE addressee LIKE '%{HOUSE}' OR addressee = 'korban@toko.example' OR kind = 'flood'"
)


def flood(kind: str, i: int) -> tuple[str, bytes]:
    """Sender and mail number `i` of one "sender", of one "domain", or with one "reply-to"."""
    name = customer(i).partition("@")[0]
    house = f"{name}@{HOUSE}"
    senders = {"sender": f"mallory@{HOUSE}", "domain": house, "domain-limited": house}
    sender = senders.get(kind, f"x@{name}.example")
    data = mail(written(sender), f"Halo {i}", f"Pesan nomor {i}.", f"<f{i}@{HOUSE}>")
    return sender, b"Reply-To: korban@toko.example\r\n" + data if kind == "reply-to" else data


def request(i: int) -> tuple[str, bytes]:
    """Of a customer of a house of his own."""
    name = customer(i).partition("@")[0]
    sender = f"{name}@{name}.example"
    return sender, mail(written(sender), f"Pulsa {i}", f"Belum masuk {i}.", f"<o{i}@{name}.example>")


@contextmanager
def flooded(kind: str, port: int) -> Iterator[Counter[str]]:
    """Mails at the pace of the flood until the context ends; how many were handed over, or refused for now."""
    over, sent = threading.Event(), Counter[str]()

    def pour() -> None:
        began, i = time.monotonic(), 0
        with smtplib.LMTP("127.0.0.1", port) as server:
            while not over.is_set():
                if i > (time.monotonic() - began) * A_MINUTE / 60:
                    over.wait(0.01)
                    continue
                sender, data = flood(kind, i)
                server.sendmail(sender, ["iduhelp@desk.example"], data)
                i += 1
                sent["mails"] += 1

    thread = threading.Thread(target=pour)
    if kind:
        thread.start()
        time.sleep(BEFORE)
    yield sent
    over.set()
    if kind:
        thread.join()


def acknowledged_all(sink: Sink, seconds: float = 120.0) -> float:
    """When the last customer's acknowledgement arrived."""
    readers = {request(i)[0] for i in range(OTHERS)}
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if readers <= {to for _, recipients, _ in sink.letters for to in recipients}:
            return max(at for at, recipients, _ in sink.letters if readers & set(recipients))
        time.sleep(0.05)
    raise TimeoutError("not all customers were told their number")


def measured(kind: str) -> dict[str, object]:
    """Customers' mails a second, stored and acknowledged, beside a flood ("" is none)."""
    home, port = Path(tempfile.mkdtemp(prefix="mailflow-bench-")), free_port()
    try:
        with Sink() as sink:
            outgoing = f"{{smtp: 'smtp+insecure://127.0.0.1:{sink.port}'}}"
            make_desk(home, f"[{{lmtp: '127.0.0.1:{port}'}}]", outgoing, limits=LIMITS.get(kind, ""))
            with daemon(home, home / "log"):
                wait_for(port, 120.0)  # on a busy machine a start takes long
                with flooded(kind, port) as sent:
                    began = time.monotonic()
                    for i in range(OTHERS):
                        hand_over(port, *request(i))
                    stored = time.monotonic()
                    told = acknowledged_all(sink)
        with closing(sqlite3.connect(home / "mailflow.db")) as db:
            outcomes = Counter(row[0] for row in db.execute("SELECT outcome FROM inbox WHERE message_id LIKE '<f%'"))
            letters = Counter(row[0] for row in db.execute(_LETTERS))
        return {
            "stored": OTHERS / (stored - began),
            "acknowledged": OTHERS / (told - began),
            "flood_mails": sent["mails"],
            "flood_a_minute": round(sent["mails"] / (told - began + BEFORE) * 60) if kind else 0,
            "outcomes": outcomes,
            "letters": letters,
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(kinds: tuple[str, ...]) -> dict[str, object]:
    found: dict[str, object] = {"others": OTHERS}
    for kind in kinds:
        before, among, after = measured(""), measured(kind), measured("")
        alone = {what: (float(str(before[what])) + float(str(after[what]))) / 2 for what in ("stored", "acknowledged")}
        ratio = {what: round(float(str(among[what])) / rate, 2) for what, rate in alone.items()}
        rates = {what: round(float(str(among[what])), 1) for what in alone}
        found[kind] = among | rates | {"alone": {w: round(rate, 1) for w, rate in alone.items()}, "ratio": ratio}
    return found


if __name__ == "__main__":
    print(json.dumps(main(tuple(sys.argv[1:]) or KINDS), indent=2))
